"""A post that a search found: one row per search and post."""

from datetime import datetime

from django.db import models

from beffroi.archive.models import Post
from beffroi.journal.models import record
from beffroi.listening.models.alert import Alert
from beffroi.listening.models.search import SavedSearch


class Match(models.Model):
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="matches")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "post"], name="one_match_per_search_and_post")]
        indexes = [models.Index(fields=["search", "-at"], name="match_newest")]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.post_id}"

    @classmethod
    def note(cls, search: SavedSearch, post: Post, *, now: datetime) -> "Match | None":
        """One match per search and post; opens the search's alert, or joins the one that is open."""
        if cls.objects.filter(search=search, post=post).exists():
            return None
        alert, new = Alert.objects.get_or_create(search=search, read_at=None, defaults={"opened_at": now})
        if new:
            record("ALERT_OPENED", alert, organisation=search.organisation, now=now, search=search.name)
        else:
            record("ALERT_GREW", alert, organisation=search.organisation, now=now, search=search.name)
        return cls.objects.create(search=search, post=post, alert=alert, at=now)
