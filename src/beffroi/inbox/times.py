"""The report of the first-hit-to-answer clock. It is about searches and hours, never about persons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from beffroi.access.models import Organisation
from beffroi.engines.tables.sheet import write
from beffroi.engines.times.answering import Figures, Run, by_light, figures, is_night
from beffroi.inbox.models import Clock

PERIODS = (30, 90, 365)  # days


@dataclass(frozen=True, slots=True)
class Lap:
    """One run of the clock with what it was about."""

    case: int
    found_by: str
    network: str
    published_at: datetime
    run: Run


@dataclass(frozen=True, slots=True)
class Group:
    """What one search found, or what was said to us: all of it, that of the days and that of the nights."""

    name: str
    whole: Figures
    day: Figures
    night: Figures


def laps_of(organisation: Organisation, *, since: datetime) -> list[Lap]:
    """What was found since then and made a case, the newest first; in one query."""
    clocks = (
        Clock.objects.filter(organisation=organisation, found_at__gte=since).with_answer().order_by("-found_at", "-pk")
    )
    columns = (
        "case_id",
        "search__name",
        "spoke_to_us",
        "case__latest__network",
        "published_at",
        "found_at",
        "answered_at",
        "superseded_at",
        "case__closed_at",
    )
    return [
        Lap(case, _found_by(name, spoke), network, published_at, Run(found_at, answered_at, bool(superseded or closed)))
        for case, name, spoke, network, published_at, found_at, answered_at, superseded, closed in clocks.values_list(
            *columns
        )
    ]


def _found_by(search: str | None, spoke_to_us: bool) -> str:
    if search is not None:
        return search
    return _("Messages to us, found by no search") if spoke_to_us else _("By hand, or by a search that is gone")


def told(laps: Sequence[Lap], zone: ZoneInfo) -> list[Group]:
    """Everything first, then each search by its name; empty when there is nothing."""
    if not laps:
        return []
    names = sorted({lap.found_by for lap in laps}, key=str.casefold)
    each = [_group(name, (lap.run for lap in laps if lap.found_by == name), zone) for name in names]
    return [_group(_("Everything"), (lap.run for lap in laps), zone), *each]


def _group(name: str, runs: Iterable[Run], zone: ZoneInfo) -> Group:
    every = list(runs)
    day, night = by_light(every, zone)
    return Group(name, figures(every), figures(day), figures(night))


def as_file(laps: Iterable[Lap], zone: ZoneInfo) -> bytes:
    """One row per run of the clock, in the town's time."""
    head = [
        _("Case"),
        _("Found by"),
        _("Network"),
        _("Written"),
        _("Found"),
        _("Day or night"),
        _("Answered"),
        _("Seconds from found to answered"),
        _("State"),
    ]
    return write([head, *_rows(laps, zone)])


def _rows(laps: Iterable[Lap], zone: ZoneInfo) -> Iterator[list[str]]:
    for lap in laps:
        run = lap.run
        yield [
            str(lap.case),
            lap.found_by,
            lap.network,
            _at(lap.published_at, zone),
            _at(run.found_at, zone),
            _("night") if is_night(run.found_at, zone) else _("day"),
            _at(run.answered_at, zone),
            str(round(run.took.total_seconds())) if run.took is not None else "",
            _state(run),
        ]


def _state(run: Run) -> str:
    if run.answered_at is not None:
        return _("answered")
    return _("closed without an answer") if run.is_over else _("waits")


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else ""
