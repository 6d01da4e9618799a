"""Facts' standing work: reading the sources of what is waited for, and ending what was waited for long enough."""

from datetime import datetime

from beffroi.facts.models import Fact, Source
from beffroi.facts.reading import read
from beffroi.journal.moves import NotAllowed
from beffroi.work.duty import Duty, clock_from, each

BATCH = 50


def read_sources(now: datetime) -> int:
    """Reads the sources that are due: each address once, for all the facts that wait for it."""
    clock = clock_from(now)
    return each(Source.objects.due(now)[:BATCH], lambda source: read(source, clock))


def expire_facts(now: datetime) -> int:
    """Ends what was waited for long enough: what waits for it leaves no more, and asks a person."""
    late = Fact.objects.due(now).filter(state="waiting").select_related("organisation")
    return each(late[:BATCH], lambda fact: _expire(fact, now))


def _expire(fact: Fact, now: datetime) -> bool:
    try:
        fact.expire(now=now)
    except NotAllowed:  # settled or moved in this very moment
        return False
    return True


DUTIES = [
    Duty(
        "facts.read_sources",
        "reads the sources of the facts that are waited for",
        read_sources,
        rests=0.25,
        threads=4,
        next_due=Source.objects.next_due,
    ),
    Duty("facts.expire_facts", "ends what was waited for long enough", expire_facts, rests=5.0),
]
