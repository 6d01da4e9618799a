"""The calendar: what leaves when, what blocks when, what waits without a date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.times.blackout import Window
from beffroi.engines.times.span import Span
from beffroi.engines.times.wallclock import beginning, shown
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.version import Version
from beffroi.publishing.models.windows import windows_of

MOST = 500  # entries of one calendar: more is read by the week
MOST_UNDATED = 50
STILL = ("queued", "missed")  # a publication that can be moved
DAY = timedelta(days=1)
May = Callable[[str], bool]
Windows = list[tuple[Window, list[Account]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A text at its time, on the accounts where it stands alike. `state` is of the publication once there is one."""

    draft: int
    at: datetime | None
    wall: datetime | None  # what the organisation's clock shows then
    text: str
    lang: str
    state: str
    is_publication: bool
    moves: bool  # this reader can move it, as far as the page knows
    campaign: str = ""
    accounts: list[Account] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Band:
    """A window on one day, or on a whole row; `says` whether this is where it is named, once per row."""

    window: Window
    accounts: list[Account]
    says: bool


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_asked: bool
    bands: list[Band]
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Week:
    """A row of days, and the windows that cover all of it; the other windows are on their days."""

    bands: list[Band]
    days: list[Day]

    @property
    def has_something(self) -> bool:
        return any(day.entries or day.bands for day in self.days)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`bands` are the windows that cover all that is shown."""

    bands: list[Band]
    weeks: list[Week]
    undated: list[Entry]
    is_cut: bool

    @property
    def has_something(self) -> bool:
        return any(week.has_something for week in self.weeks)


def calendar_of(organisation: Organisation, span: Span, *, may: May) -> Calendar:
    """What `span` shows, in as many queries for one entry as for many. `may` says what the reader may do."""
    zone = organisation.tz
    start, end = beginning(span.days[0], zone), beginning(span.days[-1] + DAY, zone)
    throughout, windows = _parted(windows_of(organisation, start, end), start, end)
    open_drafts, undated = drafts_between(organisation, start, end)
    drafts = [_of_draft(draft, organisation, may) for draft in open_drafts]
    planned = sorted([*drafts, *_departures(organisation, start, end, may)], key=_by_time)
    by_day: dict[date, list[Entry]] = {}
    for entry in planned[:MOST]:
        assert entry.wall is not None  # noqa: S101  # both queries ask for a time
        by_day.setdefault(entry.wall.date(), []).append(entry)
    return Calendar(
        bands=throughout,
        weeks=[_week(days, span, zone, windows, by_day) for days in span.weeks],
        undated=[_of_draft(draft, organisation, may) for draft in undated],
        is_cut=len(planned) > MOST,
    )


def drafts_between(organisation: Organisation, start: datetime, end: datetime) -> tuple[list[Any], list[Any]]:
    """Open drafts: those with a time in there, those without any; each `says` its latest text in its `lang`."""
    latest = Version.objects.filter(draft=OuterRef("pk")).order_by("-number")
    rows: QuerySet[Any] = Draft.objects.filter(organisation=organisation).open().select_related("campaign")
    rows = rows.annotate(says=Subquery(latest.values("text")[:1]), lang=Subquery(latest.values("lang")[:1]))
    dated = list(rows.filter(leave_at__gte=start, leave_at__lt=end).order_by("leave_at", "pk")[: MOST + 1])
    undated = list(rows.filter(leave_at=None).order_by("-created_at", "-pk")[:MOST_UNDATED])
    prefetch_related_objects([*dated, *undated], "accounts")
    return dated, undated


def _of_draft(draft: Any, organisation: Organisation, may: May) -> Entry:
    wall = shown(draft.leave_at, organisation.tz) if draft.leave_at else None
    accounts, campaign = list(draft.accounts.all()), str(draft.campaign or "")
    return Entry(
        draft.pk, draft.leave_at, wall, draft.says, draft.lang, draft.state, False, may("draft"), campaign, accounts
    )


def _departures(organisation: Organisation, start: datetime, end: datetime, may: May) -> Iterable[Entry]:
    """What was approved: one entry for all accounts on which a draft stands alike."""
    rows = Publication.objects.filter(draft__organisation=organisation, part=0, act__in=["publish", "edit"])
    rows = rows.filter(leave_at__gte=start, leave_at__lt=end).exclude(state="withdrawn")
    rows = rows.select_related("account", "version", "draft__campaign").order_by("leave_at", "pk")
    found: dict[tuple[int, str, datetime], Entry] = {}
    for row in rows[: MOST + 1]:
        key = (row.draft_id, row.state, row.leave_at)
        if key not in found:
            found[key] = _of_publication(row, organisation, may)
        found[key].accounts.append(row.account)
    return found.values()


def _of_publication(row: Publication, organisation: Organisation, may: May) -> Entry:
    wall, moves = shown(row.leave_at, organisation.tz), row.state in STILL and may("approve")
    campaign = str(row.draft.campaign or "")
    return Entry(row.draft_id, row.leave_at, wall, row.text, row.version.lang, row.state, True, moves, campaign)


def _by_time(entry: Entry) -> tuple[Any, int]:
    return (entry.at, entry.draft)


def _week(days: list[date], span: Span, zone: ZoneInfo, windows: Windows, entries: dict[date, list[Entry]]) -> Week:
    through, partly = _parted(windows, beginning(days[0], zone), beginning(days[-1] + DAY, zone))
    shown_days = [Day(day, span.holds(day), _bands(day, days[0], zone, partly), entries.get(day, [])) for day in days]
    return Week(through, shown_days)


def _parted(windows: Windows, start: datetime, end: datetime) -> tuple[list[Band], Windows]:
    """Those that cover all from `start` to `end`, and the others."""
    through = [each for each in windows if each[0].starts_at <= start and each[0].ends_at >= end]
    partly = [each for each in windows if each not in through]
    return [Band(window, accounts, says=True) for window, accounts in through], partly


def _bands(day: date, first: date, zone: ZoneInfo, windows: Windows) -> list[Band]:
    start, end = beginning(day, zone), beginning(day + DAY, zone)
    return [
        Band(window, accounts, says=day == first or window.starts_at >= start)
        for window, accounts in windows
        if window.overlaps(start, end)
    ]
