"""The composer: writing a post, seeing how it will look, and keeping what is typed before it is saved."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.access.numbers import number_in
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.checks import Finding
from beffroi.publishing.forms.composer import BaseImages, DraftForm, image_slots, images_of
from beffroi.publishing.forms.preview import Composed, counted_by
from beffroi.publishing.models import Draft, StaleForm, Template, Version, WorkingCopy
from beffroi.publishing.models.planning import to_begin_with
from beffroi.publishing.views.decisions import draft_of, submit

PLACES = ("text", "images", "accounts", "time")
MANY = 40  # images, more than any network takes
NOT_TYPED = ("csrfmiddlewaretoken", "keep", "then", "said")


@allowed_somewhere("draft")
def new(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        form = DraftForm(request.organisation, request.user, initial=_beginning(request))
        return _open(request, form, _images(form, None), None)
    form = DraftForm(request.organisation, request.user, request.POST)
    images = _images(form, None, request.POST, request.FILES)
    if not (form.is_valid() and images.is_valid()):
        return _compose(request, form, images, None)
    draft, is_new = Draft.begin_once(
        organisation=request.organisation,
        by=request.user,
        images=images.chosen(),
        now=timezone.now(),
        at_any_time=form.cleaned_data["next_slot"],
        **form.what(),
    )
    composed = Composed(form, images, draft=None, by=request.user)
    return _saved(request, draft, composed) if is_new or draft.is_open else _known(request, draft)


@allowed_somewhere("draft")
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    draft.must_be_written_by(request.user)
    if not draft.is_open:
        messages.warning(request, _("This draft is closed: it can no longer be changed."))
        return redirect("draft", pk=pk)
    if request.method != "POST":
        form = DraftForm.filled_from(draft, request.user)
        return _open(request, form, _images(form, draft), draft)
    form = DraftForm(request.organisation, request.user, request.POST)
    images = _images(form, draft, request.POST, request.FILES)
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
    return _saved(request, draft, Composed(form, images, draft=draft, by=request.user))


@require_POST
@allowed_somewhere("draft")
def preview(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """What the page shows beside the text, for the form as it stands; nothing is saved."""
    draft = _plain_draft(request, pk)
    form = DraftForm(request.organisation, request.user, request.POST)
    images = image_slots(form.known_accounts, kept=MANY)(request.POST, prefix="images")
    composed = Composed(form, images, draft=draft, by=request.user)
    return HttpResponse(render_to_string("publishing/compose_live.html", _seen(composed)))


@require_POST
@allowed_somewhere("draft")
def autosave(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Keeps what is typed as the writer's working copy: no version, and nothing that others see."""
    draft = _plain_draft(request, pk)
    data = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    kept = WorkingCopy.keep(request.user, request.organisation, draft, data, now=timezone.now())
    return JsonResponse({"at": date_format(localtime(kept.at), _("H:i"))})


