"""From a plan to a program: questions in a row, each of which says where to go on yes and on no.

AND, OR and NOT vanish: they are only the jumps. The rarest question of an AND is asked first, of an OR the
most frequent.
"""

from beffroi.engines.percolator.layout import ACCEPT, ASK_NEAR, ASK_PHRASE, ASK_TERM, REJECT
from beffroi.engines.percolator.plan import Leaf, Plan


def program(plan: Plan) -> list[int]:
    """The program of a search; see `layout`. It is written from its last question to its first."""
    steps = [REJECT]
    steps[0] = _written(plan, ACCEPT, REJECT, steps)
    return steps


def _written(plan: Plan, yes: int, no: int, steps: list[int]) -> int:
    if isinstance(plan, Leaf):
        begin = len(steps)
        steps.extend(_question(plan, *((yes, no) if plan.wanted else (no, yes))))
        return begin
    if plan.every:
        for part in sorted(plan.parts, key=lambda part: part.cost, reverse=True):
            yes = _written(part, yes, no, steps)
        return yes
    for part in sorted(plan.parts, key=lambda part: part.cost):
        no = _written(part, yes, no, steps)
    return no


def _question(leaf: Leaf, yes: int, no: int) -> tuple[int, ...]:
    if leaf.split:
        return ASK_NEAR, yes, no, leaf.distance, leaf.split, len(leaf.terms) - leaf.split, *leaf.terms
    if len(leaf.terms) == 1:
        return ASK_TERM, yes, no, *leaf.terms
    return ASK_PHRASE, yes, no, len(leaf.terms), *leaf.terms
