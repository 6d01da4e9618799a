"""The history of one account, put before the detectors as if it happened now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from heapq import merge
from itertools import groupby, pairwise
from typing import NamedTuple

from beffroi.engines.takeover.counting import BLIND
from beffroi.engines.takeover.days import ReadDays
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.identity import Identity
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.rates import DETECTORS
from beffroi.engines.takeover.reading import Reading
from beffroi.engines.takeover.register import Note, Register
from beffroi.engines.takeover.watch import NO_LISTS, Watch
from beffroi.vocabulary import Profile

LONG = 30  # days without a row: was the account silent, or not read?
LEAP = 300  # posts more or less behind so long a gap: it was not read
MORE_THAN_A_DAY, USUAL = 20, 180  # posts that nobody writes in a day; the days that tell an account's usual pace


@dataclass(frozen=True, slots=True)
class Version:
    """A profile as it stood from a day on, with the name that the register held; `gone` where there was none."""

    day: int
    registered: str
    profile: Profile | None
    links: tuple[str, ...] = ()
    banner: str = ""


class Counted(NamedTuple):
    """Counters as they were read on a day."""

    day: int
    posts: int
    followers: int
    following: int


@dataclass(frozen=True, slots=True)
class History:
    """What was kept of one account, each list in its order; days are ordinals."""

    account: str
    versions: Sequence[Version] = ()
    counted: Sequence[Counted] = ()


@dataclass(slots=True)
class Told:
    """What a replay came to: findings and notes of the register with their day, and days that came out of order.

    `days` is from the first reading to the last, `looked` the part of it in which somebody was looking.
    """

    findings: list[tuple[date, Finding]] = field(default_factory=list)
    notes: list[tuple[date, Note]] = field(default_factory=list)
    out_of_order: list[date] = field(default_factory=list)
    readings: int = 0
    days: int = 0
    looked: int = 0

    def passes(self, time: timedelta) -> None:
        """One more reading, so long after the one before."""
        self.readings += 1
        self.days += time.days
        self.looked += time.days if time <= BLIND else 0


def replay(history: History, days: ReadDays, *, lists: Lists = NO_LISTS, ballots: Sequence[date] = ()) -> Told:
    """Every reading in its turn; nothing that came later is known to any."""
    told, register, watch = Told(), Register(), Watch()
    identity = Identity(history.account)
    for day, version, counted in rows(history, days):
        at = day_at(day)
        if watch.read_at and at < watch.read_at:
            told.out_of_order.append(at.date())
            continue
        told.passes(at - watch.read_at if watch.read_at else timedelta())
        if version is None and counted is None:
            found = watch.unchanged(at, identity)
        elif version is None or version.profile is None:
            found = watch.read(reading_of(at, version, counted), identity, lists=lists, ballots=ballots)
        else:
            identity, note = register.look_up(version.registered, version.profile)
            if note:
                told.notes.append((at.date(), note))
            found = watch.read(reading_of(at, version, counted), identity, lists=lists, ballots=ballots)
            register.accept(version.profile, found)
        told.findings.extend((at.date(), each) for each in found)
    return told


def alarms(findings: Sequence[tuple[date, Finding]]) -> Iterator[tuple[date, Finding]]:
    """One alarm a reading, the gravest, with the others among its signs.

    What a person would be told without a freeze, a rename that keeps the name for example, is none; nor is a warning.
    """
    for day, together in groupby(findings, key=lambda each: each[0]):
        ringing = [found for _, found in together if _rings(found)]
        if ringing:
            first, *others = ringing
            yield day, replace(first, signs=(*(each.sentence for each in others), *first.signs))


def _rings(found: Finding) -> bool:
    return found.detector in DETECTORS and (found.severe or found.detector not in ("name", "handle"))


def rows(history: History, days: ReadDays) -> Iterator[tuple[int, Version | None, Counted | None]]:
    """The rows by day, and between them the days on which the account was read and nothing had moved."""
    away = list(_away(history.counted))
    before = None
    lists: tuple[Sequence[Version | Counted], ...] = (history.versions, history.counted)
    for day, together in groupby(merge(*lists, key=_day), key=_day):
        if before is not None and history.counted:
            for still in days.between(before, day):
                if not any(left < still < back for left, back in away):
                    yield still, None, None
        version: Version | None = None
        counted: Counted | None = None
        for row in together:
            version, counted = (row, counted) if isinstance(row, Version) else (version, row)
        yield day, version, counted
        before = day if before is None else max(before, day)


def _away(counted: Sequence[Counted]) -> Iterator[tuple[int, int]]:
    """The gaps in which the account was not read: it comes back with what its usual pace would have given meanwhile."""
    start = 0
    for place, (one, other) in enumerate(pairwise(counted)):
        gap, more = other.day - one.day, other.posts - one.posts
        if gap <= LONG:
            continue
        while start < place and counted[start + 1].day <= one.day - USUAL:
            start += 1
        usual = (one.posts - counted[start].posts) / max(one.day - counted[start].day, 1) * gap
        if abs(more) > LEAP or (more >= MORE_THAN_A_DAY and more <= 3 * usual):
            yield one.day, other.day


def _day(row: Version | Counted) -> int:
    return row.day


@cache
def day_at(day: int) -> datetime:
    return datetime.combine(date.fromordinal(day), time(), UTC)


def reading_of(at: datetime, version: Version | None, counted: Counted | None) -> Reading:
    """The rows of one day as one look."""
    return Reading(
        at,
        profile=version.profile if version else None,
        links=version.links if version else (),
        banner=version.banner if version else "",
        posts=counted.posts if counted else None,
        followers=counted.followers if counted else None,
        following=counted.following if counted else None,
        gone=bool(version and version.profile is None),
    )
