"""From figures to ranks: ties, what is not ranked and why, and between which ranks an account really is."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beffroi.engines.ranking.composite import composed, parts
from beffroi.engines.ranking.measures import COMPOSITE, MEASURES, Measure
from beffroi.engines.ranking.record import NOTHING, Account, Sums
from beffroi.engines.ranking.told import Figure, Told, left_out
from beffroi.engines.ranking.window import Window
from beffroi.vocabulary import Sentence


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a ranking. Unranked: no rank, no figure, and why. `best` and `worst` are the ranks that the bounds of
    the others leave possible, `of` is how many are ranked with it."""

    account: Account
    figure: Figure | None
    rank: int | None
    best: int | None
    worst: int | None
    of: int
    why: Sentence | None


def ranked(
    named: str,
    accounts: Iterable[Account],
    sums: Mapping[int, Sums],
    window: Window,
    weights: Mapping[str, float] | None = None,
) -> list[Place]:
    """The whole ranking, best first, then those without a rank. `named` is a measure, or "composite" with `weights` by
    measure. Raises KeyError for a measure that does not exist."""
    every = sorted(accounts, key=lambda account: account.key)
    if named == COMPOSITE:
        each = {name: told(MEASURES[name], every, sums, window) for name in parts(weights or {})}
        lowest = {name for name in each if MEASURES[name].lowest_first}
        return placed(every, composed(each, weights or {}, lowest), lowest_first=False, within_class=False)
    measure = MEASURES[named]
    said = told(measure, every, sums, window)
    return placed(every, said, lowest_first=measure.lowest_first, within_class=measure.within_class)


def told(measure: Measure, accounts: Iterable[Account], sums: Mapping[int, Sums], window: Window) -> list[Told]:
    """What the measure says of each account, in their order; figures as they are printed."""
    return [_of(measure, account, sums.get(account.key, NOTHING), window) for account in accounts]


def placed(accounts: Sequence[Account], said: Sequence[Told], *, lowest_first: bool, within_class: bool) -> list[Place]:
    groups: dict[int | None, list[tuple[Account, Figure]]] = defaultdict(list)
    unranked = []
    for account, each in zip(accounts, said, strict=True):
        if isinstance(each, Sentence):
            unranked.append(Place(account, None, None, None, None, 0, each))
        else:
            groups[account.bound if within_class else None].append((account, each))
    largest_first = sorted(groups.items(), key=lambda group: -(group[0] or 0))
    return [place for _, group in largest_first for place in _in_order(group, lowest_first)] + unranked


def _of(measure: Measure, account: Account, sums: Sums, window: Window) -> Told:
    if why := left_out(account, sums, counts_followers=measure.counts_followers):
        return why
    figure = measure.formula(account, sums, window)
    return figure if isinstance(figure, Sentence) else figure.rounded()


def _in_order(group: Sequence[tuple[Account, Figure]], lowest_first: bool) -> list[Place]:
    """Standard competition ranking, "1224": who ties shares the better rank, and the next one counts them all.

    Possible ranks: whoever's bounds lie wholly on the better side is before, whoever's lie wholly on the worse side is
    behind; overlapping ones may be either (H. Goldstein and D. Spiegelhalter, League tables and their limitations,
    Journal of the Royal Statistical Society A 159, 1996).
    """
    sign = -1.0 if lowest_first else 1.0
    scores = sorted(sign * figure.value for _, figure in group)
    floors = sorted(_ends(figure, sign)[0] for _, figure in group)
    ceilings = sorted(_ends(figure, sign)[1] for _, figure in group)
    number = len(group)
    places: list[tuple[int, Place]] = []
    for account, figure in group:
        low, high = _ends(figure, sign)
        rank = number - bisect_right(scores, sign * figure.value) + 1
        best = min(rank, number - bisect_right(floors, high) + 1)
        worst = max(rank, number - bisect_left(ceilings, low))
        places.append((rank, Place(account, figure, rank, best, worst, number, None)))
    return [place for _, place in sorted(places, key=lambda each: (each[0], each[1].account.key))]


def _ends(figure: Figure, sign: float) -> tuple[float, float]:
    """The worse and the better bound, on a scale where more is better."""
    return (figure.low, figure.high) if sign > 0 else (-figure.high, -figure.low)
