"""The list of drafts, and the composer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Membership, User
from beffroi.access.roles import MAY
from beffroi.directory.models import Account
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.forms.composer import DraftForm, Images, images_of
from beffroi.publishing.models import Draft, StaleForm
from beffroi.publishing.views.decisions import OPEN, draft_of, submit
from beffroi.work.paging import page


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
    draft = draft_of(request, pk)
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
    return submit(request, draft)


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
        "limits": sorted({account.network_name: account.capabilities for account in accounts}.items()),
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
