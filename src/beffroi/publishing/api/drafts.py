"""Drafts: written, read, agreed, by the same verbs as on the pages."""

import base64
import binascii
import io
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    Moment,
    Number,
    ProgramRequest,
    Refusal,
    Said,
    Text,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import wrong
from beffroi.facts.models import Outcome
from beffroi.publishing.api.shown import DraftShown, DraftWhole, draft_shown, draft_whole
from beffroi.publishing.forms.composer import DraftForm
from beffroi.publishing.forms.decisions import ApprovalForm, ChangesForm, WaiverForm
from beffroi.publishing.images import NotAnImage, read_image
from beffroi.publishing.models import Draft, StaleForm, amending
from beffroi.publishing.models.version import Image

router = ActRouter("Drafts")
MOST_ACCOUNTS, MOST_IMAGES = 200, 40
State = Literal["draft", "submitted", "changes_requested", "approved", "discarded", "expired"]


class Wanted(Cursor):
    state: State | None = Field(None, description="Empty: all.")
    campaign: Word = ""


class ImageSaid(Said):
    """One image: `content` in base64, or `kept`, the number of one that the draft has already."""

    content: Annotated[str, Field(max_length=2_000_000)] | None = None
    kept: Number | None = None
    alt: Annotated[Text, Field(max_length=2000)] = ""
    decorative: Flag = False


class DraftSaid(Said):
    """What is to leave, from where and when. `texts` has, by network, what differs there from `text`."""

    text: Text = Field(examples=["La mairie est fermée vendredi."])
    accounts: list[Number] = Field(max_length=MOST_ACCOUNTS, examples=[[1]])
    lang: Literal["fr", "en", ""] = "fr"
    texts: dict[Annotated[str, Field(max_length=40)], Text] = Field(default_factory=dict, max_length=20)
    images: list[ImageSaid] = Field(default_factory=list, max_length=MOST_IMAGES)
    leave_at: Moment | None = Field(None, description="Empty: as soon as it is approved.")
    next_slot: Flag = Field(False, description="At the next free slot, in the place of `leave_at`.")
    not_after: Moment | None = None
    is_thread: Flag = False
    is_relay: Flag = False
    campaign: Annotated[Word, Field(max_length=80)] = ""
    awaits: Number | None = Field(None, description="The outcome of a fact: it leaves once it is so.")


class DraftRevised(DraftSaid):
    version: Number = Field(description="The number of the version that the writer had before them.")


class Decision(Said):
    version: Number = Field(description="The number of the version that was read.", examples=[1])


class Approved(Decision):
    comment: Annotated[Text, Field(max_length=2000)] = ""


class ChangesAsked(Decision):
    reason: Annotated[Text, Field(min_length=1, max_length=2000)] = Field(examples=["La date manque."])


class Waived(Decision):
    """`check` and `about` as the draft's `findings` have them."""

    check: Annotated[Word, Field(max_length=40)]
    about: Annotated[Word, Field(max_length=200)] = ""
    reason: Annotated[Text, Field(min_length=1, max_length=2000)]


class Moved(Said):
    leave_at: Moment | None


class Bound(Said):
    outcome: Number | None


@router.read("/drafts", gives=Listed[DraftShown])
def list_drafts(request: ProgramRequest, wanted: Query[Wanted]) -> Any:
    """The newest first."""
    rows = Draft.objects.of(request.organisation)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.campaign:
        rows = rows.filter(campaign__name__icontains=wanted.campaign)
    return listed(rows, wanted, by=["-created_at", "-pk"], shown=draft_shown)


@router.post("/drafts", act="draft", gives=DraftWhole, status=201)
def begin_draft(request: ProgramRequest, said: DraftSaid) -> Any:
    """Writes a draft. Nothing leaves before it was submitted and agreed as the rules of its accounts ask."""
    form = _form(request, said)
    images = _images(said)
    draft = Draft.begin(
        organisation=request.organisation, by=request.user, images=images, now=request.now, **form.what()
    )
    return _whole(request, draft.pk)


@router.read("/drafts/{pk}", gives=DraftWhole)
def read_draft(request: ProgramRequest, pk: Id) -> Any:
    """With what the checks say of it now."""
    return _whole(request, pk)


@router.put("/drafts/{pk}", act="draft", gives=DraftWhole)
def revise_draft(request: ProgramRequest, pk: Id, said: DraftRevised) -> Any:
    """A new version. 409 when somebody saved in between; what was submitted or approved goes back to its writer."""
    draft = _mine(request, pk)
    if not draft.is_open:
        raise Refusal(409, _("This draft is closed: it can no longer be changed."))
    form = _form(request, said, draft)
    draft.revise(by=request.user, seen=said.version, images=_images(said), now=request.now, **form.what())
    return _whole(request, pk)


