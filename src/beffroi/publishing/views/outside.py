"""Asking somebody from outside, and the one page that they see: no account, one version, one decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.access.numbers import number_in
from beffroi.access.secret_link import unlisted
from beffroi.journal.moves import NotAllowed
from beffroi.outbound.mail import MailTrouble
from beffroi.publishing.forms.agreement import OutsideAnswerForm
from beffroi.publishing.letters import is_mail_configured, link_to, send_link
from beffroi.publishing.models import Blocked, Draft, OutsideApprover, OutsideRequest, StaleForm, Version
from beffroi.publishing.templatetags.asking import may_ask_outside

STATUS = {"open": 200, "decided": 200}


@require_POST
@allowed_somewhere("draft")
def outside_requests(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks one approver from outside about the latest version: by mail, or by a link that is shown once."""
    draft = get_object_or_404(Draft.objects.opened(request.organisation), pk=pk)
    if not may_ask_outside(request, draft):
        raise PermissionDenied(_("The link would be shown to you: somebody who may approve has to ask for you."))
    approver = get_object_or_404(
        OutsideApprover.objects.of(request.organisation), pk=number_in(request.POST.get("approver", ""))
    )
    try:
        asked, secret = OutsideRequest.ask(draft.latest, approver, by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Nobody was asked: the draft no longer waits for them."))
        return redirect("draft", pk=pk)
    link = link_to(secret, request.build_absolute_uri("/"))
    if is_mail_configured():
        return _mailed(request, asked, link)
    shown = render(request, "publishing/outside_link.html", {"draft": draft, "asked": asked, "link": link})
    return unlisted(shown)


def _mailed(request: DeskRequest, asked: OutsideRequest, link: str) -> HttpResponse:
    try:
        send_link(asked, link)
    except MailTrouble as trouble:
        asked.withdraw(now=timezone.now())
        messages.error(
            request,
            _("%(name)s was not asked: %(trouble)s") % {"name": asked.approver, "trouble": _(str(trouble))},
        )
    else:
        messages.success(request, _("%(name)s has been asked by e-mail.") % {"name": asked.approver})
    return redirect("draft", pk=asked.version.draft_id)


# Exempt: whoever has the secret may decide, no cookie adds to it; and with no-referrer browsers say "Origin: null".
@csrf_exempt
@login_not_required
def outside(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked, or what became of it. Only a POST decides: mail scanners open links."""
    asked = OutsideRequest.opened_by(secret)
    if asked is None:
        return unlisted(render(request, "publishing/outside.html", {"standing": "unknown"}, status=404))
    with timezone.override(asked.approver.organisation.tz):
        return unlisted((_answer if request.method == "POST" else _asked)(request, asked, secret))


def _asked(request: HttpRequest, asked: OutsideRequest, secret: str, *, status: int = 200, **more: Any) -> HttpResponse:
    standing = asked.standing(timezone.now())
    context: dict[str, Any] = {"standing": standing, "secret": secret}
    if standing == "open":
        draft = asked.version.draft
        context |= {"asked": asked, "draft": draft, "version": asked.version, "form": OutsideAnswerForm(), **more}
        context["departures"] = _departures(draft, asked.version)
    found = STATUS.get(standing, 410)
    return render(request, "publishing/outside.html", context, status=status if standing == "open" else found)


def _departures(draft: Draft, version: Version) -> list[dict[str, Any]]:
    """Exactly what would leave, per account."""
    accounts = draft.accounts.select_related("connection").order_by("pk")
    return [
        {"account": account, "posts": version.posts_on(account.network, account.capabilities)} for account in accounts
    ]


def _answer(request: HttpRequest, asked: OutsideRequest, secret: str) -> HttpResponse:
    form = OutsideAnswerForm(request.POST)
    if asked.standing(timezone.now()) != "open":
        return redirect(request.path)
    if not form.is_valid():
        return _asked(request, asked, secret, status=422, form=form)
    said, now = form.cleaned_data, timezone.now()
    try:
        if said["decision"] == "agree":
            asked.agree(comment=said["comment"], now=now)
        else:
            asked.send_back(reason=said["comment"], now=now)
    except Blocked as blocked:
        return _asked(request, asked, secret, status=409, form=form, blocked=blocked.findings)
    except (NotAllowed, StaleForm, PermissionDenied):
        pass  # the page says what it became meanwhile
    return redirect(request.path)


@require_safe
@login_not_required
def outside_image(request: HttpRequest, secret: str, image: int) -> HttpResponse:
    """An image of the text that the secret opens, while it may be decided about."""
    asked = OutsideRequest.opened_by(secret)
    if asked is None or asked.standing(timezone.now()) != "open":
        raise Http404
    found = get_object_or_404(asked.version.attachments, pk=image)
    with found.file.open("rb") as stored:
        return unlisted(HttpResponse(stored.read(), content_type=found.mime))
