"""A draft: a text for one or more accounts, agreed as the rules of those accounts ask before it leaves."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.directory.rights import may_on, require
from beffroi.facts.models import Outcome, Settlement
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.checks import Finding
from beffroi.publishing.checks.run import findings
from beffroi.publishing.models.agreement import Agreement, Blocked, StaleForm
from beffroi.publishing.models.decisions import Approval
from beffroi.publishing.models.planning import Campaign, LinkReading
from beffroi.publishing.models.publication import GRACE, Publication
from beffroi.publishing.models.ruling import asks
from beffroi.publishing.models.sight import lift, seen_by_checks
from beffroi.publishing.models.version import Image, Version
from beffroi.publishing.states import DRAFT, OPEN
from beffroi.work.models import DueQuerySet

AMENDMENTS = ("", "correction", "edit")
ONE_PRESS = timedelta(minutes=10)  # a second press, or the way back and the same button, within this is the same draft


class DraftQuerySet(DueQuerySet["Draft"]):
    def of(self, organisation: Organisation) -> Self:
        """With everything that a list of drafts shows, in as many queries for one as for many."""
        accounts = models.Prefetch("accounts", Account.objects.with_freeze().select_related("connection"))
        approvals = models.Prefetch(
            "versions__approvals", Approval.objects.select_related("by", "outside", "delegation__given_by")
        )
        versions = models.Prefetch("versions", Version.objects.select_related("by"))
        whole = self.filter(organisation=organisation).select_related("author", "campaign", "awaits__fact")
        return whole.prefetch_related(accounts, versions, approvals)

    def opened(self, organisation: Organisation) -> Self:
        """With everything that the page of one draft shows."""
        return self.of(organisation).select_related("organisation", "in_reply_to", "amends")

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def pressed_before(
        self, *, by: User, text: str, accounts: Iterable[Account], now: datetime, **what: Any
    ) -> "Draft | None":
        """What `by` has begun just now with the very same words for the same accounts, and has not given up."""
        begun = self.filter(
            author=by,
            created_at__gt=now - ONE_PRESS,
            versions__number=1,
            versions__text=text,
            versions__picture_count=len(what.get("images", ())),
            **{f"versions__{name}": what[name] for name in ("texts", "is_thread", "lang") if name in what},
            **{name: what[name] for name in ("organisation", "leave_at", "in_reply_to") if name in what},
        ).exclude(state__in=["discarded", "expired"])
        chosen = {account.pk for account in accounts}
        same = (draft for draft in begun.order_by("pk") if {account.pk for account in draft.accounts.all()} == chosen)
        return next(same, None)

    def wind(self) -> None:
        """A rule has changed: the clock of every waiting draft is set anew."""
        with transaction.atomic():
            for draft in self.filter(state="submitted").select_for_update(no_key=True).order_by("pk"):
                draft.wind()

    def waiting_for(self, approver: User) -> Self:
        """Submitted drafts that `approver` may judge and has not yet: those of others, whose rules ask them."""
        newest = Version.objects.filter(draft=models.OuterRef("pk")).order_by("-number")
        others = (
            self.filter(state="submitted")
            .exclude(author=approver)
            .annotate(
                last_writer=models.Subquery(newest.values("by")[:1]),
                last_version=models.Subquery(newest.values("pk")[:1]),
            )
        )
        given = Approval.objects.filter(
            version=models.OuterRef("last_version"), by=approver, at__gte=models.OuterRef("submitted_at")
        )
        asked = others.exclude(last_writer=approver).exclude(models.Exists(given)).filter(asks(approver))
        return asked.order_by("submitted_at", "pk")


class Draft(Agreement):
    in_reply_to = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    is_relay = models.BooleanField(default=False)  # passes on what somebody else said
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amendments")
    amendment = models.CharField(max_length=12, default="", blank=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(DRAFT.states)), name="draft_state"),
            models.CheckConstraint(condition=models.Q(amendment__in=AMENDMENTS), name="draft_amendment"),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-created_at"], name="draft_by_state"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="draft_newest"),
            models.Index(fields=["organisation", "leave_at"], name="draft_by_time"),
            models.Index(fields=["due_at"], name="draft_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.latest.text[:60]

    @classmethod
    def begin(
        cls,
        *,
        organisation: Organisation,
        by: User,
        accounts: Iterable[Account],
        text: str,
        now: datetime,
        lang: str = "fr",
        images: Iterable[Image] = (),
        texts: Mapping[str, str] | None = None,
        is_thread: bool = False,
        leave_at: datetime | None = None,
        not_after: datetime | None = None,
        campaign: Campaign | None = None,
        awaits: Outcome | None = None,
        in_reply_to: Post | None = None,
        is_relay: bool = False,
        amends: "Draft | None" = None,
        amendment: str = "",
    ) -> "Draft":
        """A new draft with its first version. `texts` has, by network, those that differ from `text`."""
        require(by, "draft", accounts := list(accounts), organisation)
        with transaction.atomic():
            draft = cls.objects.create(
                organisation=organisation,
                author=by,
                leave_at=leave_at,
                not_after=not_after,
                campaign=campaign,
                awaits=awaits,
                in_reply_to=in_reply_to,
                is_relay=is_relay,
                amends=amends,
                amendment=amendment,
                created_at=now,
            )
            draft.accounts.set(accounts)
            draft._write(text, texts, is_thread, lang=lang, images=images, by=by, now=now, earlier=None)
        return draft

    @classmethod
    def begin_once(cls, *, by: User, now: datetime, at_any_time: bool = False, **what: Any) -> tuple["Draft", bool]:
        """As `begin`, but the same button pressed twice begins one draft; and whether it is new.

        With `at_any_time` the second press may have meant another hour: that of the next free slot.
        """
        known = {name: value for name, value in what.items() if not (at_any_time and name == "leave_at")}
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses at once: one after the other
            if before := cls.objects.pressed_before(by=by, now=now, **known):
                return before, False
            return cls.begin(by=by, now=now, **what), True

    def revise(
        self,
        *,
        text: str,
        by: User,
        accounts: Iterable[Account],
        seen: int,
        now: datetime,
        lang: str = "fr",
        images: Iterable[Image] = (),
        texts: Mapping[str, str] | None = None,
        is_thread: bool = False,
        leave_at: datetime | None = None,
        not_after: datetime | None = None,
        campaign: Campaign | None = None,
        awaits: Outcome | None = None,
        is_relay: bool = False,
    ) -> Version:
        """Saves a new version; `seen` is the number of the version that the writer had before them.

        A submitted draft goes back to its writer, an approved one too while nothing of it has left. Raises StaleForm
        when somebody saved in between, NotAllowed when the draft is closed.
        """
        accounts = list(accounts)
        with transaction.atomic():
            self._lock()
            self.must_be_written_by(by, accounts)
            if (latest := self.latest).number != seen:
                raise StaleForm(latest)
            if self.state != "draft":
                self._take_back(by=by, now=now)
            self.leave_at, self.not_after, self.campaign, self.is_relay = leave_at, not_after, campaign, is_relay
            self.awaits = awaits
            self.save(update_fields=["leave_at", "not_after", "campaign", "is_relay", "awaits"])
            self.accounts.set(accounts)
            return self._write(text, texts, is_thread, lang=lang, images=images, by=by, now=now, earlier=latest)

    @property
    def kind(self) -> str:
        """What a delegation tells apart: reply, relay or announcement."""
        if self.in_reply_to_id is not None:
            return "reply"
        return "relay" if self.is_relay else "announcement"

    @property
    def private_to(self) -> str:
        """The handle of the one person who may read it: it answers a private message, or amends what did. Empty: it is
        for everybody."""
        if self.amends is not None:
            return self.amends.private_to
        answered = self.in_reply_to
        return answered.author_handle if answered is not None and answered.private else ""

    def amended_on(self, account: Account, part: int = 0) -> Publication | None:
        """The standing post that this draft corrects or edits on `account`; None when it amends nothing there."""
        if self.amends is None:
            return None
        return self.amends.publications.standing().filter(account=account, part=part).order_by("-sent_at").first()

    def findings(self) -> list[Finding]:
        """What is to be mended or known about the latest version, as things stand now."""
        return lift(findings(seen_by_checks(self, self.latest)), self.latest)

    def take_back(self, *, by: User, now: datetime) -> None:
        """Back to its writer, while nothing of it has left. Raises NotAllowed when something has, or is leaving."""
        with transaction.atomic():
            self._lock()
            self.must_be_written_by(by)
            self._take_back(by=by, now=now)

    def reschedule(self, leave_at: datetime | None, *, by: User, now: datetime) -> None:
        """Moves it to another time (None: as soon as it is approved). What is approved already may only be moved by
        somebody who may approve, and keeps a time.

        Raises PermissionDenied, or NotAllowed when part of it has left or is leaving.
        """
        with transaction.atomic():
            self._lock()
            self.must_be_written_by(by)
            if self.state == "approved" and not may_on(by, "approve", self.accounts.all(), self.organisation):
                raise PermissionDenied(_("It is approved: somebody who may approve has to move it."))
            if self.state == "discarded" or (self.state == "approved" and leave_at is None):
                raise NotAllowed(f"{self.pk} is {self.state}")
            if self.leave_at and leave_at and self.not_after:
                self.not_after += leave_at - self.leave_at
            self.leave_at = leave_at
            self.save(update_fields=["leave_at", "not_after"])
            if leave_at is not None:
                self._move_publications(leave_at)
            if self.state == "submitted":
                self.wind()
            moved = leave_at.isoformat() if leave_at else ""
            record("DRAFT_RESCHEDULED", self, organisation=self.organisation, actor=by, now=now, to=moved)

    def _move_publications(self, leave_at: datetime) -> None:
        for publication in self.publications.exclude(state="withdrawn"):
            publication.reschedule(leave_at, self.not_after or leave_at + GRACE)

    def must_be_written_by(self, user: User, more: Iterable[Account] = ()) -> None:
        """Raises PermissionDenied for somebody who may not draft for its accounts, and for those in `more`."""
        require(user, "draft", {*self.accounts.all(), *more}, self.organisation)

    def pass_to(self, writer: User, *, by: User, now: datetime) -> None:
        """`writer` goes on with it in the place of its author, who leaves, and may not approve it from then on. Who
        wrote which version stays written. Raises PermissionDenied unless both may draft for its accounts."""
        self.must_be_written_by(by)
        self.must_be_written_by(writer)
        with transaction.atomic():
            self._lock()
            self.author = writer
            self.save(update_fields=["author"])
            record("DRAFT_PASSED_ON", self, organisation=self.organisation, actor=by, now=now, to=writer.name)

    def discard(self, *, by: User, now: datetime) -> None:
        self.must_be_written_by(by)
        self._move("discarded", "DRAFT_DISCARDED", by=by, now=now)

    def bind(self, outcome: Outcome | None, *, by: User, now: datetime) -> None:
        """Ties it to an outcome of a fact, or to none. What was submitted or approved goes back to its writer: people
        agreed to another condition. Raises NotAllowed when something of it has left, or when it is closed."""
        self.must_be_written_by(by)
        with transaction.atomic():
            self._lock()
            if self.state == "discarded":
                raise NotAllowed(f"{self.pk} is discarded")
            if self.state != "draft":
                self._take_back(by=by, now=now)
            self.awaits = outcome
            self.save(update_fields=["awaits"])
            verb, fact = ("DRAFT_BOUND", outcome.fact.statement) if outcome else ("DRAFT_UNBOUND", "")
            record(verb, self, organisation=self.organisation, actor=by, now=now, fact=fact)

    def overtake(self, settlement: Settlement, *, now: datetime) -> None:
        """The fact came out otherwise: what was prepared for another outcome is discarded, and says so."""
        for publication in self.publications.exclude(state="withdrawn"):
            publication.withdraw_unsent(by=None, now=now)
        said = {"fact": settlement.fact.statement, "outcome": settlement.outcome.said.as_json()}
        self._move("discarded", "DRAFT_OVERTAKEN", by=None, now=now, detail=said, due_at=None)

    def _take_back(self, *, by: User, now: datetime) -> None:
        if self.state == "approved":
            for publication in self.publications.exclude(state="withdrawn"):
                publication.withdraw_unsent(by=by, now=now)
        self._move("draft", "DRAFT_REOPENED", by=by, now=now, due_at=None, escalated_at=None)

    def _write(
        self,
        text: str,
        texts: Mapping[str, str] | None,
        is_thread: bool,
        *,
        lang: str,
        images: Iterable[Image],
        by: User,
        now: datetime,
        earlier: Version | None,
    ) -> Version:
        number = earlier.number + 1 if earlier else 1
        text = text.replace("\r\n", "\n")
        differing = {name: own.replace("\r\n", "\n") for name, own in (texts or {}).items()}
        version = self.versions.create(
            number=number,
            text=text,
            texts={name: own for name, own in differing.items() if own != text},
            is_thread=is_thread,
            lang=lang,
            by=by,
            at=now,
        )
        version.attach(images, earlier=earlier)
        LinkReading.ask(version.all_texts, now=now)
        record("DRAFT_SAVED", self, organisation=self.organisation, actor=by, now=now, version=number)
        return version


__all__ = ["Blocked", "Draft", "NotAllowed", "StaleForm"]
