"""Saved searches, the streams we read with their cursors, matches and alerts."""

from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.connectors.contract import NetworkTrouble, StreamEvent
from beffroi.directory.models import Account
from beffroi.engines.query import Search, SearchError, parse
from beffroi.journal.models import record


def validate_search(text: str) -> None:
    """Says where a search is wrong and how to mend it."""
    try:
        parse(text)
    except SearchError as error:
        place = _("Character %(position)s: %(message)s %(hint)s")
        said = {
            "position": error.position + 1,
            "message": _(error.message),
            "hint": _(error.hint) if error.hint else "",
        }
        raise ValidationError(place % said, code="search", params={"position": error.position}) from error


class SavedSearch(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(gettext_lazy("Name of the search"), max_length=120)
    text = models.TextField(gettext_lazy("Search"), max_length=10_000, validators=[validate_search])
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    paused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "name"], name="search_by_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def save_new(cls, *, organisation: Organisation, name: str, text: str, by: User, now: datetime) -> "SavedSearch":
        with transaction.atomic():
            search = cls.objects.create(organisation=organisation, name=name, text=text, saved_at=now, saved_by=by)
            record("SEARCH_SAVED", search, organisation=organisation, actor=by, now=now, name=name)
        return search

    def pause(self, *, by: User, now: datetime) -> None:
        self._switch(now, "SEARCH_PAUSED", by, now)

    def resume(self, *, by: User, now: datetime) -> None:
        self._switch(None, "SEARCH_RESUMED", by, now)

    def _switch(self, paused_at: datetime | None, verb: str, by: User, now: datetime) -> None:
        with transaction.atomic():
            self.paused_at = paused_at
            self.save(update_fields=["paused_at"])
            record(verb, self, organisation=self.organisation, actor=by, now=now, name=self.name)

    @property
    def parsed(self) -> Search:
        return parse(self.text)


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

    def stopped_by(self, trouble: NetworkTrouble) -> None:
        Stream.objects.filter(pk=self.pk).update(trouble=trouble.reason.as_json())


class AlertQuerySet(models.QuerySet["Alert"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(search__organisation=organisation).select_related("search")

    def open(self) -> Self:
        return self.filter(read_at=None).order_by("-opened_at", "-pk")


class Alert(models.Model):
    """What a search found since somebody last looked: one row asks for attention, however many posts matched."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="alerts")
    opened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search"], condition=models.Q(read_at=None), name="one_open_alert_per_search"
            )
        ]
        indexes = [models.Index(fields=["-opened_at"], name="alert_newest")]

    def __str__(self) -> str:
        return f"{self.search}: {self.opened_at:%d/%m %H:%M}"

    def read(self, *, by: User, now: datetime) -> None:
        """A person has seen it; the next match opens a new alert."""
        with transaction.atomic():
            if Alert.objects.filter(pk=self.pk, read_at=None).update(read_at=now, read_by=by):
                record(
                    "ALERT_READ",
                    self,
                    organisation=self.search.organisation,
                    actor=by,
                    now=now,
                    search=self.search.name,
                )


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
