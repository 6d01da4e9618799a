"""What a search found becomes a case; and answers that a person posts by hand, where no account of ours can."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Flag,
    Id,
    Moment,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Text,
    Word,
    checked,
    may_act_on,
)
from beffroi.access.api.errors import nothing_there
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.directory.models import Account
from beffroi.inbox.api.asked import case_asked, whole
from beffroi.inbox.api.shown import CaseWhole
from beffroi.inbox.forms.answering import ElsewhereForm
from beffroi.inbox.models import Case, ElsewhereAnswer, Overwritten
from beffroi.listening.models import Match

router = ActRouter("Elsewhere")


class ElsewhereSaid(Said):
    """`seen` is `saved_at` of the words that were read, empty for the first. `posted`: a person says that it stands
    there now."""

    text: Annotated[Text, Field(min_length=1)] = Field(examples=["Bonjour, la rue rouvre lundi."])
    seen: Moment | None = None
    posted: Flag = False
    address: Annotated[Word, Field(max_length=500)] = Field("", description="Where it stands.")


class ElsewhereShown(Shown):
    case: int
    text: str
    saved_at: datetime
    saved_by: Person
    posted_at: datetime | None
    posted_by: Person | None
    address: str


@router.post("/matches/{pk}/case", act="answer", gives=CaseWhole, status=201)
def take_match(request: ProgramRequest, pk: Id) -> Any:
    """Of the account that can answer there, or one elsewhere; the case that it is in already, where it is in one."""
    match = get_object_or_404(Match.objects.select_related("post"), pk=pk, search__organisation=request.organisation)
    account = Account.objects.of(request.organisation).first_to_speak_on(match.post.network)
    who: dict[str, Any] = {"by": request.user, "now": request.now}
    if account is None:
        return whole(request, Case.take_elsewhere(match.post, request.organisation, **who).pk)
    may_act_on(request, [account.pk])
    case = Case.of_post(match.post, request.organisation, account) or Case.take_from(match.post, account, **who)
    return whole(request, case.pk)


@router.read("/cases/{pk}/elsewhere", gives=ElsewhereShown)
def read_elsewhere(request: ProgramRequest, pk: Id) -> Any:
    return _answer(_written(request, pk))


@router.put("/cases/{pk}/elsewhere", act="answer", gives=ElsewhereShown)
def write_elsewhere(request: ProgramRequest, pk: Id, said: ElsewhereSaid) -> Any:
    """Keeps the words; never in the place of what a colleague saved meanwhile."""
    case, seen = _elsewhere(request, pk), said.seen.isoformat() if said.seen else ""
    clean = checked(ElsewhereForm({"text": said.text, "address": said.address, "seen": seen}))
    try:
        kept = case.write_elsewhere(clean["text"], by=request.user, seen=clean["seen"], now=request.now)
    except Overwritten:
        raise Refusal(409, _("Somebody saved a newer version meanwhile: read it first.")) from None
    if said.posted:
        kept.declare_posted(by=request.user, now=request.now, address=clean["address"])
    return _answer(_written(request, pk))


@router.post("/cases/{pk}/elsewhere/taking-back", act="answer", gives=CaseWhole)
def take_elsewhere_back(request: ProgramRequest, pk: Id) -> Any:
    """It does not stand there after all: the case waits again."""
    _elsewhere(request, pk)
    _written(request, pk).take_back(by=request.user, now=request.now)
    return whole(request, pk)


def _elsewhere(request: ProgramRequest, pk: int) -> Case:
    case = case_asked(request, pk)
    if case.account is not None:
        raise nothing_there()
    return case


def _written(request: ProgramRequest, pk: int) -> ElsewhereAnswer:
    rows = ElsewhereAnswer.objects.select_related("case__organisation", "case__latest", "saved_by", "posted_by")
    return get_object_or_404(rows, case=pk, case__organisation=request.organisation)


def _answer(row: ElsewhereAnswer) -> ElsewhereShown:
    return ElsewhereShown(
        case=row.case_id,
        text=row.text,
        saved_at=row.saved_at,
        saved_by=person(row.saved_by),
        posted_at=row.posted_at,
        posted_by=person_or_none(row.posted_by),
        address=row.address,
    )
