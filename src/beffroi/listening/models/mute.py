"""What somebody does not want to be called for: a search for a while, one author, one story."""

from datetime import datetime
from typing import Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.journal.models import record
from beffroi.listening.models.search import SavedSearch
from beffroi.listening.models.story import Story


class MuteQuerySet(models.QuerySet["Mute"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(search__organisation=organisation).select_related("search__organisation", "by")

    def standing(self, now: datetime) -> Self:
        until = models.Q(until=None) | models.Q(until__gt=now)
        return self.filter(until, lifted_at=None).order_by("-at", "-pk")

    def of_the_search(self) -> Self:
        return self.filter(story=None, author_id="")


class Mute(models.Model):
    """Until `until`, or until it is lifted, nobody is told of what `search` finds: of anything, of one author's posts
    or of one story. What is found meanwhile is kept under the search, and rings afterwards neither."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="mutes")
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="mutes")
    network = models.CharField(max_length=40, default="")
    author_id = models.CharField(max_length=255, default="")
    name = models.CharField(max_length=255, default="")  # of the author, or the first words of the story
    until = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["search", "lifted_at"], name="mute_standing")]

    def __str__(self) -> str:
        return self.name or str(self.search)

    @classmethod
    def silences(cls, search: SavedSearch, post: Post, story: Story, now: datetime) -> bool:
        """Whether nobody is to be told that `search` found `post`."""
        author = models.Q(network=post.network, author_id=post.author_id)
        everything = models.Q(story=None, author_id="")
        return cls.objects.standing(now).filter(everything | author | models.Q(story=story), search=search).exists()

    @classmethod
    def search_until(cls, search: SavedSearch, until: datetime, *, by: User, now: datetime) -> "Mute":
        """Nothing rings before `until`; a shorter mute that stands gives way."""
        with transaction.atomic():
            cls.objects.standing(now).of_the_search().filter(search=search).update(lifted_at=now)
            return cls._set("SEARCH_MUTED", search, by=by, now=now, until=until)

    @classmethod
    def author(cls, search: SavedSearch, post: Post, *, by: User, now: datetime) -> "Mute":
        said = {"network": post.network, "author_id": post.author_id, "name": f"@{post.author_handle}"[:255]}
        return cls._once("AUTHOR_MUTED", search, by=by, now=now, **said)

    @classmethod
    def of_story(cls, story: Story, *, by: User, now: datetime) -> "Mute":
        words = story.first.text[:120]
        return cls._once("STORY_MUTED", story.search, by=by, now=now, story=story, name=words)

    @classmethod
    def _once(cls, verb: str, search: SavedSearch, *, by: User, now: datetime, **what: object) -> "Mute":
        """Pressed twice it is muted once."""
        with transaction.atomic():
            named = {name: value for name, value in what.items() if name != "name"}
            standing = cls.objects.standing(now).filter(search=search, **named).first()
            return standing or cls._set(verb, search, by=by, now=now, **what)

    @classmethod
    def _set(cls, verb: str, search: SavedSearch, *, by: User, now: datetime, **what: object) -> "Mute":
        with transaction.atomic():
            mute = cls.objects.create(search=search, by=by, at=now, **what)
            mute._record(verb, by, now)
        return mute

    def lift(self, *, by: User, now: datetime) -> None:
        """It rings again from now on. Twice changes nothing."""
        with transaction.atomic():
            if Mute.objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=now):
                self._record("MUTE_LIFTED", by, now)

    def _record(self, verb: str, by: User, now: datetime) -> None:
        search = self.search
        said = {"search": search.name, "name": self.name or search.name}
        record(verb, self, organisation=search.organisation, actor=by, now=now, **said)
