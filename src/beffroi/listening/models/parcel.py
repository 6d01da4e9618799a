"""Posts on their way from the listener to a hearer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction

from beffroi.listening.models.stream import Stream
from beffroi.vocabulary import Sentence

LEFT_BEHIND = timedelta(minutes=10)  # far longer than a reader that lives waits for the relay's word
KEPT_DEAD = timedelta(days=7)


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def on_their_way(self) -> Self:
        """The relay has said that it holds them, and no hearer has settled them."""
        return self.filter(number__isnull=False, dead_at=None)

    def dead(self) -> Self:
        return self.filter(dead_at__isnull=False)

    def tidy(self, now: datetime) -> None:
        """Forgets what a reader that died had not handed over, which was read again since, and the long dead."""
        self.filter(number=None, packed_at__lt=now - LEFT_BEHIND).delete()
        self.filter(dead_at__lt=now - KEPT_DEAD).delete()


class Parcel(models.Model):
    """A stretch of a stream on its way to a hearer: after the cursor `after`, up to `cursor`.

    It is written before it leaves, and goes in the transaction that keeps what it brought: as long as the row is
    there, its posts are not matched. Of one stream, parcels that have left are numbered in the stream's order.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="parcels")
    after = models.CharField(max_length=255)
    cursor = models.CharField(max_length=255)
    posts = models.PositiveIntegerField()
    packed_at = models.DateTimeField()
    store = models.CharField(max_length=64, default="")  # which store of the relay holds it: a new one is empty
    number = models.PositiveBigIntegerField(null=True)  # its number there; None: the relay has not said that it has it
    dead_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence: why nobody could open it

    objects = ParcelQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stream", "number"], name="parcel_on_its_way")]

    def __str__(self) -> str:
        return f"{self.stream_id}: {self.after}…{self.cursor}"

    def arrive(self) -> bool:
        """Settles the parcel, in the transaction that keeps what it brought; False when that was done already."""
        return bool(Parcel.objects.filter(pk=self.pk).delete()[0])

    def bury(self, why: Sentence, *, now: datetime) -> bool:
        """Nobody can open it: the row stays and says which stretch of the stream was not matched."""
        return bool(Parcel.objects.filter(pk=self.pk, dead_at=None).update(dead_at=now, trouble=why.as_json()))

    @classmethod
    def recall(cls, stream: Stream, lost: Sequence["Parcel"]) -> bool:
        """Has the stream read again from before the first of the `lost` that is still there; False when none is.

        What left after it is read again too, so its rows go: a hearer that still gets such a parcel passes it over.
        """
        with transaction.atomic():
            still = cls.objects.filter(stream=stream, pk__in=[parcel.pk for parcel in lost[:1000]])
            first = still.order_by("pk").first()
            if first is None or not stream.go_back(first.after):
                return False
            cls.objects.filter(stream=stream, pk__gte=first.pk, number__isnull=False).delete()
        return True
