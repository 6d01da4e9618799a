"""Several measures put together, with weights that everybody sees."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence

from beffroi.engines.ranking.told import LACKS_A_PART, Figure, Told
from beffroi.vocabulary import Sentence


def parts(weights: Mapping[str, float]) -> list[str]:
    """The measures with a weight, in order. Raises ValueError where there is none, or a weight below 0."""
    named = sorted(name for name, weight in weights.items() if weight)
    if not named or any(weight < 0 for weight in weights.values()):
        raise ValueError("weights are numbers above 0, at least one")
    return named


def composed(said: Mapping[str, Sequence[Told]], weights: Mapping[str, float], lowest: Collection[str]) -> list[Told]:
    """The weighted mean of the places in each part, from 0 (last) to 1 (first): measures without a common unit can be
    added only as ranks (J. C. de Borda 1781; OECD Handbook on constructing composite indicators, 2008, step 5).

    Who lacks a part gets its reason and no figure: a missing value is not a bad one. The bounds are those of the parts.
    """
    total = sum(weights[name] for name in said)
    scales = {name: _scale(each, name in lowest) for name, each in said.items()}
    figures: list[Told] = []
    for every in zip(*said.values(), strict=True):
        if any(isinstance(each, Sentence) for each in every):
            figures.append(_why(every))
            continue
        own = {name: each for name, each in zip(said, every, strict=True) if isinstance(each, Figure)}
        means = [
            sum(weights[name] * _place(scales[name], ends) for name, ends in _ends(own, lowest, nth)) / total
            for nth in range(3)
        ]
        sample = min(figure.sample for figure in own.values())
        figures.append(Figure(means[1], means[0], means[2], sample).rounded())
    return figures


def _why(every: Sequence[Told]) -> Sentence:
    """The reason of the only part that it lacks; where it lacks several, that it does."""
    reasons = {each.say: each for each in every if isinstance(each, Sentence)}
    return next(iter(reasons.values())) if len(reasons) == 1 else LACKS_A_PART


def _scale(said: Sequence[Told], lowest_first: bool) -> list[float]:
    sign = -1.0 if lowest_first else 1.0
    return sorted(sign * each.value for each in said if isinstance(each, Figure))


def _ends(own: Mapping[str, Figure], lowest: Collection[str], nth: int) -> list[tuple[str, float]]:
    """Of each part the worse bound (0), the value (1) or the better bound (2), on a scale where more is better."""
    ends = []
    for name, figure in own.items():
        three = (figure.low, figure.value, figure.high)
        ends.append((name, -three[2 - nth] if name in lowest else three[nth]))
    return ends


def _place(scale: Sequence[float], value: float) -> float:
    """The share of the others that are behind; who ties is half behind. 1 where there is no other."""
    if len(scale) < 2:
        return 1.0
    behind, upto = bisect_left(scale, value), bisect_right(scale, value)
    ties = max(0, upto - behind - 1)
    return min(1.0, (behind + ties / 2) / (len(scale) - 1))
