"""What is done with all cases of a wave at once, and taken back at once: as `Act` does in one, in few questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from beffroi.access.models import Organisation, User
from beffroi.engines.portions import portions
from beffroi.inbox.models.case import Case
from beffroi.inbox.models.reckoning import Reckoning
from beffroi.inbox.models.reply import Assignment

PORTION = 1_000  # cases of one question


def put_on_all(
    kind: str, cases: Sequence[int], value: Any, *, organisation: Organisation, by: User, now: datetime
) -> None:
    """Makes it so in all of them at once, as `Act` does in one: "close", "hand" or "assign". Writes no event."""
    for numbers in portions(cases, PORTION):
        some = Case.objects.filter(pk__in=numbers, organisation=organisation)
        if kind == "close":
            some.update(closed_at=now if value else None, closed_by=by if value else None)
        else:
            field = {"hand": "team", "assign": "assignee"}[kind]
            some.update(**{field: value})
            rows = some.values_list("pk", "team", "assignee")
            Assignment.objects.bulk_create(
                Assignment(case_id=case, team_id=team, person_id=person if kind == "assign" else None, by=by, at=now)
                for case, team, person in rows
            )
    if kind == "close" and not value:
        Reckoning.ask(organisation, now=now)


def take_back_all(act: Any, *, now: datetime) -> int:
    """Puts back what an act on a wave has changed, where it is still so."""
    column = {"close": "closed_at", "hand": "team", "assign": "assignee"}[act.kind]
    still, before = [], dict(act.changes)
    for numbers in portions(before, PORTION):
        for pk, is_now in Case.objects.filter(pk__in=numbers).values_list("pk", column):
            if (is_now is not None if act.kind == "close" else is_now) == act.value:
                still.append(pk)
    for value, cases in _by_value(before, still).items():
        put_on_all(act.kind, cases, value, organisation=act.organisation, by=act.by, now=now)
    return len(still)


def _by_value(before: Mapping[int, Any], cases: Sequence[int]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for case in cases:
        found.setdefault(before[case], []).append(case)
    return found
