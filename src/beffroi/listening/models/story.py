"""One story of a search: a post and what repeats it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from beffroi.archive.models import Post
from beffroi.engines.likeness.stories import Telling, place, told
from beffroi.listening.models.search import SavedSearch

LIVES = timedelta(days=3)  # after its last post: who says the same later tells it anew
NOTHING = told("").as_json()
COMPARED = 200  # stories, those that were told last


class Story(models.Model):
    """What the first post told, in `telling`: it goes when that post goes or is nameless. `count` posts told it."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="stories")
    first = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    telling = models.JSONField()
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["search", "-last_at"], name="story_newest")]

    def __str__(self) -> str:
        return f"{self.first_id} × {self.count}"

    @classmethod
    def forget(cls, stories: "models.QuerySet[Story]") -> int:
        """What the first post told goes; who says the same later tells it anew."""
        return stories.update(telling=NOTHING)

    @classmethod
    def take(
        cls, search: SavedSearch, post: Post, *, now: datetime, linked: Iterable[str] = ()
    ) -> "tuple[Story, bool]":
        """The story that `post` tells, counted once more, and whether it is a new one."""
        telling = told(post.text, post.url, linked)
        alive = list(cls.objects.filter(search=search, last_at__gt=now - LIVES).order_by("-last_at", "-pk")[:COMPARED])
        home = place(telling, [Telling.from_json(story.telling) for story in alive])
        if home is None:
            kept = telling.as_json()
            return cls.objects.create(search=search, first=post, telling=kept, count=1, last_at=now), True
        story = alive[home]
        cls.objects.filter(pk=story.pk).update(count=models.F("count") + 1, last_at=now)
        return story, False
