"""A search made ready for filing: negations pushed down to the leaves, each node with what it costs to wait for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Search, Term, UnknownNode


class Terms(Protocol):
    """Numbers for terms: a prefix is named with its star."""

    def number(self, key: str) -> int: ...

    def frequency(self, term: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """One question: are these terms there, following each other (`split` 0), or the first `split` of them near the
    rest? `wanted` is False where the answer must be no. `anchor` is the rarest of them."""

    terms: tuple[int, ...]
    wanted: bool
    cost: float
    anchor: int
    split: int = 0
    distance: int = 0


@dataclass(frozen=True, slots=True)
class Joint:
    """All of the parts, or one of them."""

    parts: "tuple[Plan, ...]"
    every: bool
    cost: float


Plan = Leaf | Joint


def plan(search: Search, terms: Terms, *, wanted: bool = True) -> Plan:
    """The plan of a search. `cost` is the number of sample posts that have one of the terms it can wait for.

    It is infinite where nothing must be there: exactly for what finds the empty post. Raises UnknownNode.
    """
    match search:
        case Term(key):
            return _leaf((key,), terms, wanted)
        case Prefix():
            return _leaf((str(search),), terms, wanted)
        case Phrase(keys):
            return _leaf(keys, terms, wanted)
        case Near(left, right, distance):
            return _leaf(left.terms + right.terms, terms, wanted, len(left.terms), distance)
        case Not(part):
            return plan(part, terms, wanted=not wanted)
        case And(parts):
            return _joint(parts, terms, wanted, every=wanted)
        case Or(parts):
            return _joint(parts, terms, wanted, every=not wanted)
    raise UnknownNode(f"{search!r} is not a search")


def _leaf(keys: Sequence[str], terms: Terms, wanted: bool, split: int = 0, distance: int = 0) -> Leaf:
    numbers = tuple([terms.number(key) for key in keys])
    anchor = min(numbers, key=terms.frequency) if len(numbers) > 1 else numbers[0]
    # A sequence is rarer than its rarest term; what no sample post had still costs something.
    cost = terms.frequency(anchor) + (0.5 if len(numbers) == 1 else 0.4)
    return Leaf(numbers, wanted, cost if wanted else inf, anchor, split, distance)


def _joint(parts: Sequence[Search], terms: Terms, wanted: bool, *, every: bool) -> Plan:
    planned = tuple([plan(part, terms, wanted=wanted) for part in parts])
    joined: Callable[[list[float]], float] = _cheapest if every else sum
    return Joint(planned, every, joined([part.cost for part in planned]))


def _cheapest(costs: list[float]) -> float:
    return min(costs, default=inf)
