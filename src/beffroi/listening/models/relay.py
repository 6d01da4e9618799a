"""What became of parcels on the way, for the page and the doctor."""

from datetime import datetime

from django.db import models

from beffroi.connectors.contract import NetworkTrouble


class Relay(models.Model):
    """One row for the whole installation; what is on its way is counted from the parcels."""

    redelivered = models.PositiveBigIntegerField(default=0)
    read_again = models.PositiveBigIntegerField(default=0)  # how often a stream went back for what the relay lost
    strange = models.PositiveBigIntegerField(default=0)  # messages that were no parcel of ours
    trouble = models.JSONField(default=dict)  # a Sentence: why hearers get nothing now
    last_trouble = models.JSONField(default=dict)  # the same, and it stays
    last_trouble_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.redelivered} redelivered, {self.read_again} times read again"

    @classmethod
    def count(cls, what: str) -> None:
        cls.objects.get_or_create(pk=1)
        cls.objects.update(**{what: models.F(what) + 1})

    @classmethod
    def stopped_by(cls, trouble: NetworkTrouble, *, now: datetime) -> None:
        cls.objects.get_or_create(pk=1)
        said = trouble.reason.as_json()
        cls.objects.update(trouble=said, last_trouble=said, last_trouble_at=now)

    @classmethod
    def well(cls) -> None:
        cls.objects.exclude(trouble={}).update(trouble={})

    @classmethod
    def told(cls) -> "Relay":
        """As it stands; writes nothing."""
        return cls.objects.first() or cls()
