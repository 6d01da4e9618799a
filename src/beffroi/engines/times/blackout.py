"""Windows in which nothing, or not everything, may leave."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from beffroi.engines.times.elections import TERRITORIES, Election, Territory

Effect = Literal["blocks", "asks", "warns"]
Say = Callable[[str], str]  # an English message id in the reader's language

CLOSES = time(20)  # no polling station closes later (electoral code R41)
SILENCE = "Electoral silence: {election}, round {round}"
PROMOTION = "Promotion of what a public body achieved: {election}"
L49 = "Electoral code, article L49."
L52_1 = "Electoral code, article L52-1."


@dataclass(frozen=True, slots=True)
class Window:
    """From `starts_at` (included) to `ends_at` (excluded), both aware.

    `effect`: blocks, asks (leaves only when a named person has lifted it with a reason) or warns. `key` names the
    window for good; `source` says where it comes from.
    """

    key: str
    calendar: Literal["silence", "promotion", "reserve", "custom"]
    name: str
    starts_at: datetime
    ends_at: datetime
    effect: Effect
    source: str = ""

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.starts_at < end and start < self.ends_at


def covering(windows: Iterable[Window], at: datetime) -> list[Window]:
    return [window for window in windows if window.covers(at)]


def electoral(elections: Iterable[Election], territory: str, *, is_campaign: bool, say: Say = str) -> list[Window]:
    """What the elections ask of whoever speaks in `territory`, earliest first.

    A candidate's workspace is silent from the eve of each round; a public body is asked for a second look then, and
    is warned of the promotion of what it achieved from the first day of the sixth month before. An unknown territory
    is taken for metropolitan France.
    """
    place = TERRITORIES.get(territory, TERRITORIES["metropole"])
    here = [each for each in elections if each.territories is None or place.key in each.territories]
    found = [window for election in here for window in _of(election, place, is_campaign, say)]
    return sorted(found, key=lambda window: window.starts_at)


def _of(election: Election, place: Territory, is_campaign: bool, say: Say) -> Iterator[Window]:
    for number, day in enumerate(election.days, start=1):
        yield Window(
            key=f"silence-{election.key}-{number}",
            calendar="silence",
            name=say(SILENCE).format(election=say(election.name), round=number),
            starts_at=_at(_voting_day(election, place, day) - timedelta(days=1), time(), place.zone),
            ends_at=_closing(election, place, day),
            effect="blocks" if is_campaign else "asks",
            source=f"{say(L49)} {say(election.source)}",
        )
    if not is_campaign:
        yield _promotion(election, place, say)


def _promotion(election: Election, place: Territory, say: Say) -> Window:
    return Window(
        key=f"promotion-{election.key}",
        calendar="promotion",
        name=say(PROMOTION).format(election=say(election.name)),
        starts_at=_at(_months_later(election.month, -6), time(), place.zone),
        ends_at=_closing(election, place, election.days[-1])
        if election.days
        else _at(_months_later(election.month, 1), time(), place.zone),
        effect="warns",
        source=f"{say(L52_1)} {say(election.source)}",
    )


def _voting_day(election: Election, place: Territory, sunday: date) -> date:
    return sunday - timedelta(days=1) if election.is_national and place.votes_on_saturday else sunday


def _closing(election: Election, place: Territory, sunday: date) -> datetime:
    """When the last polling station that matters here closes: a national vote lasts until Sunday evening in Paris."""
    here = _at(_voting_day(election, place, sunday), CLOSES, place.zone)
    return max(here, _at(sunday, CLOSES, "Europe/Paris")) if election.is_national else here


def _at(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone))


def _months_later(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
