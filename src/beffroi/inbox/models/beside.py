"""What a case has beside its messages, asked at once: so that its page looks for nothing that is not there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from beffroi.archive.models import StandIn
from beffroi.inbox.models.consultation import Consultation
from beffroi.inbox.models.deadline import Deadline
from beffroi.inbox.models.joining import Apart, Merging
from beffroi.inbox.models.labelled import CaseLabel
from beffroi.inbox.models.moderation import ModerationAct
from beffroi.inbox.models.note import Note
from beffroi.inbox.models.reply import Assignment, Reply
from beffroi.inbox.models.routing import Routing
from beffroi.inbox.models.status import StatusPage
from beffroi.inbox.models.writing import Writing

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case, CaseQuerySet

_OF_THE_CASE: Mapping[str, type[models.Model]] = {
    "deadlines": Deadline,
    "labels": CaseLabel,
    "notes": Note,
    "writers": Writing,
    "replies": Reply,
    "assignments": Assignment,
    "routings": Routing,
    "consultations": Consultation,
    "status": StatusPage,
    "moderation": ModerationAct,
}


def with_beside(cases: "models.QuerySet[Case]") -> "models.QuerySet[Case]":
    """Adds `has_…` to each of `cases`, for `has`."""
    there: dict[str, Exists] = {
        f"has_{name}": Exists(model._default_manager.filter(case=OuterRef("pk")))
        for name, model in _OF_THE_CASE.items()
    }
    standing = Merging.objects.filter(undone_at=None)
    there["has_merged"] = Exists(standing.filter(Q(case=OuterRef("pk")) | Q(into=OuterRef("pk"))))
    there["has_apart"] = Exists(Apart.objects.filter(Q(case=OuterRef("pk")) | Q(origin=OuterRef("pk"))))
    stand_ins = StandIn.objects.filter(organisation=OuterRef("organisation"), conversation=OuterRef("conversation"))
    there["has_stand_ins"] = Exists(stand_ins)
    return cases.annotate(**there)


def opened(cases: "CaseQuerySet") -> "models.QuerySet[Case]":
    """With everything that the page of one case shows."""
    joined = with_beside(cases.with_answer().with_snooze()).select_related("account__organisation", "organisation")
    return joined.prefetch_related(Prefetch("deadlines", Deadline.objects.in_words()))


def has(case: "Case", what: str) -> bool:
    """Whether there may be any: False only for a case that was read `with_beside` and has none."""
    return bool(getattr(case, f"has_{what}", True))
