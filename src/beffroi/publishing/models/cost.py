"""What approval costs: hands, minutes and rounds, counted from what was decided in a period. Nothing is estimated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Cast

from beffroi.access.models import Organisation
from beffroi.engines.counts.sample import LEAST, quantile
from beffroi.journal.models import Event
from beffroi.publishing.models.decisions import Approval, ChangeRequest
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.publication import LATE, Publication
from beffroi.publishing.models.version import Version

PERIODS = (7, 30, 90)  # days
WAITING = ("DRAFT_SUBMITTED", "DRAFT_APPROVED", "DRAFT_REOPENED", "CHANGES_REQUESTED", "DRAFT_EXPIRED")


@dataclass(frozen=True)
class Figures:
    """Of some drafts that were agreed. The figures are None below the smallest sample that is shown."""

    drafts: int
    waited: int  # drafts that a person agreed to: the sample of the minutes
    minutes: float | None
    minutes_90: float | None
    hands: float | None
    rounds: int  # how often one of them was sent back


@dataclass(frozen=True)
class Cost:
    whole: Figures
    accounts: Sequence[tuple[str, Figures]]
    expired: int
    missed: int


@dataclass
class _Told:
    """What the tables tell of one agreed draft. One that left without anybody is `free`: it waited for nobody."""

    accounts: list[str]
    hands: set[tuple[str, int]]
    minutes: float | None = None
    rounds: int = 0
    free: bool = False


def cost_of(organisation: Organisation, *, since: datetime, until: datetime) -> Cost:
    """Drafts whose agreement lies between the two moments; in as many queries for one as for many."""
    agreed = _agreed(organisation, since, until)
    told = _told(agreed)
    _add_waiting(told, organisation, agreed)
    by_account: dict[str, list[_Told]] = {}
    for each in told.values():
        for account in each.accounts:
            by_account.setdefault(account, []).append(each)
    rows = [(account, figures(of_it)) for account, of_it in sorted(by_account.items())]
    expired = Event.objects.filter(
        organisation=organisation, verb="DRAFT_EXPIRED", subject_kind="publishing.draft", at__gte=since, at__lt=until
    )
    return Cost(figures(told.values()), rows, expired.count(), _missed(organisation, since, until))


def _agreed(organisation: Organisation, since: datetime, until: datetime) -> "models.QuerySet[Draft]":
    decided = Approval.objects.filter(version__draft=models.OuterRef("pk"), at__gte=since, at__lt=until)
    return Draft.objects.filter(models.Exists(decided), organisation=organisation, state="approved")


def _told(agreed: "models.QuerySet[Draft]") -> dict[int, _Told]:
    told: dict[int, _Told] = {}
    for pk, handle in agreed.order_by("pk").values_list("pk", "accounts__handle"):
        told.setdefault(pk, _Told([], set())).accounts.append(f"@{handle}")
    for draft, by in Version.objects.filter(draft__in=agreed).values_list("draft", "by"):
        _hand(told, draft, by, None)
    decided = Approval.objects.filter(version__draft__in=agreed)
    for draft, by, outside, ground in decided.values_list("version__draft", "by", "outside", "ground"):
        if ground in ("person", "outside"):
            _hand(told, draft, by, outside)
        elif draft in told:
            told[draft].free = True
    for draft, by, outside in ChangeRequest.objects.filter(version__draft__in=agreed).values_list(
        "version__draft", "by", "outside"
    ):
        _hand(told, draft, by, outside)
        if draft in told:
            told[draft].rounds += 1
    return told


def _hand(told: dict[int, _Told], draft: int, by: int | None, outside: int | None) -> None:
    if draft in told:  # it may have been agreed between two queries
        told[draft].hands.add(("member", by) if by is not None else ("outside", outside or 0))


def _add_waiting(told: dict[int, _Told], organisation: Organisation, agreed: "models.QuerySet[Draft]") -> None:
    """How long each lay with its approvers, all rounds together; the hours in its writer's hands are not counted."""
    subjects = agreed.annotate(name=Cast("pk", models.CharField())).values("name")
    events = Event.objects.filter(
        organisation=organisation, subject_kind="publishing.draft", subject_id__in=subjects, verb__in=WAITING
    )
    since: dict[int, datetime] = {}
    waited: dict[int, timedelta] = {}
    for subject, verb, at in events.order_by("number").values_list("subject_id", "verb", "at"):
        draft = int(subject)
        if verb == "DRAFT_SUBMITTED":
            since[draft] = at
        elif draft in since:
            waited[draft] = waited.get(draft, timedelta()) + (at - since.pop(draft))
    for draft, each in told.items():
        if draft in waited and not each.free:
            each.minutes = waited[draft] / timedelta(minutes=1)


def _missed(organisation: Organisation, since: datetime, until: datetime) -> int:
    """Posts that missed their time, agreed only after it had come."""
    late = Approval.objects.filter(version=models.OuterRef("version"), at__gt=models.OuterRef("draft__leave_at"))
    missed = Publication.objects.filter(
        models.Exists(late),
        draft__organisation=organisation,
        state__in=["missed", "withdrawn"],
        trouble__say=LATE.say,
        leave_at__gte=since,
        leave_at__lt=until,
    )
    return missed.values("version").distinct().count()


def figures(told: Iterable[_Told]) -> Figures:
    every = list(told)
    minutes = sorted(each.minutes for each in every if each.minutes is not None)
    hands = sorted(len(each.hands) for each in every)
    return Figures(
        drafts=len(every),
        waited=len(minutes),
        minutes=quantile(minutes, 0.5) if len(minutes) >= LEAST else None,
        minutes_90=quantile(minutes, 0.9) if len(minutes) >= LEAST else None,
        hands=quantile(hands, 0.5) if len(hands) >= LEAST else None,
        rounds=sum(each.rounds for each in every),
    )
