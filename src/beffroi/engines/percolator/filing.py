"""Under which terms a search is filed, and what else must be there when it is found through one of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import inf
from operator import or_

from beffroi.engines.percolator.layout import ALWAYS, CHOICE
from beffroi.engines.percolator.plan import Joint, Leaf, Plan

ALL_BITS = (1 << 64) - 1
_NO_CHOICE = (ALWAYS,) * CHOICE

Bit = Callable[[int], int]
"""From a term to its mask of one bit."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """What a post must have when the search is true through this term: the bits and the terms."""

    bits: int
    terms: frozenset[int]


@dataclass(frozen=True, slots=True)
class Filed:
    """One entry: the search waits under `term`; see ENTRY in `layout`."""

    term: int
    required: int
    any: int
    second: int
    choice: tuple[int, ...]


def filed(plan: Plan, bit: Bit, frequency: Callable[[int], int]) -> list[Filed]:
    """The entries of a search. One that finds the empty post waits under ALWAYS: it is asked of every post."""
    if plan.cost == inf:
        return [Filed(ALWAYS, 0, ALL_BITS, ALWAYS, _NO_CHOICE)]
    others = [frozenset(_drawers(part, bit)) for part in _other_parts(plan)]
    alternatives = min((_bits(terms, bit) for terms in others), key=int.bit_count, default=ALL_BITS)
    choice = _choice(others)
    return [
        Filed(term, drawer.bits, alternatives, _second(term, drawer.terms, frequency), choice)
        for term, drawer in _drawers(plan, bit).items()
    ]


def _choice(others: Iterable[frozenset[int]]) -> tuple[int, ...]:
    """Of the rarest part with so few of them the terms of which one must be there, some of them twice to fill up."""
    few = next((sorted(terms) for terms in others if 1 < len(terms) <= CHOICE), None)
    return _NO_CHOICE if few is None else tuple(few[min(at, len(few) - 1)] for at in range(CHOICE))


def _second(term: int, needed: frozenset[int], frequency: Callable[[int], int]) -> int:
    """The rarest other term that must be there; the term itself when there is none."""
    return min(needed - {term}, key=lambda each: (frequency(each), each), default=term)


def _drawers(plan: Plan, bit: Bit) -> Mapping[int, Drawer]:
    """The anchors of a plan: at least one of these terms is in every post found."""
    if isinstance(plan, Leaf):
        return {plan.anchor: _needed(plan, bit)}
    if plan.every:
        return _of_the_rarest(plan, bit)
    drawers: dict[int, Drawer] = {}
    for part in plan.parts:
        for term, drawer in _drawers(part, bit).items():
            drawers[term] = _either(drawers[term], drawer) if term in drawers else drawer
    return drawers


def _of_the_rarest(plan: Joint, bit: Bit) -> Mapping[int, Drawer]:
    rarest = min(plan.parts, key=lambda part: part.cost)
    others = [_needed(part, bit) for part in plan.parts if part is not rarest]
    return {term: reduce(_both, others, drawer) for term, drawer in _drawers(rarest, bit).items()}


def _needed(plan: Plan, bit: Bit) -> Drawer:
    """What is there whenever the plan is true."""
    if isinstance(plan, Leaf):
        terms = frozenset(plan.terms if plan.wanted else ())
        return Drawer(reduce(or_, map(bit, terms), 0), terms)
    parts = [_needed(part, bit) for part in plan.parts]
    if plan.every:
        return reduce(_both, parts, Drawer(0, frozenset()))
    return reduce(_either, parts) if parts else Drawer(0, frozenset())


def _both(one: Drawer, other: Drawer) -> Drawer:
    return Drawer(one.bits | other.bits, one.terms | other.terms)


def _either(one: Drawer, other: Drawer) -> Drawer:
    return Drawer(one.bits & other.bits, one.terms & other.terms)


def _other_parts(plan: Plan) -> list[Plan]:
    """All but the one under whose terms the search is filed, the rarest first, of what must be there."""
    if isinstance(plan, Leaf) or not plan.every:
        return []
    return sorted((part for part in plan.parts if part.cost < inf), key=lambda part: part.cost)[1:]


def _bits(terms: Iterable[int], bit: Bit) -> int:
    return reduce(or_, map(bit, terms), 0)
