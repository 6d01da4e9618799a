"""Is this account official? For everybody, without a cookie: a page, its answer for programs, and the badge.

What is typed is looked up in the register and never called: no server is asked because somebody wrote its address.
"""

from collections.abc import Sequence
from datetime import timedelta
from html import escape
from math import ceil
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from beffroi.access.open_page import open_page
from beffroi.directory.badge import Badge
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.verifying import Verdict, verify
from beffroi.engines.addresses import Address, NoAddress, read
from beffroi.engines.allowance import Allowance, place_of
from beffroi.journal.sentences import translated

KEPT = 300  # seconds for which an answer may be given again: a proof that fell is seen within five minutes
ALLOWED = Allowance(60, timedelta(minutes=1))
LANGUAGES = ("fr", "en")
DRAWN = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]}  # a drawing that is opened by itself
SHAPES = {"yes": "confirmed", "no": "alarm", "unknown": "waiting"}
NAMES = {
    "yes": gettext_lazy("Official"),
    "no": gettext_lazy("Not official"),
    "unknown": gettext_lazy("Not known"),
}


@require_safe
@open_page(KEPT)
def page(request: HttpRequest) -> HttpResponse:
    """The question, and the answer to `address`."""
    asked = request.GET.get("address", "")
    context: dict[str, Any] = {"asked": asked}
    if not asked.strip():
        return render(request, "directory/verify.html", context)
    if seconds := _seconds_to_wait(request):
        answer = render(request, "directory/verify.html", {**context, "refused": _too_often(seconds)}, status=429)
        answer["Retry-After"] = str(seconds)
        return answer
    try:
        address = read(asked)
    except NoAddress as trouble:
        refused = translated(trouble.words.as_json())
        return render(request, "directory/verify.html", {**context, "refused": refused}, status=422)
    verdict = verify(address, now=timezone.now())
    for near in verdict.nearest:
        near.asked = Address(near.network, near.handle, near.native_id).url  # type: ignore[attr-defined]  # for the template
    context |= {
        "address": address,
        "verdict": verdict,
        "words": translated(verdict.words.as_json()),
        "shape": SHAPES[verdict.answer],
        "shape_name": NAMES[verdict.answer],
    }
    return render(request, "directory/verify.html", context)


@csrf_exempt
@conditional_page
@open_page(KEPT)
def api(request: HttpRequest) -> JsonResponse:
    """The same for programs, of any site."""
    answer = _answered(request)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _answered(request: HttpRequest) -> JsonResponse:
    if request.method not in ("GET", "HEAD"):
        refusal = _refuse(405, _("Ask this address with %(method)s.") % {"method": "GET"})
        refusal["Allow"] = "GET, HEAD"
        return refusal
    if seconds := _seconds_to_wait(request):
        refusal = _refuse(429, _too_often(seconds))
        refusal["Retry-After"] = str(seconds)
        return refusal
    try:
        address = read(request.GET.get("address", ""))
    except NoAddress as trouble:
        return _refuse(400, translated(trouble.words.as_json()))
    return JsonResponse(_said(verify(address, now=timezone.now()), address, request))


@csp_replace(DRAWN)
@require_safe
@conditional_page
@open_page(KEPT)
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
@open_page(KEPT)
def badge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How to put the badge on a site, and what it does not prove."""
    account = get_object_or_404(OfficialAccount.objects.select_related("body", "person"), pk=pk)
    language = _language(request)
    with override(language):
        shown = Badge.of(account)
        picture = request.build_absolute_uri(f"{reverse('directory_badge', args=[pk])}?lang={language}")
        answer = request.build_absolute_uri(_answer_of(account))
        alternative = _("Is %(account)s official? See what proves it.") % {"account": account}
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
    return _asking(Address(account.network, account.handle, account.native_id))


def _asking(address: Address) -> str:
    return f"{reverse('directory_verify')}?{urlencode({'address': address.url})}"


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else get_language() or "fr"


def _seconds_to_wait(request: HttpRequest) -> int:
    return ceil(ALLOWED.wait(place_of(request.META.get("REMOTE_ADDR", "")), now=timezone.now()).total_seconds())


def _too_often(seconds: int) -> str:
    return _("You have asked very often within a minute. Ask again in %(seconds)s seconds.") % {"seconds": seconds}


def _said(verdict: Verdict, address: Address, request: HttpRequest) -> dict[str, Any]:
    return {
        "asked": {"network": address.network, "handle": address.handle, "native_id": address.native_id},
        "answer": verdict.answer,
        "reason": verdict.reason,
        "words": translated(verdict.words.as_json()),
        "account": _account(verdict.account, request) if verdict.account else None,
        "proofs": [_proof(proof) for proof in verdict.proofs],
        "nearest": _accounts(verdict.nearest, request),
        "page": request.build_absolute_uri(_asking(address)),
    }


def _accounts(accounts: Sequence[OfficialAccount], request: HttpRequest) -> list[dict[str, Any]]:
    return [_account(account, request) for account in accounts]


def _account(account: OfficialAccount, request: HttpRequest) -> dict[str, Any]:
    body = account.body
    return {
        "id": account.pk,
        "network": account.network,
        "handle": account.handle,
        "native_id": account.native_id,
        "url": account.url or Address(account.network, account.handle, account.native_id).url,
        "speaks_for": str(account.owner),
        "institutional": account.is_institutional,
        "body": {"kind": body.kind, "code": body.code, "name": body.name} if body else None,
        "status": account.status,
        "badge": request.build_absolute_uri(reverse("directory_badge", args=[account.pk])),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    at = proof.proven_at.isoformat() if proof.proven_at else None
    return {"kind": proof.kind, "address": proof.address, "proven_at": at}


def _refuse(status: int, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
