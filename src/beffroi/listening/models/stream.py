"""The streams we read, each with its cursor."""

from datetime import datetime
from typing import Any

from django.db import models

from beffroi.connectors.contract import NetworkTrouble, StreamEvent
from beffroi.directory.models import Account


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "service"], name="one_stream_per_service")]

    def __str__(self) -> str:
        return f"{self.network} · {self.service}"

    def advance(self, events: list[StreamEvent], *, now: datetime) -> bool:
        """Moves the cursor past `events`; False when another reader has moved it meanwhile: nothing counts twice."""
        posts = [event.post for event in events if event.post]
        moved: dict[str, Any] = {
            "cursor": events[-1].cursor,
            "read_at": now,
            "posts_read": models.F("posts_read") + len(posts),
            "lines_passed_over": models.F("lines_passed_over") + sum(1 for event in events if event.trouble),
            "trouble": {},
        }
        if posts:
            moved["last_post_at"] = posts[-1].published_at
        advanced = Stream.objects.filter(pk=self.pk, cursor=self.cursor).update(**moved)
        if advanced:
            self.cursor = events[-1].cursor
        return bool(advanced)

    def go_back(self, cursor: str) -> bool:
        """Has what came after `cursor` read again; False when another reader has moved the cursor meanwhile."""
        went = Stream.objects.filter(pk=self.pk, cursor=self.cursor).update(cursor=cursor)
        if went:
            self.cursor = cursor
        return bool(went)

    def stopped_by(self, trouble: NetworkTrouble) -> None:
        Stream.objects.filter(pk=self.pk).update(trouble=trouble.reason.as_json())
