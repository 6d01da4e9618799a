"""Which service a conversation or its person had last: from what was handed over, and nothing else about the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from beffroi.access.models import Team
from beffroi.inbox.models import Assignment, Case


@dataclass(frozen=True, slots=True)
class Before:
    """`whose`: "conversation" or "person"."""

    team: Team
    whose: str


def last_service(case: Case, *, before: datetime | None = None) -> Before | None:
    """The last service of the conversation, else of the person on the same network; None for a first meeting.

    `before`: only what was handed over by then, for asking what a rule would have done.
    """
    latest = case.latest
    handed = Assignment.objects.filter(case__organisation=case.organisation_id, case__latest__network=latest.network)
    handed = handed.exclude(team=None).select_related("team").order_by("-at", "-pk")
    if before is not None:
        handed = handed.filter(at__lt=before)
    same = Q(case__conversation=case.conversation)
    found = handed.filter(same).first()
    if found is not None and found.team is not None:
        return Before(found.team, "conversation")
    found = handed.filter(case__latest__author_id=latest.author_id).first()
    return Before(found.team, "person") if found is not None and found.team is not None else None


def last_services(cases: Iterable[Case], *, each_before: bool = False) -> list[Before | None]:
    """For each of `cases`; `each_before`: as it was when the case was opened."""
    return [last_service(case, before=case.opened_at if each_before else None) for case in cases]
