"""Who is on call, for a rota that is kept elsewhere."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Moment,
    Number,
    ProgramRequest,
    Said,
    Shown,
    checked,
    listed,
)
from beffroi.access.api.people import Person, person
from beffroi.access.clock import written
from beffroi.notify.forms.on_call import WatchForm
from beffroi.notify.models import Watch

router = ActRouter("On call")


class WatchSaid(Said):
    user: Number
    starts_at: Moment
    ends_at: Moment


class WatchShown(Shown):
    id: int
    user: Person
    starts_at: datetime
    ends_at: datetime
    set_by: Person
    set_at: datetime


@router.read("/on-call", gives=Listed[WatchShown], act="answer")
def list_on_call(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Now and later, in the order in which they begin."""
    rows = Watch.objects.of(request.organisation).still_to_come(request.now).select_related("set_by")
    return listed(rows, cursor, by=["starts_at", "pk"], shown=_shown)


@router.post("/on-call", act="answer", gives=WatchShown, status=201)
def put_on_call(request: ProgramRequest, said: WatchSaid) -> Any:
    """To the minute, by the organisation's clock. Several may be on call at once: all of them are called."""
    zone = timezone.get_current_timezone()
    hours = {name: written(getattr(said, name), zone) for name in ("starts_at", "ends_at")}
    form = WatchForm(request.organisation, request.now, {"user": said.user, **hours})
    chosen = checked(form)
    return _shown(Watch.give(request.organisation, chosen.pop("user"), by=request.user, now=request.now, **chosen))


@router.delete("/on-call/{pk}", act="answer")
def take_off_call(request: ProgramRequest, pk: Id) -> Any:
    """They are not called any more."""
    rows = Watch.objects.of(request.organisation).select_related("organisation")
    get_object_or_404(rows, pk=pk).remove(by=request.user, now=request.now)


def _shown(row: Watch) -> WatchShown:
    said = {name: getattr(row, name) for name in ("starts_at", "ends_at", "set_at")}
    return WatchShown(id=row.pk, user=person(row.user), set_by=person(row.set_by), **said)
