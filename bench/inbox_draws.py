"""A year of questions to a town, drawn: when they come, how long people talk, who gets an answer. Pure, fixed seed.

These are assumptions, stated so that one can disagree with them; they are no statistics of a real town.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

DAYS = 365
HOURS = (
    4,
    2,
    1,
    1,
    1,
    2,
    8,
    28,
    46,
    42,
    40,
    44,
    56,
    50,
    40,
    38,
    42,
    54,
    66,
    68,
    62,
    48,
    28,
    12,
)  # weights, 0 h to 23 h
WEEKDAYS = (115, 110, 106, 104, 100, 82, 74)  # weights, Monday to Sunday
LENGTHS = {1: 620, 2: 210, 3: 90, 4: 35, 6: 25, 9: 12, 15: 6, 30: 2}  # messages of the citizen: of 1,000 conversations
LONGEST = 2_000  # messages of one conversation of each town
OPEN = 0.02  # of all cases …
OPEN_LEAST = 450  # … but so many in a small town, that its lists fill a page as a large one's do
OPEN_AMONG = 4  # the open ones are drawn from the newest: so many times their number
ANSWERED = 0.78  # of those that are settled; the others were closed without an answer
SERVICES = (18, 14, 12, 10, 9, 8, 7, 5, 3, 2, 1, 1)  # of 100 cases; the others are with none
LABELS = (120, 90, 70, 60, 50, 40, 30, 20, 10, 5)  # of 1,000 cases, each for itself; a case may have several
RARE = 60  # cases of each town carry one label more, and say one word that nobody else says
GIVEN = (12, 4, 4, 4, 4, 4, 4, 4)  # of 100 cases, to each of the people; the others to nobody in particular
PRIORITIES = {"normal": 900, "high": 60, "low": 25, "urgent": 15}  # of 1,000
COMMON = 0.6  # of the messages say the common word
DELAY_HOURS, DELAY_SPREAD = 2.0, 1.4  # of an answer: median, and sigma of its logarithm
PATIENCE = 7 * 3600  # seconds between two messages of one conversation, on average
PEOPLE = 0.4  # persons for each case; some of them write often (the square of a uniform draw says who)
DAY = 86_400
END = DAYS * DAY

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation. Moments in seconds since the year began; `kind`: "answered", "closed" or "open"."""

    number: int
    kind: str
    asked_at: tuple[int, ...]
    answered_at: int | None
    person: int
    account: int
    service: int | None
    given: int | None
    priority: str
    labels: tuple[int, ...]
    is_rare: bool


class Draw:
    """The year of a town with so many cases, in the order in which they began; `weekday` is that of its first day."""

    def __init__(self, cases: int, *, weekday: int, accounts: int, seed: int = 6) -> None:
        self._chance = random.Random(f"{seed} {cases}")
        self.cases, self._weekday, self._accounts = cases, weekday, accounts
        self._open = self._chosen(max(OPEN_LEAST, round(OPEN * cases)))
        self._rare = set(self._chance.sample(range(cases), RARE))
        self._longest = cases // 2

    def talks(self) -> Iterator[Talk]:
        for number, begins in enumerate(self._beginnings()):
            yield self._talk(number, begins)

    def _beginnings(self) -> list[int]:
        """When each conversation begins: an hour of the year by the weights of weekday and hour, then any second."""
        hours = [WEEKDAYS[(self._weekday + day) % 7] * weight for day in range(DAYS) for weight in HOURS]
        drawn = self._chance.choices(range(len(hours)), cum_weights=list(accumulate(hours)), k=self.cases)
        return sorted(3600 * hour + int(3600 * self._chance.random()) for hour in drawn)

    def _chosen(self, number: int) -> set[int]:
        among = range(max(0, self.cases - OPEN_AMONG * number), self.cases)
        return set(self._chance.sample(among, min(number, len(among))))

    def _talk(self, number: int, begins: int) -> Talk:
        chance = self._chance
        kind = "open" if number in self._open else "answered" if chance.random() < ANSWERED else "closed"
        length = LONGEST if number == self._longest else _one_of(LENGTHS, chance)
        rest = min(PATIENCE, (END - begins) / (length + 1))  # all of it within the year
        asked_at = [begins]
        for _ in range(length - 1):
            asked_at.append(min(asked_at[-1] + 1 + int(2 * rest * chance.random()), END - 1))
        delay = min(3600 * DELAY_HOURS * chance.lognormvariate(0, DELAY_SPREAD), 10 * DAY)
        return Talk(
            number,
            kind,
            tuple(asked_at),
            min(asked_at[-1] + 60 + int(delay), END) if kind == "answered" else None,
            int(self.cases * PEOPLE * chance.random() ** 2),
            chance.randrange(self._accounts),
            _share(SERVICES, chance),
            _share(GIVEN, chance),
            _one_of(PRIORITIES, chance),
            tuple(nth for nth, weight in enumerate(LABELS) if chance.random() * 1000 < weight),
            number in self._rare,
        )


def _one_of(weights: dict[ValueT, int], chance: random.Random) -> ValueT:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def _share(percents: tuple[int, ...], chance: random.Random) -> int | None:
    """Which of them, each with its percents; None for the rest of a hundred."""
    nth = bisect(list(accumulate(percents)), chance.random() * 100)
    return nth if nth < len(percents) else None
