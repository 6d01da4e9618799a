"""With whom does an account really talk? Replies, quotes, mentions and shares in both directions, told apart in words.

What was said lately weighs more: an exchange loses half of its weight every `half_life` days. What is said from one
side only weighs a fifth. Of what one account says in a burst the first counts whole, the second a half, the third a
third: a hundred mentions in an hour weigh as much as five. The weights are a convention of this page, not a
measurement; they are shown with what they weigh.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.engines.counts.exchange_words import A_ROBOT, IN_A_BURST, ONE_DAY, ONLY_THEY, ONLY_WE, OUR_OWN, told
from beffroi.vocabulary import Sentence

WEIGHTS = {"reply": 1.0, "quote": 1.0, "mention": 0.6, "share": 0.25}
HALF_LIFE = 30.0  # days
ONE_SIDED = 0.2  # of the weight: for what is said from one side and has no match on the other
BURST = timedelta(hours=1)  # what follows within it belongs to the same burst
FEWEST_DAYS = 2  # on which somebody must have spoken, where we never spoke to them
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One act between our account and another one. `kind` is one of WEIGHTS; `by_us`: we spoke to them; `at` is an
    aware datetime."""

    who: str
    kind: str
    by_us: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody with whom the account talks. `given` and `received` are the weights of what we and what they said,
    `score` what both are worth together; `words` says what they are made of."""

    who: str
    score: float
    given: float
    received: float
    counts: Mapping[tuple[bool, str], int]  # by (by_us, kind)
    last_at: datetime
    words: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody who is not ranked, and why."""

    counterpart: Counterpart
    because: Sentence


@dataclass(frozen=True, slots=True)
class Talk:
    """Those with whom the account talks, the first one first, and those who are shown apart."""

    ranked: tuple[Counterpart, ...]
    apart: tuple[Apart, ...]


def talk(
    exchanges: Iterable[Exchange],
    now: datetime,
    *,
    own: Collection[str] = (),
    robots: Collection[str] = (),
    half_life: float = HALF_LIFE,
) -> Talk:
    """Ranks those with whom the account talked until `now`; `half_life` is in days. Raises KeyError for an unknown
    kind. What is later than `now` counts as said now. Of equal scores the name decides, so that an order is one order.
    """
    by_person: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in exchanges:
        by_person[exchange.who].append(exchange)
    found = [_counterpart(who, said, now, half_life) for who, said in by_person.items()]
    found.sort(key=lambda each: (-each.score, each.who))
    judged = [(each, _why_apart(each, by_person[each.who], own, robots)) for each in found]
    ranked = tuple(each for each, because in judged if because is None)
    return Talk(ranked, tuple(Apart(each, because) for each, because in judged if because is not None))


def score(given: float, received: float) -> float:
    """What both sides have in common counts twice, once for each; what one side says beyond it counts ONE_SIDED.

    It grows with either side, and is the sum of both where they are equal.
    """
    return 2 * min(given, received) + ONE_SIDED * abs(given - received)


def _counterpart(who: str, said: Sequence[Exchange], now: datetime, half_life: float) -> Counterpart:
    ours, theirs = ([each for each in said if each.by_us is by_us] for by_us in (True, False))
    (given, _none), (received, damped) = (_weight(each, now, half_life) for each in (ours, theirs))
    counts = Counter((each.by_us, each.kind) for each in said)
    words = told(counts)
    if not (ours and theirs):
        words.append(ONLY_WE if ours else ONLY_THEY)
    if damped:
        words.append(Sentence(IN_A_BURST, {"count": damped}))
    last_at = max(each.at for each in said)
    return Counterpart(who, score(given, received), given, received, counts, last_at, tuple(words))


def _weight(said: Iterable[Exchange], now: datetime, half_life: float) -> tuple[float, int]:
    """What these acts of one side weigh together, and how many of them count less because they came in a burst."""
    whole, damped = 0.0, 0
    for burst in _bursts(sorted(said, key=lambda each: each.at)):
        heaviest_first = sorted(burst, key=lambda each: -WEIGHTS[each.kind])
        for place, each in enumerate(heaviest_first, start=1):
            age = max((now - each.at) / DAY, 0.0)
            whole += WEIGHTS[each.kind] / place * 0.5 ** (age / half_life)
        damped += len(burst) - 1
    return whole, damped


def _bursts(in_order: Sequence[Exchange]) -> list[list[Exchange]]:
    found: list[list[Exchange]] = []
    for each in in_order:
        if found and each.at - found[-1][-1].at <= BURST:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _why_apart(
    each: Counterpart, said: Sequence[Exchange], own: Collection[str], robots: Collection[str]
) -> Sentence | None:
    if each.who in own:
        return OUR_OWN
    if each.who in robots:
        return A_ROBOT
    days = len({exchange.at.date() for exchange in said})
    return ONE_DAY if not each.given and days < FEWEST_DAYS else None