@router.post("/drafts/{pk}/submission", act="draft", gives=DraftWhole)
def submit_draft(request: ProgramRequest, pk: Id) -> Any:
    """Hands it to the approvers. Where a delegation covers it, or no approval is asked for, it leaves at its time. 409
    with `findings` when something must be mended first."""
    _mine(request, pk).submit(by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/approval", act="approve", gives=DraftWhole)
def approve_draft(request: ProgramRequest, pk: Id, said: Approved) -> Any:
    """Agrees to the version that was read. Nobody approves their own text."""
    draft = _mine(request, pk)
    comment = checked(ApprovalForm({"comment": said.comment}))["comment"]
    draft.approve(by=request.user, version=said.version, comment=comment, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/change-request", act="approve", gives=DraftWhole)
def request_changes(request: ProgramRequest, pk: Id, said: ChangesAsked) -> Any:
    """Sends it back to its writer with a reason."""
    draft = _mine(request, pk)
    reason = checked(ChangesForm({"reason": said.reason}))["reason"]
    draft.request_changes(by=request.user, reason=reason, version=said.version, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/waivers", act="approve", gives=DraftWhole)
def waive_finding(request: ProgramRequest, pk: Id, said: Waived) -> Any:
    """Lifts one finding of the version that was read, with a reason."""
    draft = _mine(request, pk)
    form = WaiverForm({"check_name": said.check, "about": said.about, "reason": said.reason})
    reason = checked(form, check_name="check")["reason"]
    if draft.latest.number != said.version:
        raise StaleForm(draft.latest)
    found = draft.finding_to_lift(said.check, said.about)
    if found is None:
        raise Refusal(409, _("There was nothing to lift any more."))
    draft.waive(found, by=request.user, reason=reason, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/taking-back", act="draft", gives=DraftWhole)
def take_draft_back(request: ProgramRequest, pk: Id) -> Any:
    """Back to its writer, while nothing of it has left."""
    _mine(request, pk).take_back(by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/discarding", act="draft", gives=DraftWhole)
def discard_draft(request: ProgramRequest, pk: Id) -> Any:
    """Its text stays in the archive of drafts."""
    _mine(request, pk).discard(by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/time", act="draft", gives=DraftWhole)
def move_draft(request: ProgramRequest, pk: Id, said: Moved) -> Any:
    """Another time. What is approved already is moved by somebody who may approve, and keeps a time."""
    draft = _mine(request, pk)
    if draft.state == "approved" and not request.auth.opens("approve"):
        raise PermissionDenied(_("It is approved: somebody who may approve has to move it."))
    if said.leave_at is not None and said.leave_at < request.now:
        raise wrong("leave_at", _("This moment has passed. Leave it empty to publish as soon as it is approved."))
    draft.reschedule(said.leave_at, by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/fact", act="draft", gives=DraftWhole)
def bind_draft(request: ProgramRequest, pk: Id, said: Bound) -> Any:
    """Ties it to an outcome of a fact, or to none: it leaves once it is so."""
    draft = _mine(request, pk)
    mine = Outcome.objects.filter(fact__organisation=request.organisation, fact__state="waiting")
    outcome = mine.select_related("fact").filter(pk=said.outcome).first() if said.outcome else None
    if said.outcome and outcome is None:
        raise wrong("outcome", _("No fact that is waited for has this outcome."))
    draft.bind(outcome, by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/drafts/{pk}/correction", act="draft", gives=DraftWhole, status=201)
def correct_draft(request: ProgramRequest, pk: Id) -> Any:
    """A draft whose posts will answer what was sent of this one."""
    return _whole(request, amending.correct(_mine(request, pk), by=request.user, now=request.now).pk)


@router.post("/drafts/{pk}/text-change", act="draft", gives=DraftWhole, status=201)
def change_text(request: ProgramRequest, pk: Id) -> Any:
    """A draft that will take the place of what was sent, where the networks let one."""
    return _whole(request, amending.change_text(_mine(request, pk), by=request.user, now=request.now).pk)


def _whole(request: ProgramRequest, pk: int) -> DraftWhole:
    return draft_whole(get_object_or_404(Draft.objects.opened(request.organisation), pk=pk))


def _mine(request: ProgramRequest, pk: int) -> Draft:
    draft = get_object_or_404(Draft.objects.opened(request.organisation), pk=pk)
    may_act_on(request, [account.pk for account in draft.accounts.all()])
    return draft


def _form(request: ProgramRequest, said: DraftSaid, draft: Draft | None = None) -> DraftForm:
    """The composer's own form: what it refuses is refused here."""
    may_act_on(request, said.accounts)
    plain = said.model_dump(exclude={"texts", "images", "version"})
    data = {name: "" if value is None else value for name, value in plain.items()}
    own = {f"text_{network}": text for network, text in said.texts.items()}
    form = DraftForm(
        request.organisation, request.user, {**data, **own}, initial={"awaits": draft.awaits_id if draft else None}
    )
    if unknown := set(said.texts) - set(form.networks):
        raise wrong("texts", _("You have no account on %(network)s.") % {"network": ", ".join(sorted(unknown))})
    checked(form, **{f"text_{network}": f"texts.{network}" for network in form.networks})
    return form


def _images(said: DraftSaid) -> list[Image]:
    return [_image(nth, each) for nth, each in enumerate(said.images)]


def _image(nth: int, said: ImageSaid) -> Image:
    if said.content is None:
        if said.kept is None:
            raise wrong(f"images.{nth}", _("Send its content, or name one that the draft has already."))
        return Image(said.alt, said.decorative, kept=said.kept)
    try:
        file = io.BytesIO(base64.b64decode(said.content, validate=True))
        return read_image(file, name=f"image-{nth}", alt=said.alt, decorative=said.decorative)
    except (binascii.Error, ValueError, NotAnImage) as reason:
        words = str(reason) if isinstance(reason, NotAnImage) else _("This is not base64.")
        raise wrong(f"images.{nth}.content", words) from reason
