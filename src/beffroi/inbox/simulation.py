"""What a change of the rules would have done to the last cases. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.access.models import Organisation, Team
from beffroi.inbox.models import Case, RoutingRule
from beffroi.inbox.routing import Found, Rulebook

LAST = 500  # cases


@dataclass(frozen=True, slots=True)
class Moved:
    """`before` and `after` are what the rules say without and with the change, None where no rule finds the case."""

    case: Case
    before: Found | None
    after: Found | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """`found` counts the cases that the changed rule itself finds, `won` those for which it is the first."""

    cases: int
    moved: Sequence[Moved]
    found: int
    won: int


def simulate(
    organisation: Organisation, after: Sequence[RoutingRule], *, changed: RoutingRule | None = None
) -> Simulation:
    """The last cases under the rules in force and under `after`, each with the history that it had when it came."""
    cases = list(Case.objects.of(organisation).order_by("-waiting_since", "-pk")[:LAST])
    old = Rulebook(organisation).found(cases, as_it_was=True)
    new = Rulebook(organisation, after).found(cases, as_it_was=True)
    pairs = [(case, _first(one), _first(other)) for case, one, other in zip(cases, old, new, strict=True)]
    moved = [Moved(*pair) for pair in pairs if _team(pair[1]) != _team(pair[2])]
    found = sum(any(each.rule is changed for each in rules) for rules in new) if changed else 0
    won = sum(bool(rules) and rules[0].rule is changed for rules in new) if changed else 0
    return Simulation(len(cases), moved, found, won)


def _first(found: Sequence[Found]) -> Found | None:
    return found[0] if found else None


def _team(found: Found | None) -> Team | None:
    return found.team if found else None
