"""One draft: the text as it will look, and what its reader can decide about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.directory.rights import rights_of
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.forms.decisions import ApprovalForm, ChangesForm, WaiverForm
from beffroi.publishing.models import Blocked, Draft, Publication, StaleForm
from beffroi.publishing.views.shown import awaited, departures_of, previews


@allowed("see")
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """The text as it will look, who wrote it, and what this reader can do with it."""
    return _show(request, draft_of(request, pk))


def _show(request: DeskRequest, shown: Draft, *, status: int = 200, **more: Any) -> HttpResponse:
    publications = _publications(shown)
    why_not = shown.why_not_approvable_by(request.user) if shown.state == "submitted" else ""
    asked, rights = awaited(shown), rights_of(request.user, shown.accounts.all(), shown.organisation)
    amendments = shown.amendments.exclude(state="discarded").prefetch_related("versions__approvals").order_by("pk")
    context = {
        "draft": shown,
        "version": shown.latest,
        "previews": previews(shown, shown.latest),
        "card": shown.latest.card(),
        "findings": shown.standing_findings(),
        "awaited": asked,
        "leaves_then": not any(each.everybody and len(each.names) > 1 for each in asked),
        "change_request": shown.change_request if shown.state == "changes_requested" else None,
        "departures": departures_of(publications),
        "stands": [each for each in publications if each.stands],
        "edits": any(each.stands and each.account.capabilities.edits for each in publications),
        "can_be_taken_back": shown.state == "approved" and _waits(publications),
        "amendments": amendments if publications else [],
        "may_approve": shown.state == "submitted" and not why_not,
        "why_not": why_not,
        "agreeing": ApprovalForm(),
        "changes": ChangesForm(),
        "waiving": WaiverForm(),
        "membership_may_approve": rights.may("approve"),
        "next_one": _next_for(request) if rights.may("approve") and (shown.state != "submitted" or why_not) else None,
        "membership_may_draft": rights.may("draft"),
        "submission": reverse("draft_submission", args=[shown.pk]),
        "discarding": reverse("draft_discarding", args=[shown.pk]),
        **more,
    }
    return render(request, "publishing/draft.html", context, status=status)


def _next_for(request: DeskRequest) -> int | None:
    """Whoever has decided one text is led to the next, without going back to Today for it."""
    waiting = Draft.objects.filter(organisation=request.organisation).waiting_for(request.user)
    return waiting.values_list("pk", flat=True).first()


def _publications(draft: Draft) -> list[Publication]:
    """With the accounts that the page has read already; a draft that nobody ever approved has none."""
    if not any(version.approvals.all() for version in draft.versions.all()):
        return []
    accounts = {account.pk: account for account in draft.accounts.all()}
    publications = list(draft.publications.order_by("pk"))
    for publication in publications:
        if publication.account_id in accounts:
            publication.account = accounts[publication.account_id]
    return publications


def _waits(publications: list[Publication]) -> bool:
    states = {each.state for each in publications if each.state != "withdrawn"}
    return bool(states) and states <= {"queued", "missed", "failed"}


@require_POST
@allowed_somewhere("draft")
def submission(request: DeskRequest, pk: int) -> HttpResponse:
    return submit(request, draft_of(request, pk))


def submit(request: DeskRequest, draft: Draft) -> HttpResponse:
    try:
        draft.submit(by=request.user, now=timezone.now())
    except Blocked:
        words = _("The draft is saved. Before it can be submitted, mend what is marked.")
        messages.warning(request, words, extra_tags=request.POST.get("keep", ""))
        return redirect("draft_edit", pk=draft.pk)
    except NotAllowed:
        messages.info(request, _("This draft was submitted already."))
    else:
        messages.success(request, _done(draft), extra_tags=request.POST.get("keep", ""))
    return redirect("draft", pk=draft.pk)


def _done(draft: Draft) -> str:
    if draft.state == "approved":
        return _("It needs nobody else: it leaves at its time, and the receipt will stand here.")
    return _("Submitted. Whoever approves finds it under Today.")


@require_POST
@allowed_somewhere("approve")
def approval(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = draft_of(request, pk)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _show(request, chosen, status=422, agreeing=form)
    try:
        given = chosen.approve(
            by=request.user, version=_version(request), comment=form.cleaned_data["comment"], now=timezone.now()
        )
    except StaleForm as stale:
        return _show(request, chosen, status=409, newer=stale.latest, agreeing=form)
    except Blocked as blocked:
        return _show(request, chosen, status=409, blocked=blocked.findings, agreeing=form)
    except NotAllowed:
        messages.warning(request, _("This draft is no longer waiting for an approval: see what happened below."))
        return redirect("draft", pk=pk)
    if given.by != request.user:
        messages.info(request, _("%(name)s had approved it already.") % {"name": given.who})
    elif chosen.state == "approved":
        messages.success(request, _("Approved. It leaves at its time; the receipt will stand here."))
    else:
        messages.success(request, _("Your approval is kept. Nothing leaves before the others have approved too."))
    return redirect("draft", pk=pk)


@require_POST
@allowed_somewhere("approve")
def change_request(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = draft_of(request, pk)
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return _show(request, chosen, status=422, changes=form)
    try:
        chosen.request_changes(
            by=request.user, reason=form.cleaned_data["reason"], version=_version(request), now=timezone.now()
        )
    except StaleForm as stale:
        return _show(request, chosen, status=409, newer=stale.latest, changes=form)
    except NotAllowed:
        messages.warning(request, _("This draft is no longer waiting for an approval: see what happened below."))
    else:
        messages.success(request, _("Sent back to %(name)s.") % {"name": chosen.author})
    return redirect("draft", pk=pk)


@require_POST
@allowed_somewhere("approve")
def waiver(request: DeskRequest, pk: int) -> HttpResponse:
    """Lifts one finding of the version that was read: the form points at it, and it is looked up among those of now."""
    chosen = draft_of(request, pk)
    form = WaiverForm(request.POST)
    if chosen.latest.number != _version(request):
        return _show(request, chosen, status=409, newer=chosen.latest, waiving=form)
    if not form.is_valid():
        return _show(request, chosen, status=422, waiving=form)
    name, about = form.cleaned_data["check_name"], form.cleaned_data["about"]
    found = chosen.finding_to_lift(name, about)
    if found is None:
        messages.info(request, _("There was nothing to lift any more: see how it stands below."))
        return redirect("draft", pk=pk)
    chosen.waive(found, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now())
    messages.success(request, _("Lifted, with your name and your reason in the journal."))
    return redirect("draft", pk=pk)


@require_POST
@allowed_somewhere("draft")
def taking_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Withdraws what waits of an approved draft and opens it again."""
    chosen = draft_of(request, pk)
    try:
        chosen.take_back(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Too late: part of it has left or is leaving. See where it stands below."))
        return redirect("draft", pk=pk)
    messages.success(request, _("Taken back: nothing of it leaves. After your change it must be approved again."))
    return redirect("draft_edit", pk=pk)


@require_POST
@allowed_somewhere("draft")
def discarding(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        draft_of(request, pk).discard(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("This draft can no longer be discarded."))
        return redirect("draft", pk=pk)
    messages.success(request, _("The draft is discarded; its text stays in the archive of drafts."))
    return redirect("drafts")


def draft_of(request: DeskRequest, pk: int) -> Draft:
    return get_object_or_404(Draft.objects.opened(request.organisation), pk=pk)


def _version(request: DeskRequest) -> int:
    try:
        return int(request.POST["version"])
    except (KeyError, ValueError) as error:
        raise PermissionDenied(_("This form is not complete: open the page again.")) from error
