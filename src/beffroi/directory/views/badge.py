"""The badge of an account: the drawing, and how to put it on a site."""

from html import escape

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from beffroi.access.open_page import open_page
from beffroi.directory import asking
from beffroi.directory.badge import Badge
from beffroi.directory.models import OfficialAccount
from beffroi.engines.addresses import Address
from beffroi.engines.texts.direction import isolated

LANGUAGES = ("fr", "en")
DRAWN = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]}  # a drawing that is opened by itself


@csp_replace(DRAWN)
@require_safe
@conditional_page
@open_page(asking.KEPT)
def badge(request: HttpRequest, pk: int) -> HttpResponse:
    """The drawing, in the language that is asked for, else the reader's."""
    account = get_object_or_404(OfficialAccount, pk=pk)
    with override(_language(request)):
        drawn = Badge.of(account).svg
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@open_page(asking.KEPT)
def badge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How to put the badge on a site, and what it does not prove."""
    account = get_object_or_404(OfficialAccount.objects.select_related("body", "person"), pk=pk)
    language = _language(request)
    with override(language):
        shown = Badge.of(account)
        picture = request.build_absolute_uri(f"{reverse('directory_badge', args=[pk])}?lang={language}")
        answer = request.build_absolute_uri(_answer_of(account))
        alternative = _("Is %(account)s official? See what proves it.") % {"account": isolated(str(account))}
        image = f'<img src="{escape(picture)}" height="56" alt="{escape(alternative)}">'
        context = {
            "account": account,
            "badge": shown,
            "answer": answer,
            "snippet": f'<a href="{escape(answer)}">{image}</a>',
            "plain_snippet": f'<a href="{escape(answer)}">{escape(alternative)}</a>',
        }
        return render(request, "directory/badge.html", context)


def _answer_of(account: OfficialAccount) -> str:
    return asking.answer_to(Address(account.network, account.handle, account.native_id))


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else get_language() or "fr"
