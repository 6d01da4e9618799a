"""Reads the ledger of acts with a cursor of its own, and tells people what they want to be told of."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q

from beffroi.access.models import Organisation
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import kept
from beffroi.notify.kinds import KINDS, TELLS, Kind
from beffroi.notify.models import Choice, Cursor, Message
from beffroi.notify.telling import page_of, tell
from beffroi.vocabulary import Sentence

BATCH = 100  # events of one transaction
ONCE = timedelta(days=1)  # a thing in doubt stays in doubt: the same is not told again for so long


def read_on(cursor: Cursor, now: datetime) -> int:
    """Reads what came after `cursor` and writes the messages in the transaction that moves it; how many events."""
    with transaction.atomic():
        mine = (
            Cursor.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=cursor.pk)
        )
        after = Event.objects.filter(organisation=mine.organisation, number__gt=mine.number)
        events = list(after.select_related("actor").order_by("number")[:BATCH])
        if events:
            _settle(mine.organisation, events, now)
            for was_said, some in _parted(_unsettled(events)).items():
                for kind, of_a_kind in _kinds(some):
                    _tell(mine.organisation, kind, of_a_kind, now, unless=_said_by(kind) if was_said else None)
            Cursor.objects.filter(pk=mine.pk).update(number=events[-1].number)
    return len(events)


def _settle(organisation: Organisation, events: Iterable[Event], now: datetime) -> None:
    """Withdraws what still waits although what it tells is settled."""
    if not Message.objects.filter(organisation=organisation, state="queued", count=1).exists():
        return  # a rush of sendings settles thousands of doubts that nobody had
    settled = [message for event in events for message in _waiting_for(organisation, event)]
    if any(message.digest_id for message in settled):
        Choice.hold_digests(organisation)
    for message in settled:
        try:
            message.withdraw(now=now)
        except NotAllowed:  # it is being sent this very moment
            continue


def _waiting_for(organisation: Organisation, event: Event) -> Iterable[Message]:
    """Messages that nobody needs any more after this event."""
    kinds = [kind.name for kind in KINDS.values() if event.verb in kind.settled_by]
    waiting = Message.objects.filter(organisation=organisation, state="queued", kind__in=kinds, count=1)
    return waiting.filter(about_kind=event.subject_kind, about_id=event.subject_id) if kinds else ()


def _unsettled(events: Sequence[Event]) -> Iterator[Event]:
    """Events that tell something, without those that a later one settles."""
    for place, event in enumerate(events):
        kind = TELLS.get(event.verb)
        if kind and not any(_is_settled(kind, event, later) for later in events[place + 1 :]):
            yield event


def _was_said(event: Event) -> bool:
    """Whether another event said the same already: an account that is frozen because an alarm was raised on it."""
    beside = TELLS[event.verb].goes_with
    if not beside or event.actor_id is not None:
        return False
    same = Event.objects.filter(organisation=event.organisation, verb__in=beside, at=event.at, number__lt=event.number)
    return any(said.detail.get("account") == event.detail.get("account") for said in same)


def _parted(events: Iterable[Event]) -> dict[bool, list[Event]]:
    """Those that nothing else says, and those that another event said already."""
    parted: dict[bool, list[Event]] = {False: [], True: []}
    for event in events:
        parted[_was_said(event)].append(event)
    return parted


def _said_by(kind: Kind) -> Kind:
    """Whoever is told of this one is told of `kind` with it; who chose `kind` alone is not."""
    return next(TELLS[verb] for verb in kind.goes_with)


def _is_settled(kind: Kind, event: Event, later: Event) -> bool:
    same = (event.subject_kind, event.subject_id) == (later.subject_kind, later.subject_id)
    return same and later.verb in kind.settled_by


def _kinds(events: Iterable[Event]) -> Iterator[tuple[Kind, list[Event]]]:
    """Those of one kind and one actor together."""
    ordered = sorted(events, key=lambda event: (TELLS[event.verb].name, event.actor_id or 0, event.number))
    for (name, _), group in groupby(ordered, key=lambda event: (TELLS[event.verb].name, event.actor_id or 0)):
        yield KINDS[name], list(group)


def _tell(
    organisation: Organisation, kind: Kind, events: Sequence[Event], now: datetime, *, unless: Kind | None
) -> None:
    news = [event for event in events if not (kind.patience and _was_told(kind, event, now))]
    news = list({(event.subject_kind, event.subject_id): event for event in news}.values())
    if not news:
        return
    actor, count = news[0].actor, len(news)
    if count > 1:
        body = Sentence(kind.many, {"count": count})
        more: dict[str, Any] = {"but": actor, "count": count, "unless": unless}
        tell(organisation, kind.name, body=body, link=page_of(kind.page), now=now, **more)
    else:
        _tell_one(organisation, kind, news[0], now, unless)


def _tell_one(organisation: Organisation, kind: Kind, event: Event, now: datetime, unless: Kind | None) -> None:
    actor = event.actor
    who = actor.name if actor else event.detail.get("outside") or "Beffroi"
    body = kept(event.verb, {**event.detail, "who": who})
    link = page_of(kind.one, event.subject_id) if kind.one else page_of(kind.page)
    about = (event.subject_kind, event.subject_id)
    tell(organisation, kind.name, body=body, link=link, now=now, but=actor, about=about, unless=unless)


def _was_told(kind: Kind, event: Event, now: datetime) -> bool:
    told = Message.objects.filter(kind=kind.name, about_kind=event.subject_kind, about_id=event.subject_id)
    return told.filter(~Q(state="withdrawn"), written_at__gt=now - ONCE).exists()
