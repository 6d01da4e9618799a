"""An incident: what happened, told in episodes."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.chronicle.models.entry import Entry
from beffroi.chronicle.models.evidence import fingerprint
from beffroi.chronicle.models.voice import Voice
from beffroi.chronicle.states import EPISODES, INCIDENT, KINDS
from beffroi.directory.models import Account
from beffroi.journal.models import Event, record
from beffroi.journal.moves import NotAllowed, move
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet


def new_slug() -> str:
    return secrets.token_urlsafe(16)


class IncidentQuerySet(DueQuerySet["Incident"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).select_related("post", "account", "opened_by", "closed_by")


class Incident(Due):
    """Due while it is open: that is when its posts are gathered again.

    `about` is what the opener knows it by (a fact, an alarm): the same thing opens one incident, however often.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=200, default="")
    title = models.JSONField()  # a Sentence
    state = models.CharField(max_length=20, default=INCIDENT.initial)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")  # the faulty one
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None: Beffroi
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    early_by = models.PositiveIntegerField(null=True)  # seconds
    summary = models.TextField(default="")
    outcome = models.TextField(default="")
    is_public = models.BooleanField(default=False)
    public_slug = models.CharField(max_length=40, unique=True, default=new_slug)  # says nothing

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "about"],
                condition=models.Q(state="open") & ~models.Q(about=""),
                name="one_open_incident_per_thing",
            ),
            models.CheckConstraint(condition=models.Q(state__in=INCIDENT.states), name="known_incident_state"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-state", "-started_at", "-id"], name="incident_in_order"),
            models.Index(fields=["due_at"], name="incident_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.title.get("say"))

    @classmethod
    def open(
        cls,
        organisation: Organisation,
        *,
        kind: str,
        title: Sentence,
        now: datetime,
        started_at: datetime | None = None,
        by: User | None = None,
        post: Post | None = None,
        account: Account | None = None,
        about: str = "",
    ) -> "Incident":
        """The open incident about this thing, a new one or the known one. KeyError for an unknown `kind`.

        Without `about` the faulty post is the thing; without a post each call opens another. `account` is the one the
        post left from, if it is not said.
        """
        KINDS[kind]
        about = (about or (f"post {post.pk}" if post else ""))[:200]
        begun = {
            "title": title.as_json(),
            "post": post,
            "account": account or _account_of(post, organisation),
            "opened_at": now,
            "opened_by": by,
            "due_at": now,
            "started_at": started_at or (post.published_at if post else now),
        }
        with transaction.atomic():
            incident, new = cls._begin(organisation, kind, about, begun)
            if new:
                record("INCIDENT_OPENED", incident, organisation=organisation, actor=by, now=now, title=title.as_json())
            if new and post is not None:
                incident.note_post(post, episode="faulty", now=now)
        return incident

    @classmethod
    def _begin(
        cls, organisation: Organisation, kind: str, about: str, begun: dict[str, Any]
    ) -> "tuple[Incident, bool]":
        same = {"organisation": organisation, "kind": kind, "about": about}
        if not about:
            return cls.objects.create(**same, **begun), True
        return cls.objects.get_or_create(**same, state=INCIDENT.initial, defaults=begun)

    def note_post(self, post: Post, *, episode: str, now: datetime, by: User | None = None) -> Entry:
        """An archived post as evidence, with its capture time and its fingerprint."""
        shown = _shown_by(post)
        return self._note(episode, "post", f"post {post.pk}", at=post.published_at, now=now, by=by, **shown)

    def note_event(self, event: Event, *, episode: str, now: datetime, by: User | None = None) -> Entry:
        """A line of the ledger as evidence: its fingerprint is its own hash in the chain."""
        taken: dict[str, Any] = {"event": event, "captured_at": event.at, "sha256": event.hash}
        return self._note(episode, "event", f"event {event.pk}", at=event.at, now=now, by=by, **taken)

    def note_document(
        self, *, label: Sentence, address: str, sha256: str, taken_at: datetime, episode: str, now: datetime
    ) -> Entry:
        """What a source said when it was read: the words for it, where it was read, the hash of its bytes."""
        document = {**label.as_json(), "address": address}
        taken: dict[str, Any] = {"document": document, "captured_at": taken_at, "sha256": sha256}
        evidence = f"document {sha256} {taken_at.isoformat()} {address}"[:600]
        return self._note(episode, "document", evidence, at=taken_at, now=now, **taken)

    def note_text(
        self, text: str, *, episode: str, by: User | None, now: datetime, at: datetime | None = None
    ) -> Entry:
        """A person's own words. `at` is when what they tell happened."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        taken: dict[str, Any] = {"text": text, "captured_at": now, "sha256": digest}
        return self._note(episode, "text", f"text {digest}", at=at or now, now=now, by=by, **taken)

    def set_early_by(self, early_by: timedelta) -> None:
        """By how long it was announced before it was true."""
        self.early_by = max(0, round(early_by.total_seconds()))
        self.save(update_fields=["early_by"])

    def sum_up(self, summary: str, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            if Incident.objects.filter(pk=self.pk).exclude(summary=summary).update(summary=summary):
                record("INCIDENT_SUMMED_UP", self, organisation=self.organisation, actor=by, now=now)
        self.summary = summary

    def close(self, *, by: User, outcome: str, now: datetime) -> None:
        """How it ended, in a person's words; nothing more is gathered. Raises NotAllowed when it is closed already."""
        self._turn("closed", "INCIDENT_CLOSED", by, now, {"outcome": outcome}, outcome=outcome, closed_by=by)

    def reopen(self, *, by: User, now: datetime) -> None:
        """Gathers again. Raises NotAllowed when it is open already, or another one about the same thing is."""
        same = {"organisation": self.organisation, "kind": self.kind, "about": self.about, "state": "open"}
        if self.about and Incident.objects.filter(**same).exists():
            raise NotAllowed(f"another incident about {self.about} is open")
        self._turn("open", "INCIDENT_REOPENED", by, now, {}, closed_by=None)

    def publish(self, entries: Collection[int], *, by: User, now: datetime) -> None:
        """Shows the summary, the outcome, the curve and these entries to everybody, and no other entry."""
        with transaction.atomic():
            shown = self.entries.filter(pk__in=entries, removed_at=None).values_list("pk", flat=True)
            chosen = list(shown)
            self.entries.filter(is_public=True).exclude(pk__in=chosen).update(is_public=False)
            self.entries.filter(pk__in=chosen).update(is_public=True)
            self._show(True)
            detail = {"entries": len(chosen)}
            record("INCIDENT_PUBLISHED", self, organisation=self.organisation, actor=by, now=now, **detail)

    def unpublish(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            if self._show(False):
                record("INCIDENT_UNPUBLISHED", self, organisation=self.organisation, actor=by, now=now)

    def _show(self, public: bool) -> bool:
        changed = Incident.objects.filter(pk=self.pk).exclude(is_public=public).update(is_public=public)
        self.is_public = public
        return bool(changed)

    def _turn(self, to: str, verb: str, by: User, now: datetime, detail: dict[str, Any], **changes: Any) -> None:
        is_open = to == INCIDENT.initial
        move(
            self,
            to,
            lifecycle=INCIDENT,
            verb=verb,
            organisation=self.organisation,
            now=now,
            actor=by,
            detail=detail,
            due_at=now if is_open else None,
            ended_at=None if is_open else now,
            **changes,
        )

    def _note(
        self, episode: str, kind: str, evidence: str, *, now: datetime, by: User | None = None, **what: Any
    ) -> Entry:
        """The entry for this evidence, new or known. What a person notes again after it was taken out comes back."""
        EPISODES[episode]
        with transaction.atomic():
            entry, new = self.entries.get_or_create(
                evidence=evidence,
                defaults={"episode": episode, "kind": kind, "noted_at": now, "by": by, "placed_by": by, **what},
            )
            if new and entry.post is not None:
                whose = {"network": entry.post.network, "author_id": entry.post.author_id}
                Voice.objects.get_or_create(incident=self, **whose, defaults={"due_at": now})
            if new and by is not None:
                record("INCIDENT_NOTED", self, organisation=self.organisation, actor=by, now=now, entry=entry.pk)
            elif by is not None:
                entry.restore(by=by, now=now)
        return entry


def _shown_by(post: Post) -> dict[str, Any]:
    return {"post": post, "captured_at": post.seen_at, "sha256": fingerprint(post)}


def _account_of(post: Post | None, organisation: Organisation) -> Account | None:
    if post is None:
        return None
    whose = {"network": post.network, "native_id": post.author_id}
    return Account.objects.filter(organisation=organisation, **whose).first()
