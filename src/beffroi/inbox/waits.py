"""Who held a question, and when: a service, those who approve, or the desk. Read from what was decided."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from beffroi.access.models import Organisation
from beffroi.engines.times.waits import Span
from beffroi.inbox.models import Assignment, Case, Consultation, Reply
from beffroi.journal.models import Event

ENDS_APPROVAL = ("DRAFT_APPROVED", "DRAFT_REOPENED", "CHANGES_REQUESTED", "DRAFT_EXPIRED", "DRAFT_DISCARDED")


@dataclass(slots=True)
class Held:
    """When a case was in the hands of a service, and when an answer to it lay before those who approve."""

    service: list[Span] = field(default_factory=list)
    approval: list[Span] = field(default_factory=list)


def held(organisation: Organisation, cases: "QuerySet[Case]") -> dict[int, Held]:
    """For each case that somebody else than the desk ever held; in as many queries for many cases as for one."""
    found: dict[int, Held] = defaultdict(Held)
    for case, spans in _with_services(cases).items():
        found[case].service = spans
    for case, span in _before_approvers(organisation, cases):
        found[case].approval.append(span)
    return dict(found)


# --- a service


def _with_services(cases: "QuerySet[Case]") -> dict[int, list[Span]]:
    """A service holds a question from the moment it was asked to its words. Where it was handed the case and nobody
    asked it by a link, it holds it for as long as it has the case."""
    asked = defaultdict(list)
    columns = "case_id", "team_id", "asked_at", "ended_at", "expires_at"
    for case, team, asked_at, ended_at, expires_at in Consultation.objects.filter(case__in=cases).values_list(*columns):
        asked[case].append((team, asked_at, ended_at or expires_at))
    spans: dict[int, list[Span]] = {}
    for case, hands in _hands(cases).items():
        spans[case] = [span for hand in hands for span in _of(hand, asked.get(case, ()))]
    return spans


@dataclass(frozen=True, slots=True)
class _Hand:
    """A case was with `team` from one moment to another; None: it is still."""

    team: int
    begins: datetime
    ends: datetime | None


def _hands(cases: "QuerySet[Case]") -> dict[int, list[_Hand]]:
    """The stretches of each case with a service: to give it to a person changes none, to hand it over again to the same
    service neither."""
    by_case: dict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
    rows = Assignment.objects.filter(case__in=cases).order_by("at", "pk").values_list("case_id", "team_id", "at")
    for case, team, at in rows:
        if not by_case[case] or by_case[case][-1][1] != team:
            by_case[case].append((at, team))
    return {
        case: [
            _Hand(team, at, turns[nth + 1][0] if nth + 1 < len(turns) else None)
            for nth, (at, team) in enumerate(turns)
            if team is not None
        ]
        for case, turns in by_case.items()
    }


def _of(hand: _Hand, asked: Iterable[tuple[int, datetime, datetime]]) -> list[Span]:
    inside = [
        (at, over)
        for team, at, over in asked
        if team == hand.team and hand.begins <= at and (hand.ends is None or at < hand.ends)
    ]
    return [(at, min(over, hand.ends or over)) for at, over in inside] or [(hand.begins, hand.ends)]


# --- an approval


def _before_approvers(organisation: Organisation, cases: "QuerySet[Case]") -> Iterable[tuple[int, Span]]:
    """Each stretch from a submission to what was decided on it, in every round; a trace answers nothing."""
    replies = Reply.objects.filter(case__in=cases, is_trace=False)
    case_of = {str(draft): case for draft, case in replies.values_list("draft_id", "case_id")}
    names = replies.annotate(name=Cast("draft_id", CharField())).values("name")
    events = Event.objects.filter(
        organisation=organisation,
        subject_kind="publishing.draft",
        subject_id__in=names,
        verb__in=["DRAFT_SUBMITTED", *ENDS_APPROVAL],
    )
    since: dict[str, datetime] = {}
    for draft, verb, at in events.order_by("number").values_list("subject_id", "verb", "at"):
        if draft not in case_of:  # it was written between two queries
            continue
        if verb == "DRAFT_SUBMITTED":
            since[draft] = at
        elif draft in since:
            yield case_of[draft], (since.pop(draft), at)
    for draft, begins in since.items():
        yield case_of[draft], (begins, None)
