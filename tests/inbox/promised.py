"""What a town promises: its opening hours, and within which time it answers."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Calendar, Case, ResponseTarget
from beffroi.publishing.duties import send_due
from tests.cast import NOW, Feurs, minutes

PARIS = ZoneInfo("Europe/Paris")
OFFICE = ["8:30-12:00 13:30-17:30"] * 5 + ["", ""]


def at(words: str) -> datetime:
    """A time on the clock of Feurs, in November 2026: "20 15:00"."""
    day, _space, time = words.partition(" ")
    return datetime.fromisoformat(f"2026-11-{day}T{time}").replace(tzinfo=PARIS).astimezone(UTC)


def town_hall(feurs: Feurs, name: str = "Mairie", **more: Any) -> Calendar:
    calendar = Calendar.begin(feurs.organisation)
    said = {"week": OFFICE, "zone": "Europe/Paris", "territory": "metropole", "closures": "", "nights": "", **more}
    calendar.keep(name=name, by=feurs.ana, now=NOW - minutes(60), **said)
    return calendar


def promise(feurs: Feurs, length: float, calendar: Calendar | None = None, **more: Any) -> ResponseTarget:
    """Within so many minutes; a first response to everything, unless said otherwise."""
    target = ResponseTarget(organisation=feurs.organisation)
    wishes = {"aim": "first", "minutes": length, "calendar": calendar, **more}
    target.keep(by=feurs.ana, now=NOW - minutes(60), **wishes)
    return target


def ask(feurs: Feurs, when: datetime = NOW, *, reply_to: str = "") -> str:
    """Eve speaks to the town, and is heard at once."""
    question = feurs.sandbox.say("eve", "@feurs et la passerelle ?", reply_to=reply_to, at=when)
    poll_mentions(when)
    open_cases(when)
    return question


def answer(feurs: Feurs, case: Case, when: datetime) -> None:
    draft = case.reply(f"Elle rouvre jeudi ({when:%d %H:%M}).", by=feurs.driss, now=when)
    draft.submit(by=feurs.driss, now=when)
    draft.approve(by=feurs.chloe, version=1, now=when)
    send_due(when)


def answer_by() -> datetime:
    return Case.objects.get().answer_by
