"""What a stream did not give: shown beside it, never silent."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from beffroi.connectors.contract import Missed
from beffroi.vocabulary import Sentence

if TYPE_CHECKING:
    from beffroi.listening.models.stream import Stream

TOGETHER = timedelta(minutes=1)  # stretches so near each other, for one reason, are one
SHOWN = timedelta(days=7)


class StreamGapQuerySet(models.QuerySet["StreamGap"]):
    def lately(self, now: datetime) -> Self:
        return self.filter(until__gte=now - SHOWN).order_by("-until", "-pk")


class StreamGap(models.Model):
    """A stretch of a stream that was not read, and will not be."""

    stream = models.ForeignKey("listening.Stream", on_delete=models.CASCADE, related_name="gaps")
    since = models.DateTimeField()
    until = models.DateTimeField()
    why = models.JSONField()  # a Sentence
    noted_at = models.DateTimeField()

    objects = StreamGapQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stream", "-until"], name="gap_newest")]

    def __str__(self) -> str:
        return f"{self.stream_id}: {self.since:%d/%m %H:%M:%S} - {self.until:%d/%m %H:%M:%S}"

    @classmethod
    def note(cls, stream: "Stream", missed: Missed, *, now: datetime) -> "StreamGap":
        """A new gap, or the end of one that goes on: a server that is asked again every two seconds makes one row."""
        since, until = missed.since or stream.read_at or now, missed.until or now
        why = Sentence(missed.why).as_json()
        last = stream.gaps.filter(until__gte=since - TOGETHER, since__lte=since).order_by("-until").first()
        if last is None or last.why != why:
            return cls.objects.create(stream=stream, since=since, until=until, why=why, noted_at=now)
        last.until = max(last.until, until)
        last.save(update_fields=["until"])
        return last
