"""A post that a search found: one row per search and post."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction

from beffroi.archive.models import Post
from beffroi.journal.models import record
from beffroi.listening.models.alert import Alert
from beffroi.listening.models.mute import Mute
from beffroi.listening.models.policy import Policy
from beffroi.listening.models.search import SavedSearch
from beffroi.listening.models.story import Story

PAST = timedelta(days=1)  # what was said longer ago is history, found when a search looks back: it rings nothing


class MatchQuerySet(models.QuerySet["Match"]):
    def to_ring(self) -> Self:
        """Those that may ring: nobody muted them, and they were no history when they were found."""
        return self.filter(is_muted=False, said_at__gt=models.F("at") - PAST)

    def waiting(self) -> Self:
        """Those that may ring, and did not."""
        return self.to_ring().filter(alert=None)


class Match(models.Model):
    """`at` is when it was noted, `said_at` when the post was made: a stream that was away brings its posts late and all
    at once."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, null=True, on_delete=models.SET_NULL, related_name="matches")
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="matches")
    at = models.DateTimeField()
    said_at = models.DateTimeField()
    is_muted = models.BooleanField(default=False)

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "post"], name="one_match_per_search_and_post")]
        indexes = [
            models.Index(fields=["search", "-at"], name="match_newest"),
            models.Index(fields=["search", "-said_at"], name="match_by_time_said"),
        ]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.post_id}"

    @classmethod
    def note(cls, search: SavedSearch, post: Post, *, now: datetime, linked: Iterable[str] = ()) -> "Match | None":
        """One match per search and post, with its story; it rings, or waits to be weighed, as the policy says.

        In the transaction of the caller. `linked`: addresses that the post points to beside those in its text. None
        when it was noted before.
        """
        seen = {"at": now, "said_at": min(post.published_at, now)}
        with transaction.atomic():
            match, new = cls.objects.get_or_create(search=search, post=post, defaults=seen)
            if not new:
                return None
            match.story, is_new_story = Story.take(search, post, now=now, linked=linked)
            match.is_muted = Mute.silences(search, post, match.story, now)
            if not match.is_muted and match.said_at > now - PAST:
                match._speak_up(is_new_story, now)
            match.save(update_fields=["story", "is_muted", "alert"])
        return match

    def _speak_up(self, is_new_story: bool, now: datetime) -> None:
        policy = Policy.of(self.search)
        if policy.rings == "each":
            self.alert = Alert.open_for(self.search, now=now)
            if is_new_story:
                self.alert.ring(now)
            return
        if policy.rings != "digest":
            self.alert = Alert.join(self.search, now=now)
        if self.alert is None:
            organisation, name = self.search.organisation, self.search.name
            record("MATCH_WAITS", self, organisation=organisation, now=now, search=name)
            policy.wake(now)
