"""The page on which a citizen can see where their question is: dates and names of services, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.access.secret_link import new_secret
from beffroi.inbox.models.reply import Assignment
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


@dataclass(frozen=True, slots=True)
class Step:
    """`kind`: "received", "handed" (to `service`), "desk" (back with who reads the messages), "answered", "closed"."""

    kind: str
    at: datetime
    service: str = ""


class StatusPage(models.Model):
    """`address` is drawn at random and says nothing. It opens nothing that is secret, so it is kept as it is."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="status_pages")
    address = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(withdrawn_at=None), name="one_status_page_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"status of {self.case_id}"

    @classmethod
    def open_for(cls, case: Case, *, by: User, now: datetime) -> StatusPage:
        """The page of `case`, a new one when there is none, or none any more: pressing twice opens one."""
        case.must_be_answered_by(by)
        with transaction.atomic():
            page, new = cls.objects.get_or_create(
                case=case,
                withdrawn_at=None,
                defaults={"address": new_secret(), "opened_by": by, "opened_at": now},
            )
            if new:
                record("STATUS_PAGE_OPENED", case, organisation=case.organisation, actor=by, now=now)
        return page

    def withdraw(self, *, by: User, now: datetime) -> None:
        """Its address leads nowhere from now on, for good."""
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            if StatusPage.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=now):
                self.withdrawn_at = now
                case = self.case
                record("STATUS_PAGE_WITHDRAWN", case, organisation=case.organisation, actor=by, now=now)

    def steps(self, answered_at: datetime | None) -> list[Step]:
        """What became of the question, the oldest first; what changed back within a moment shows as it ended."""
        return sorted(self._steps(answered_at), key=lambda step: step.at)

    def _steps(self, answered_at: datetime | None) -> Iterator[Step]:
        case = self.case
        yield Step("received", case.opened_at)
        before = ""
        for handed in Assignment.objects.filter(case=case).select_related("team").order_by("at", "pk"):
            service = handed.team.name if handed.team else ""
            if service != before:
                yield Step("handed" if service else "desk", handed.at, service)
            before = service
        if answered_at is not None and answered_at >= case.waiting_since:
            yield Step("answered", answered_at)
        if case.closed_at is not None:
            yield Step("closed", case.closed_at)
