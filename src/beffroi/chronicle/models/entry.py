"""One line of a chronicle: what it says is elsewhere, and it points there."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.archive.models import Post
from beffroi.chronicle.models.evidence import fingerprint
from beffroi.chronicle.states import EPISODES
from beffroi.journal.models import Event, record


class EntryQuerySet(models.QuerySet["Entry"]):
    def told(self) -> Self:
        """What stands in the chronicle, in order of time, with its evidence."""
        return self.filter(removed_at=None).select_related("post", "event__actor", "by").order_by("at", "pk")


class Entry(models.Model):
    """`at` is when it happened, `captured_at` when the evidence was taken, `sha256` its fingerprint at that time.

    The text of a post is kept by the archive alone: once it is gone there, its fingerprint and its time remain here.
    """

    incident = models.ForeignKey("chronicle.Incident", on_delete=models.CASCADE, related_name="entries")
    episode = models.CharField(max_length=20)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    evidence = models.CharField(max_length=600)  # what it points to: the same twice is one entry
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField(default=dict)  # a Sentence, and the address that was read
    text = models.TextField(default="")  # a note
    captured_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    placed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # who chose the episode
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "evidence"], name="one_entry_per_evidence"),
            models.CheckConstraint(condition=models.Q(episode__in=list(EPISODES)), name="known_episode"),
        ]
        indexes = [models.Index(fields=["incident", "at", "id"], name="entry_in_order")]

    def __str__(self) -> str:
        return f"{self.episode}: {self.evidence}"

    @property
    def is_intact(self) -> bool | None:
        """Whether the evidence still has its fingerprint; None where it is kept elsewhere, or no longer."""
        if self.kind == "post":
            return fingerprint(self.post) == self.sha256 if self.post else None
        if self.kind == "event":
            return self.event is not None and self.event.hash == self.sha256 and self.event.is_true()
        return None

    def move_to(self, episode: str, *, by: User, now: datetime) -> None:
        """Tells it in another episode. A machine moves it no more. KeyError for an unknown episode."""
        if episode not in EPISODES:
            raise KeyError(episode)
        if episode == self.episode:
            return
        was, self.episode, self.placed_by = self.episode, episode, by
        self._write_down("INCIDENT_ENTRY_MOVED", by, now, ["episode", "placed_by"], was=was, episode=episode)

    def remove(self, *, by: User, now: datetime) -> None:
        """Takes it out of the telling. The row stays, so that it is not gathered again and can be put back."""
        if self.removed_at is None:
            self.removed_at, self.removed_by = now, by
            self._write_down("INCIDENT_ENTRY_REMOVED", by, now, ["removed_at", "removed_by", "is_public"])

    def restore(self, *, by: User, now: datetime) -> None:
        if self.removed_at is not None:
            self.removed_at = self.removed_by = None
            self._write_down("INCIDENT_ENTRY_RESTORED", by, now, ["removed_at", "removed_by"])

    def _write_down(self, verb: str, by: User, now: datetime, fields: list[str], **detail: Any) -> None:
        if self.removed_at is not None:
            self.is_public = False
        with transaction.atomic():
            self.save(update_fields=fields)
            incident = self.incident
            record(verb, incident, organisation=incident.organisation, actor=by, now=now, entry=self.pk, **detail)
