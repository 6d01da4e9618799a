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

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.forms.decisions import ChangesForm
from beffroi.publishing.models import Blocked, Draft, StaleForm

OPEN = ("draft", "changes_requested", "submitted", "expired")


@allowed("see")
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """The text as it will look, who wrote it, and what this reader can do with it."""
    return _show(request, draft_of(request, pk))


def _show(request: DeskRequest, shown: Draft, *, status: int = 200, **more: Any) -> HttpResponse:
    publications = shown.publications.select_related("account").prefetch_related("account__freezes").order_by("pk")
    why_not = shown.why_not_approvable_by(request.user) if shown.state == "submitted" else ""
    context = {
        "draft": shown,
        "version": shown.latest,
        "findings": shown.findings() if shown.state in OPEN else [],
        "approval": shown.approval,
        "change_request": shown.change_request,
        "publications": publications,
        "may_approve": shown.state == "submitted" and not why_not,
        "why_not": why_not,
        "changes": ChangesForm(),
        "membership_may_approve": request.membership.may("approve"),
        "submission": reverse("draft_submission", args=[shown.pk]),
        "discarding": reverse("draft_discarding", args=[shown.pk]),
        **more,
    }
    return render(request, "publishing/draft.html", context, status=status)


@require_POST
@allowed("draft")
def submission(request: DeskRequest, pk: int) -> HttpResponse:
    return submit(request, draft_of(request, pk))


def submit(request: DeskRequest, draft: Draft) -> HttpResponse:
    try:
        draft.submit(by=request.user, now=timezone.now())
    except Blocked:
        messages.warning(request, _("The draft is saved. Before it can be submitted, mend what is marked."))
        return redirect("draft_edit", pk=draft.pk)
    except NotAllowed:
        messages.info(request, _("This draft was submitted already."))
    else:
        messages.success(
            request, _("Submitted. Whoever approves finds it under Today."), extra_tags=request.POST.get("keep", "")
        )
    return redirect("draft", pk=draft.pk)


@require_POST
@allowed("approve")
def approval(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = draft_of(request, pk)
    try:
        given = chosen.approve(by=request.user, version=_version(request), now=timezone.now())
    except StaleForm as stale:
        return _show(request, chosen, status=409, newer=stale.latest)
    except Blocked as blocked:
        return _show(request, chosen, status=409, blocked=blocked.findings)
    except NotAllowed:
        messages.warning(request, _("This draft is no longer waiting for an approval: see what happened below."))
        return redirect("draft", pk=pk)
    if given.by == request.user:
        messages.success(request, _("Approved. It leaves at its time; the receipt will stand here."))
    else:
        messages.info(request, _("%(name)s had approved it already.") % {"name": given.by})
    return redirect("draft", pk=pk)


@require_POST
@allowed("approve")
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
@allowed("draft")
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
