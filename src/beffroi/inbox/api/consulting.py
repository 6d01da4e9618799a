"""Services that have no account here: how they are reached, what they are asked; and what the citizen is told of it."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from pydantic import Field

from beffroi.access.api import ActRouter, Id, Number, ProgramRequest, Said, Shown, Text, Word, checked
from beffroi.access.api.people import Person, person
from beffroi.inbox.api.asked import case_asked, must_reach, team_asked, team_said
from beffroi.inbox.api.cases import ReplyShown, submitted
from beffroi.inbox.api.shown import TeamNamed
from beffroi.inbox.asking import ask
from beffroi.inbox.forms.asking import AskForm
from beffroi.inbox.forms.routing import ContactForm
from beffroi.inbox.models import Case, Consultation, ServiceContact, StatusPage
from beffroi.inbox.tracing import address_of, trace_of
from beffroi.journal.moves import NotAllowed

router = ActRouter("Services")
Days = Annotated[int, Field(strict=True, ge=1, le=60)]


class ContactSaid(Said):
    """After `remind_after` days it is reminded, after `escalate_after` more its deputy is asked."""

    email: Annotated[Word, Field(max_length=254)] = Field("", examples=["voirie@feurs.example"])
    deputy: Annotated[Word, Field(max_length=120)] = ""
    deputy_email: Annotated[Word, Field(max_length=254)] = ""
    remind_after: Days = 3
    escalate_after: Days = 2


class ContactShown(Shown):
    team: TeamNamed
    email: str
    deputy: str
    deputy_email: str
    remind_after: int
    escalate_after: int


class ServiceAsked(Said):
    team: Number
    note: Annotated[Text, Field(max_length=2000)] = Field("", description="The service sees it and the conversation.")


class ConsultationShown(Shown):
    """`standing`: open, said, returned, closed or expired. `words` are those of the service, `body` to whom the
    question belongs, as it says."""

    id: int
    case: int
    team: TeamNamed
    standing: str
    note: str
    asked_by: Person
    asked_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    words: str
    body: str


class ServiceAskedShown(ConsultationShown):
    """`link` is empty where it went out by mail: else hand it over. It is told this once."""

    is_sent: bool
    link: str


class StatusPageShown(Shown):
    """What a citizen can be given: dates and services, and nothing else."""

    address: str
    opened_at: datetime


@router.read("/teams/{pk}/contact", act="run the organisation", gives=ContactShown)
def read_contact(request: ProgramRequest, pk: Id) -> Any:
    return _contact(ServiceContact.of(team_asked(request, pk)))


@router.put("/teams/{pk}/contact", act="run the organisation", gives=ContactShown)
def set_contact(request: ProgramRequest, pk: Id, said: ContactSaid) -> Any:
    """How the service is reached, and who is asked when it does not answer."""
    form = ContactForm(said.model_dump(), instance=ServiceContact.of(team_asked(request, pk)))
    checked(form)
    contact: ServiceContact = form.save(commit=False)
    contact.keep(by=request.user, now=request.now)
    return _contact(contact)


@router.read("/cases/{pk}/consultations", gives=list[ConsultationShown])
def list_consultations(request: ProgramRequest, pk: Id) -> Any:
    """What services were asked of this case, the first of them first."""
    case = get_object_or_404(Case.objects.of(request.organisation), pk=pk)
    rows = Consultation.objects.filter(case=case).select_related("case", "team", "asked_by")
    return [ConsultationShown(**_consultation(row, request.now)) for row in rows]


@router.post(
    "/cases/{pk}/consultations", act="answer", gives=ServiceAskedShown, status=201, is_kept=False
)  # a key is in it
def ask_service(request: ProgramRequest, pk: Id, said: ServiceAsked) -> Any:
    """Hands the case to the service and asks it for its words: by mail, or by a link to hand over."""
    case, team = case_asked(request, pk), team_said(request, said.team)
    note, here = checked(AskForm({"note": said.note}))["note"], request.build_absolute_uri("/")
    asked = ask(case, team, note=note, by=request.user, now=request.now, here=here)
    told = _consultation(asked.consultation, request.now)
    return ServiceAskedShown(**told, is_sent=asked.is_sent, link="" if asked.is_sent else asked.address)


@router.post("/consultations/{pk}/closing", act="answer", gives=ConsultationShown)
def close_consultation(request: ProgramRequest, pk: Id) -> Any:
    """The service is asked no longer: its link says so."""
    rows = Consultation.objects.select_related("case__organisation", "case__account", "team", "asked_by")
    asked = get_object_or_404(rows, pk=pk, case__organisation=request.organisation)
    must_reach(request, asked.case)
    asked.close(by=request.user, now=request.now)
    asked.refresh_from_db(fields=["ended_at"])
    return ConsultationShown(**_consultation(asked, request.now))


@router.post("/cases/{pk}/trace", act="answer", gives=ReplyShown, status=201)
def trace_case(request: ProgramRequest, pk: Id) -> Any:
    """A public reply that says which service has the question since when, and where this can be followed."""
    case = case_asked(request, pk)
    if case.account is None or case.team is None:
        raise NotAllowed(f"{case} is with no service")
    text = trace_of(case, page=_page(pk), here=request.build_absolute_uri("/"))
    return submitted(case.reply(text, by=request.user, now=request.now, is_trace=True), request)


@router.post("/cases/{pk}/status-page", act="answer", gives=StatusPageShown, status=201)
def open_status_page(request: ProgramRequest, pk: Id) -> Any:
    """A page that says nothing about who asked or what; the same one where it is open already."""
    page = StatusPage.open_for(case_asked(request, pk), by=request.user, now=request.now)
    return StatusPageShown(address=address_of(page, request.build_absolute_uri("/")), opened_at=page.opened_at)


@router.delete("/cases/{pk}/status-page", act="answer")
def withdraw_status_page(request: ProgramRequest, pk: Id) -> Any:
    """Its address leads nowhere from now on."""
    case_asked(request, pk)
    if (page := _page(pk)) is not None:
        page.withdraw(by=request.user, now=request.now)


def _page(pk: int) -> StatusPage | None:
    open_ones = StatusPage.objects.filter(case=pk, withdrawn_at=None)
    return open_ones.select_related("case__organisation", "case__account").first()


def _contact(row: ServiceContact) -> ContactShown:
    same = ("email", "deputy", "deputy_email", "remind_after", "escalate_after")
    team = TeamNamed(id=row.team.pk, name=row.team.name)
    return ContactShown(team=team, **{name: getattr(row, name) for name in same})


def _consultation(row: Consultation, now: datetime) -> dict[str, Any]:
    same = ("note", "asked_at", "expires_at", "ended_at", "words", "body")
    return {
        "id": row.pk,
        "case": row.case_id,
        "team": TeamNamed(id=row.team.pk, name=row.team.name),
        "standing": row.standing(now),
        "asked_by": person(row.asked_by),
        **{name: getattr(row, name) for name in same},
    }
