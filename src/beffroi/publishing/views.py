"""Compose, submit, approve, and follow what leaves."""

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
from beffroi.access.models import Membership, User
from beffroi.access.roles import MAY
from beffroi.directory.models import Account
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.forms import ChangesForm, DraftForm, Images, images_of
from beffroi.publishing.models import Attachment, Blocked, Draft, Publication, StaleForm
from beffroi.work.paging import page

OPEN = ("draft", "changes_requested", "submitted")


@allowed("see")
def drafts(request: DeskRequest) -> HttpResponse:
    rows = Draft.objects.of(request.organisation)
    if request.GET.get("all") is None:
        rows = rows.filter(state__in=OPEN)
    shown = page(rows, request.GET.get("after", ""), by=["-created_at", "-pk"])
    return render(request, "publishing/drafts.html", {"page": shown, "all": request.GET.get("all") is not None})


@allowed("draft")
def new(request: DeskRequest) -> HttpResponse:
    initial = {"lang": "fr", "accounts": request.GET.getlist("account")}
    form = DraftForm(request.organisation, request.POST or None, initial=initial)
    images = Images(request.POST or None, request.FILES or None, prefix="images")
    if request.method == "POST" and form.is_valid() and images.is_valid():
        draft = Draft.begin(
            organisation=request.organisation,
            by=request.user,
            images=images.chosen(),
            now=timezone.now(),
            **form.what(),
        )
        return _saved(request, draft)
    return _compose(request, form, images, draft=None)


@allowed("draft")
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    if draft.state not in OPEN:
        messages.warning(request, _("This draft is closed: it can no longer be changed."))
        return redirect("draft", pk=pk)
    if request.method != "POST":
        return _compose(request, DraftForm.filled_from(draft), Images(prefix="images", initial=images_of(draft)), draft)
    form = DraftForm(request.organisation, request.POST)
    images = Images(request.POST, request.FILES, prefix="images", initial=images_of(draft))
    if not (form.is_valid() and images.is_valid()):
        return _compose(request, form, images, draft)
    try:
        draft.revise(
            by=request.user,
            seen=form.cleaned_data["seen"] or 0,
            images=images.chosen(),
            now=timezone.now(),
            **form.what(),
        )
    except StaleForm as stale:
        return _stale(request, draft, stale, form, images)
    except NotAllowed:
        messages.warning(request, _("This draft was closed meanwhile; your text is below, nothing was lost."))
        return _compose(request, form, images, draft)
    return _saved(request, draft)


def _stale(request: DeskRequest, draft: Draft, stale: StaleForm, form: DraftForm, images: Any) -> HttpResponse:
    """Both texts on one page; saving again is then a decision, made with both before one's eyes."""
    form.data = request.POST.copy()
    form.data["seen"] = str(stale.latest.number)
    return _compose(request, form, images, draft, theirs=stale.latest, status=409)


def _saved(request: DeskRequest, draft: Draft) -> HttpResponse:
    """The button decides: keep it, or keep and submit it."""
    if request.POST.get("then") != "submit":
        messages.success(request, _("The draft is saved."), extra_tags=request.POST.get("keep", ""))
        return redirect("draft", pk=draft.pk)
    return _submit(request, draft)


def _submit(request: DeskRequest, draft: Draft) -> HttpResponse:
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


def _compose(
    request: DeskRequest, form: DraftForm, images: Any, draft: Draft | None, *, theirs: Any = None, status: int = 200
) -> HttpResponse:
    accounts = list(Account.objects.of(request.organisation))
    context = {
        "form": form,
        "images": images,
        "draft": draft,
        "theirs": theirs,
        "accounts": accounts,
        "limits": sorted({account.network_name: account.on.capabilities for account in accounts}.items()),
        "findings": draft.findings() if draft else [],
        "approvers": approvers(request),
    }
    invalid = form.is_bound and not (form.is_valid() and images.is_valid())
    return render(request, "publishing/compose.html", context, status=422 if invalid and status == 200 else status)


def approvers(request: DeskRequest) -> list[User]:
    """Who could approve what this person writes."""
    able = Membership.objects.filter(organisation=request.organisation, role__in=MAY["approve"])
    return [
        membership.user for membership in able.exclude(user=request.user).select_related("user").order_by("user__name")
    ]


@allowed("see")
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """The text as it will look, who wrote it, and what this reader can do with it."""
    return _show(request, _draft(request, pk))


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
    return _submit(request, _draft(request, pk))


@require_POST
@allowed("approve")
def approval(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _draft(request, pk)
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
    chosen = _draft(request, pk)
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
        _draft(request, pk).discard(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("This draft can no longer be discarded."))
        return redirect("draft", pk=pk)
    messages.success(request, _("The draft is discarded; its text stays in the archive of drafts."))
    return redirect("drafts")


@allowed("see")
def departures(request: DeskRequest) -> HttpResponse:
    """What leaves next, what needs a person, what left."""
    mine = Publication.objects.of(request.organisation)
    sent = page(mine.filter(state="sent"), request.GET.get("after", ""), by=["-sent_at", "-pk"])
    context = {
        "next": mine.next_departures()[:50] if sent.is_first else [],
        "stuck": mine.for_a_person().order_by("-leave_at")[:50] if sent.is_first else [],
        "page": sent,
    }
    return render(request, "publishing/departures.html", context)


@require_POST
@allowed("approve")
def requeueing(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "send_after_all", _("It is on its way again, through the same gates."))


@require_POST
@allowed("approve")
def withdrawal(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "withdraw", _("Withdrawn: it will not leave."))


def _decide(request: DeskRequest, pk: int, verb: str, done: str) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.of(request.organisation), pk=pk)
    try:
        getattr(publication, verb)(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Too late: it has moved on meanwhile. See where it stands below."))
    else:
        messages.success(request, done)
    return redirect("draft", pk=publication.draft_id)


@allowed("see")
def attachment(request: DeskRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Attachment, pk=pk, version__draft__organisation=request.organisation)
    with image.file.open("rb") as stored:
        return HttpResponse(stored.read(), content_type=image.mime)


def _draft(request: DeskRequest, pk: int) -> Draft:
    return get_object_or_404(Draft.objects.opened(request.organisation), pk=pk)


def _version(request: DeskRequest) -> int:
    try:
        return int(request.POST["version"])
    except (KeyError, ValueError) as error:
        raise PermissionDenied(_("This form is not complete: open the page again.")) from error
