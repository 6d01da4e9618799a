"""For how long a kind of thing is kept, where somebody chose another time than the usual one."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import override

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record
from beffroi.keeping.kinds import Kind


class Period(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    days = models.PositiveIntegerField()
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_period_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"

    @classmethod
    def choose(cls, organisation: Organisation, kind: Kind, days: int, *, by: User, now: datetime) -> bool:
        """Nothing goes here: the duty does it. False where nothing changes; ValueError out of bounds."""
        if kind.going is None or not kind.least <= days <= kind.most:
            raise ValueError(f"{kind.key}: {days}")
        before = days_of(organisation, kind)
        if days == before:
            return False
        with transaction.atomic():
            chosen = {"days": days, "chosen_at": now, "chosen_by": by}
            cls.objects.update_or_create(organisation=organisation, kind=kind.key, defaults=chosen)
            said = {"kind": {"say": _message_id(kind)}, "days": days, "before": before}
            record("KEEPING_CHANGED", organisation, organisation=organisation, actor=by, now=now, **said)
        return True


def days_of(organisation: Organisation | int, kind: Kind) -> int:
    """How many days `kind` is kept in this organisation."""
    whose = organisation if isinstance(organisation, int) else organisation.pk
    chosen = Period.objects.filter(organisation=whose, kind=kind.key).values_list("days", flat=True).first()
    return kind.days if chosen is None else chosen


def _message_id(kind: Kind) -> str:
    with override("en"):
        return str(kind.name)