@require_POST
@allowed_somewhere("draft")
def forgetting(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """The writer does not want what was restored."""
    WorkingCopy.objects.of(request.user, request.organisation, _plain_draft(request, pk)).delete()
    messages.success(request, _("What you had not saved is discarded."), extra_tags=request.POST.get("keep", ""))
    there = reverse("draft_edit", args=[pk]) if pk else reverse("draft_new")
    return redirect(f"{there}?{request.GET.urlencode()}" if request.GET else there)


def _plain_draft(request: DeskRequest, pk: int | None) -> Draft | None:
    found = Draft.objects.select_related("author", "in_reply_to").filter(organisation=request.organisation)
    return get_object_or_404(found, pk=pk) if pk else None


def _beginning(request: DeskRequest) -> dict[str, Any]:
    """What a new post begins with: the accounts and the template that the address names."""
    initial = {"lang": "fr", "accounts": request.GET.getlist("account")}
    if chosen := number_in(request.GET.get("template", "")):
        template = Template.objects.filter(organisation=request.organisation, pk=chosen).first()
        initial["text"] = template.text if template else ""
    return initial


def _images(form: DraftForm, draft: Draft | None, data: Any = None, files: Any = None) -> BaseImages:
    initial = images_of(draft)
    return image_slots(form.known_accounts, kept=len(initial))(data, files, prefix="images", initial=initial)


def _open(request: DeskRequest, form: DraftForm, images: BaseImages, draft: Draft | None) -> HttpResponse:
    """The composer as it was left: with what its writer typed last, if that was never saved."""
    copy = WorkingCopy.objects.of(request.user, request.organisation, draft).first()
    if copy is None or not _has_more(copy, form, images):
        return _compose(request, form, images, draft)
    data = _typed(copy.data)
    form.initial = {**form.initial, **_restored(form, data)}
    for image in images.forms:
        image.initial = {**image.initial, **_restored(image, data)}
    lost = [name for name, values in copy.data.items() if name.endswith("-named") and values]
    return _compose(request, form, images, draft, restored=copy, lost_files=bool(lost))


def _has_more(copy: WorkingCopy, form: DraftForm, images: BaseImages) -> bool:
    """Whether the copy says anything else than what is saved."""
    data = _typed(copy.data)
    typed = DraftForm(form.organisation, form.by, data, initial=form.initial)
    slots = type(images)(data, prefix="images", initial=images.initial)
    return bool(set(typed.changed_data) - {"seen"}) or any(image.has_changed() for image in slots.forms)


def _typed(kept: Mapping[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values)
    return data


def _restored(form: Any, data: QueryDict) -> dict[str, Any]:
    """The typed values as the form's own fields read them; a file cannot be kept."""
    named = {name: (form.add_prefix(name), field.widget) for name, field in form.fields.items() if name != "file"}
    return {name: widget.value_from_datadict(data, {}, prefixed) for name, (prefixed, widget) in named.items()}


def _stale(request: DeskRequest, draft: Draft, stale: StaleForm, form: DraftForm, images: BaseImages) -> HttpResponse:
    """Both texts on one page; saving again is then a decision, made with both before one's eyes."""
    form.data = request.POST.copy()
    form.data["seen"] = str(stale.latest.number)
    return _compose(request, form, images, draft, theirs=stale.latest, status=409)


def _saved(request: DeskRequest, draft: Draft, composed: Composed) -> HttpResponse:
    """The button decides: keep it, or keep and submit it. It does what it said, or nothing."""
    WorkingCopy.objects.of(request.user, request.organisation, composed.draft).delete()
    if request.POST.get("then") != "submit":
        messages.success(request, _("The draft is saved."), extra_tags=request.POST.get("keep", ""))
        return redirect("draft", pk=draft.pk)
    if request.POST.get("said") == "asks" and composed.departure(timezone.now()).way != "asks":
        words = _(
            "The draft is saved. From these accounts it would leave without a second person: the button says so now."
        )
        messages.warning(request, words, extra_tags=request.POST.get("keep", ""))
        return redirect("draft_edit", pk=draft.pk)
    return submit(request, draft)


def _known(request: DeskRequest, draft: Draft) -> HttpResponse:
    """The button was pressed again, or the way back led to it: what it did stands."""
    WorkingCopy.objects.of(request.user, request.organisation, None).delete()
    messages.info(request, _("This draft was submitted already."), extra_tags=request.POST.get("keep", ""))
    return redirect("draft", pk=draft.pk)


def _seen(composed: Composed) -> dict[str, Any]:
    """What follows what is typed: the previews, and what the button does."""
    return {
        "composed": composed,
        "draft": composed.draft,
        "previews": composed.previews(),
        "card": composed.card(),
        "departure": composed.departure(timezone.now()),
    }


def _compose(
    request: DeskRequest,
    form: DraftForm,
    images: BaseImages,
    draft: Draft | None,
    *,
    theirs: Version | None = None,
    restored: WorkingCopy | None = None,
    lost_files: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "images": images,
        "theirs": theirs,
        "restored": restored,
        "lost_files": lost_files,
        "counted": counted_by(form.known_accounts),
        "own_texts": [(form[f"text_{network}"], network, name) for network, name in form.networks.items()],
        **to_begin_with(request.organisation),
        "found": _at_their_places(draft.findings() if draft else []),
        **_seen(Composed(form, images, draft=draft, by=request.user)),
    }
    invalid = form.is_bound and not (form.is_valid() and images.is_valid())
    return render(request, "publishing/compose.html", context, status=422 if invalid and status == 200 else status)


def _at_their_places(findings: list[Finding]) -> dict[str, list[Finding]]:
    """By place, what is to be mended before what is good to know; an unknown place is the text's."""
    found: dict[str, list[Finding]] = {place: [] for place in PLACES}
    for finding in sorted(findings, key=lambda finding: not finding.blocks):
        found[finding.place if finding.place in found else "text"].append(finding)
    return found
