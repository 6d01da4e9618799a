"""The programs of the organisation that are called when something happens."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    OneOf,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Word,
    checked,
    listed,
)
from beffroi.access.api.people import Person, person
from beffroi.journal.sentences import translated
from beffroi.notify.calling import call
from beffroi.notify.forms.webhooks import EventsForm, WebhookForm
from beffroi.notify.models import WebhookDelivery, WebhookEndpoint
from beffroi.notify.models.webhook import MOST
from beffroi.notify.offered import OFFERS
from beffroi.notify.reading_on import write_test

router = ActRouter("Webhooks")
Events = Annotated[list[Annotated[str, OneOf(OFFERS)]], Field(min_length=1, max_length=len(OFFERS))]


class WebhookSaid(Said):
    address: Annotated[Word, Field(min_length=1, max_length=1000)] = Field(
        examples=["https://si.feurs.example/beffroi"]
    )
    events: Events = Field(examples=[["case.late"]])


class EventsSaid(Said):
    events: Events = Field(examples=[["case.late"]])


class Switched(Said):
    on: Flag


class WebhookShown(Shown):
    """`place` is the host only: what is behind it may be a key. `off_reason` is empty when a person switched it off."""

    id: int
    place: str
    events: list[str]
    is_active: bool
    failing_since: datetime | None
    rests_until: datetime | None
    off_reason: str
    made_by: Person
    made_at: datetime


class WebhookMade(WebhookShown):
    """`secret` is told this once: with it the program checks that a call is ours."""

    secret: str


class CallsWanted(Cursor):
    show: Literal["", "sent", "waiting", "failed"] = ""


class CallShown(Shown):
    """`key` is its webhook-id; `status` that of the last answer, `took` in milliseconds."""

    id: int
    key: str
    type: str
    state: str
    attempts: int
    written_at: datetime
    sent_at: datetime | None
    status: int | None
    took: int | None
    trouble: str


@router.read("/webhooks", act="run the organisation", gives=Listed[WebhookShown])
def list_webhooks(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """By address."""
    rows = WebhookEndpoint.objects.of(request.organisation).select_related("made_by")
    return listed(rows, cursor, by=["address", "pk"], shown=lambda row: WebhookShown(**_webhook(row)))


@router.post("/webhooks", act="run the organisation", gives=WebhookMade, status=201, is_kept=False)  # a secret
def add_webhook(request: ProgramRequest, said: WebhookSaid) -> Any:
    """It is told of what happens from now on."""
    clean = checked(WebhookForm(said.model_dump()))
    if WebhookEndpoint.objects.of(request.organisation).count() >= MOST:
        raise Refusal(409, _("There are %(most)s webhooks already: remove one first.") % {"most": MOST})
    made, secret = WebhookEndpoint.add(request.organisation, by=request.user, now=request.now, **clean)
    return WebhookMade(**_webhook(made), secret=secret)


@router.read("/webhooks/{pk}", act="run the organisation", gives=WebhookShown)
def read_webhook(request: ProgramRequest, pk: Id) -> Any:
    return WebhookShown(**_webhook(_mine(request, pk)))


@router.put("/webhooks/{pk}", act="run the organisation", gives=WebhookShown)
def choose_webhook_events(request: ProgramRequest, pk: Id, said: EventsSaid) -> Any:
    """Of what it is told. Another address is another webhook."""
    endpoint = _mine(request, pk)
    endpoint.choose(checked(EventsForm(said.model_dump()))["events"], by=request.user, now=request.now)
    return WebhookShown(**_webhook(endpoint))


@router.post("/webhooks/{pk}/secret", act="run the organisation", gives=WebhookMade, is_kept=False)  # a secret
def renew_webhook_secret(request: ProgramRequest, pk: Id) -> Any:
    """For a day both sign."""
    endpoint = _mine(request, pk)
    secret = endpoint.renew_secret(by=request.user, now=request.now)
    return WebhookMade(**_webhook(endpoint), secret=secret)


@router.post("/webhooks/{pk}/switch", act="run the organisation", gives=WebhookShown)
def switch_webhook(request: ProgramRequest, pk: Id, said: Switched) -> Any:
    """On: it is told of what happens from now on. Off: what waits is withdrawn."""
    endpoint = _mine(request, pk)
    (endpoint.switch_on if said.on else endpoint.switch_off)(by=request.user, now=request.now)
    return WebhookShown(**_webhook(_mine(request, pk)))


@router.post("/webhooks/{pk}/test", act="run the organisation", gives=CallShown, is_kept=False)  # calls it
def test_webhook(request: ProgramRequest, pk: Id) -> Any:
    """Calls it now; the answer says what came of it."""
    endpoint = _mine(request, pk)
    if request.organisation.is_demo:
        raise Refusal(403, _("The demonstration calls nobody."))
    if not endpoint.is_active:
        raise Refusal(409, _("It is switched off: switch it on before you test it."))
    delivery = write_test(endpoint, request.now)
    call(delivery, timezone.now)
    return _call(delivery)


@router.delete("/webhooks/{pk}", act="run the organisation")
def remove_webhook(request: ProgramRequest, pk: Id) -> Any:
    """It is called no more."""
    _mine(request, pk).remove(by=request.user, now=request.now)


@router.read("/webhooks/{pk}/calls", act="run the organisation", gives=Listed[CallShown])
def list_webhook_calls(request: ProgramRequest, pk: Id, wanted: Query[CallsWanted]) -> Any:
    """What came of each, the latest first."""
    rows = WebhookDelivery.objects.to(_mine(request, pk)).shown(wanted.show)
    return listed(rows, wanted, by=["-written_at", "-pk"], shown=_call)


@router.post("/webhook-calls/{pk}/again", act="run the organisation", gives=CallShown)
def call_webhook_again(request: ProgramRequest, pk: Id) -> Any:
    """The same call once more, under the same id."""
    mine = WebhookDelivery.objects.filter(endpoint__organisation=request.organisation, endpoint__removed_at=None)
    delivery = get_object_or_404(mine.select_related("endpoint__organisation"), pk=pk)
    if not delivery.endpoint.is_active:
        raise Refusal(409, _("It is switched off: switch it on before you send something again."))
    delivery.send_again(now=request.now)
    return _call(delivery)


def _mine(request: ProgramRequest, pk: int) -> WebhookEndpoint:
    rows = WebhookEndpoint.objects.of(request.organisation).select_related("organisation", "made_by")
    return get_object_or_404(rows, pk=pk)


def _webhook(row: WebhookEndpoint) -> dict[str, Any]:
    same = ("place", "events", "is_active", "failing_since", "rests_until", "made_at")
    reason = translated(row.off_reason) if row.off_reason else ""
    return {
        "id": row.pk,
        "off_reason": reason,
        "made_by": person(row.made_by),
        **{name: getattr(row, name) for name in same},
    }


def _call(row: WebhookDelivery) -> CallShown:
    same = ("type", "state", "attempts", "written_at", "sent_at", "status", "took")
    trouble = translated(row.trouble) if row.trouble else ""
    return CallShown(id=row.pk, key=row.webhook_id, trouble=trouble, **{name: getattr(row, name) for name in same})
