"""The streams we read, each with its cursor."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from beffroi.connectors.contract import NetworkTrouble, StreamEvent
from beffroi.directory.models import Account
from beffroi.listening.models.gap import StreamGap

MINUTE = timedelta(minutes=1)


class Stream(models.Model):
    """A network's stream, read once for all organisations that have an account there, through `account`."""

    network = models.CharField(max_length=40)
    service = models.CharField(max_length=500)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    cursor = models.CharField(max_length=255, default="")
    read_at = models.DateTimeField(null=True)
    last_post_at = models.DateTimeField(null=True)
    posts_read = models.PositiveBigIntegerField(default=0)
    lines_passed_over = models.PositiveBigIntegerField(default=0)
    trouble = models.JSONField(default=dict)  # a Sentence: why it is not being read now
    is_polled = models.BooleanField(default=False)  # nothing is streamed: it is asked for what is new
    lag = models.FloatField(null=True)  # seconds from the network's last word to our reading it; None: it does not say
    pace = models.FloatField(default=0)  # posts a second, in the last minute that was counted to its end
    pace_since = models.DateTimeField(null=True)  # when the minute began that is being counted
    pace_posts = models.PositiveIntegerField(default=0)  # in it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "service"], name="one_stream_per_service")]

    def __str__(self) -> str:
        return f"{self.network} · {self.service}"

    def advance(self, events: list[StreamEvent], *, now: datetime) -> bool:
        """Moves the cursor past `events`; False when another reader has moved it meanwhile: nothing counts twice."""
        posts = [event.post for event in events if event.post and not event.changed]
        moved: dict[str, Any] = {
            "cursor": events[-1].cursor,
            "read_at": now,
            "posts_read": models.F("posts_read") + len(posts),
            "lines_passed_over": models.F("lines_passed_over") + sum(1 for event in events if event.trouble),
            "trouble": {},
            "is_polled": events[-1].polled,
            **self._pace(len(posts), now),
        }
        if posts:
            moved["last_post_at"] = posts[-1].published_at
        if said := [event.at for event in events if event.at]:
            moved["lag"] = max(0.0, (now - said[-1]).total_seconds())
        advanced = Stream.objects.filter(pk=self.pk, cursor=self.cursor).update(**moved)
        if advanced:
            self._note_gaps(events, now)
            self.cursor, self.read_at = events[-1].cursor, now
        return bool(advanced)

    def go_back(self, cursor: str) -> bool:
        """Has what came after `cursor` read again; False when another reader has moved the cursor meanwhile."""
        went = Stream.objects.filter(pk=self.pk, cursor=self.cursor).update(cursor=cursor)
        if went:
            self.cursor = cursor
        return bool(went)

    @property
    def lag_seconds(self) -> int:
        return round(self.lag or 0)

    @property
    def is_behind(self) -> bool:
        """Whether what is read now was said more than a minute before."""
        return (self.lag or 0) > MINUTE.total_seconds()

    def pace_now(self, now: datetime) -> float:
        """Posts a second of late; nothing was counted for a while: none."""
        return self.pace if self.pace_since and now - self.pace_since < 2 * MINUTE else 0.0

    def _pace(self, posts: int, now: datetime) -> dict[str, Any]:
        """The count of a minute; a minute that is over becomes the pace."""
        if self.pace_since is not None and now - self.pace_since < MINUTE:
            self.pace_posts += posts
        else:
            counted = (now - self.pace_since).total_seconds() if self.pace_since else 1.0
            self.pace, self.pace_since, self.pace_posts = self.pace_posts / counted, now, posts
        return {"pace": self.pace, "pace_since": self.pace_since, "pace_posts": self.pace_posts}

    def _note_gaps(self, events: list[StreamEvent], now: datetime) -> None:
        for event in events:
            if event.missed is not None:
                StreamGap.note(self, event.missed, now=now)

    def stopped_by(self, trouble: NetworkTrouble) -> None:
        Stream.objects.filter(pk=self.pk).update(trouble=trouble.reason.as_json())
