"""Stop-all: from its commit on, nothing more leaves for an organisation until somebody resumes."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.journal.models import record
from beffroi.work.waking import wake

if TYPE_CHECKING:
    from beffroi.publishing.models.ledger import PublicationQuerySet


class Stop(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None: from the command line
    reason = models.TextField()
    leaving = models.JSONField(default=list)  # publications whose sending had begun: they may have left
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(lifted_at=None), name="one_stop_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.reason

    @classmethod
    def in_force(cls, organisation: Organisation) -> "Stop | None":
        return cls.objects.filter(organisation=organisation, lifted_at=None).select_related("by").first()

    @classmethod
    def begin(cls, organisation: Organisation, *, reason: str, by: User | None, now: datetime) -> "Stop":
        """Stops everything. Locks every account as a claim does: whatever claims later sees the stop.

        A stop that is in force already is returned as it is.
        """
        with transaction.atomic():
            _lock(organisation)
            if (already := cls.in_force(organisation)) is not None:
                return already
            leaving = list(_publications(organisation).filter(state="sending").values_list("pk", flat=True))
            stop = cls.objects.create(organisation=organisation, at=now, by=by, reason=reason, leaving=leaving)
            record("EVERYTHING_STOPPED", stop, organisation=organisation, actor=by, now=now, reason=reason)
        return stop

    @classmethod
    def resume(cls, organisation: Organisation, *, by: User | None, now: datetime) -> bool:
        """Lets posts leave again, at once and in their order; False when nothing was stopped.

        What missed its time meanwhile asks a person.
        """
        with transaction.atomic():
            _lock(organisation)
            stop = cls.in_force(organisation)
            if stop is None or not cls.objects.filter(pk=stop.pk, lifted_at=None).update(lifted_at=now, lifted_by=by):
                return False
            _publications(organisation).held_by_a_stop().update(due_at=models.F("leave_at"))
            wake("publishing.send_due")
            record("EVERYTHING_RESUMED", stop, organisation=organisation, actor=by, now=now)
        return True


def _publications(organisation: Organisation) -> "PublicationQuerySet":
    publications = apps.get_model("publishing", "Publication")  # by its name: a publication knows us already
    rows: PublicationQuerySet = publications._default_manager.filter(draft__organisation=organisation)
    return rows


def _lock(organisation: Organisation) -> None:
    list(
        Account.objects.filter(organisation=organisation)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk")
    )
