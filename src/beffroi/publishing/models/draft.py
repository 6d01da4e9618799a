"""A draft: a text for one or more accounts, agreed as the rules of those accounts ask before it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed, move
from beffroi.publishing.checks import Finding
from beffroi.publishing.checks.run import findings
from beffroi.publishing.models.decisions import Approval, ChangeRequest, Waiver
from beffroi.publishing.models.delegation import Delegation
from beffroi.publishing.models.outside import OutsideApprover
from beffroi.publishing.models.planning import Campaign
from beffroi.publishing.models.publication import GRACE, Publication
from beffroi.publishing.models.rule import ApprovalRule
from beffroi.publishing.models.sight import seen_by_checks
from beffroi.publishing.models.version import Image, Version
from beffroi.publishing.states import DRAFT
from beffroi.work.models import Due, DueQuerySet

AMENDMENTS = ("", "correction", "edit")


class StaleForm(Exception):
    """Somebody saved a newer version while this one was being written; nothing was overwritten."""

    def __init__(self, latest: Version) -> None:
        super().__init__(str(latest))
        self.latest = latest


class Blocked(Exception):
    """The draft has findings that must be mended before it can be submitted or approved."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("; ".join(str(finding.words) for finding in found))
        self.findings = found


class DraftQuerySet(DueQuerySet["Draft"]):
    def of(self, organisation: Organisation) -> Self:
        """With everything that a list of drafts shows, in as many queries for one as for many."""
        accounts = models.Prefetch("accounts", Account.objects.select_related("connection"))
        approvals = models.Prefetch("versions__approvals", Approval.objects.select_related("by", "outside"))
        versions = models.Prefetch("versions", Version.objects.select_related("by"))
        whole = self.filter(organisation=organisation).select_related("author", "campaign")
        return whole.prefetch_related(accounts, versions, approvals)

    def opened(self, organisation: Organisation) -> Self:
        """With everything that the page of one draft shows."""
        whole = self.of(organisation).select_related("organisation", "in_reply_to", "amends")
        return whole.prefetch_related(
            "accounts__freezes", "versions__attachments", "versions__variants", "versions__waivers__by"
        )

    def open(self) -> Self:
        return self.filter(state__in=["draft", "submitted", "changes_requested", "expired"])

    def waiting_for(self, approver: User) -> Self:
        """Submitted drafts that `approver` may judge: those of others."""
        return self.filter(state="submitted").exclude(author=approver).order_by("submitted_at", "pk")


class Draft(Due):
    """`due_at` is the next moment of the approval's clock: the deadline that calls the deputy, then the expiry."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accounts = models.ManyToManyField(Account, related_name="+")
    in_reply_to = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    is_relay = models.BooleanField(default=False)  # passes on what somebody else said
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amendments")
    amendment = models.CharField(max_length=12, default="", blank=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=20, default=DRAFT.initial)
    leave_at = models.DateTimeField(null=True)  # None: as soon as it is approved
    not_after = models.DateTimeField(null=True)  # None: a quarter of an hour after its time
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

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
        in_reply_to: Post | None = None,
        is_relay: bool = False,
        amends: "Draft | None" = None,
        amendment: str = "",
    ) -> "Draft":
        """A new draft with its first version. `texts` has, by network, those that differ from `text`."""
        with transaction.atomic():
            draft = cls.objects.create(
                organisation=organisation,
                author=by,
                leave_at=leave_at,
                not_after=not_after,
                campaign=campaign,
                in_reply_to=in_reply_to,
                is_relay=is_relay,
                amends=amends,
                amendment=amendment,
                created_at=now,
            )
            draft.accounts.set(accounts)
            draft._write(text, texts, is_thread, lang=lang, images=images, by=by, now=now, earlier=None)
        return draft

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
        is_relay: bool = False,
    ) -> Version:
        """Saves a new version; `seen` is the number of the version that the writer had before them.

        A submitted draft goes back to its writer, an approved one too while nothing of it has left. Raises StaleForm
        when somebody saved in between, NotAllowed when the draft is closed.
        """
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            if (latest := self.latest).number != seen:
                raise StaleForm(latest)
            if self.state != "draft":
                self._take_back(by=by, now=now)
            self.leave_at, self.not_after, self.campaign, self.is_relay = leave_at, not_after, campaign, is_relay
            self.save(update_fields=["leave_at", "not_after", "campaign", "is_relay"])
            self.accounts.set(accounts)
            return self._write(text, texts, is_thread, lang=lang, images=images, by=by, now=now, earlier=latest)

    @property
    def latest(self) -> Version:
        """The newest version. Sorted here, so that prefetched versions cost no query."""
        return max(self.versions.all(), key=lambda version: version.number)

    @property
    def kind(self) -> str:
        """What a delegation tells apart: reply, relay or announcement."""
        if self.in_reply_to_id is not None:
            return "reply"
        return "relay" if self.is_relay else "announcement"

    def amended_on(self, account: Account) -> Publication | None:
        """The sent post that this draft corrects or edits on `account`; None when it amends nothing there."""
        if self.amends is None:
            return None
        sent = self.amends.publications.filter(account=account, state="sent", act__in=["publish", "edit"], part=0)
        return sent.order_by("-sent_at").first()

    def findings(self) -> list[Finding]:
        """What is to be mended or known about the latest version, as things stand now."""
        return findings(seen_by_checks(self, self.latest))

    # --- agreeing

    def submit(self, *, by: User, now: datetime) -> None:
        """Hands the latest version to the approvers; where a delegation covers it or no approval is asked for, it is
        approved at once. Raises Blocked when it has something to mend."""
        self._must_be_sound()
        with transaction.atomic():
            self._move("submitted", "DRAFT_SUBMITTED", by=by, now=now, submitted_at=now, escalated_at=None)
            self._wind(now)
            self._approve_without_anybody(by=by, now=now)

    def rules(self) -> list[ApprovalRule]:
        return ApprovalRule.for_accounts(self.organisation, self.accounts.all())

    def writers(self) -> list[User]:
        return [self.author, self.latest.by]

    def why_not_approvable_by(self, user: User) -> str:
        """Why `user` may not approve the latest version, in words; empty when nothing stands against it."""
        if user in self.writers():
            return _("You wrote this text: somebody else must approve it.")
        if not any(rule.lets(user, escalated=self.escalated_at is not None) for rule in self.rules()):
            if user.may("approve", self.organisation):
                return _("Other people are named to approve what leaves from these accounts.")
            return _("Your role does not allow you to approve.")
        return ""

    def approve(self, *, by: User, version: int, now: datetime, comment: str = "") -> Approval:
        """Agrees to version number `version`; once everybody has who must, one publication per account comes due.

        Raises PermissionDenied (the author, another role), StaleForm (a newer text exists), Blocked (something must
        be mended first), NotAllowed (withdrawn or refused meanwhile). Approving a second time changes nothing.
        """
        if why := self.why_not_approvable_by(by):
            raise PermissionDenied(why)
        with transaction.atomic():
            latest = self._locked_at(version)
            if self.state == "approved":
                return latest.approvals.filter(by=by).first() or latest.approvals.latest("at")
            return self._agree(latest, now=now, by=by, comment=comment)

    def approve_from_outside(
        self, approver: OutsideApprover, *, version: int, now: datetime, comment: str = ""
    ) -> Approval:
        """The same for an approver without an account; whoever calls this has checked their link."""
        with transaction.atomic():
            latest = self._locked_at(version)
            if self.state == "approved":
                return latest.approvals.latest("at")
            return self._agree(latest, now=now, outside=approver, ground="outside", comment=comment)

    def request_changes(
        self,
        *,
        reason: str,
        version: int,
        now: datetime,
        by: User | None = None,
        outside: OutsideApprover | None = None,
    ) -> ChangeRequest:
        """Sends the draft back to its writer with a reason."""
        if by is not None and (why := self.why_not_approvable_by(by)):
            raise PermissionDenied(why)
        with transaction.atomic():
            latest = self._locked_at(version)
            detail = {"reason": reason, "outside": str(outside or "")}
            self._move("changes_requested", "CHANGES_REQUESTED", by=by, now=now, detail=detail, due_at=None)
            return ChangeRequest.objects.create(version=latest, by=by, outside=outside, at=now, reason=reason)

    def waive(self, finding: Finding, *, by: User, reason: str, now: datetime) -> Waiver:
        """Lifts what `finding` blocks for the latest version. Raises PermissionDenied when it may not be lifted."""
        if not finding.liftable or not by.may("approve", self.organisation):
            raise PermissionDenied(_("This cannot be lifted, or not by you."))
        with transaction.atomic():
            waiver, _new = Waiver.objects.get_or_create(
                version=self.latest,
                check_name=finding.check,
                about=finding.about,
                defaults={"by": by, "at": now, "reason": reason},
            )
            said = {"finding": str(finding.words), "reason": reason}
            record("FINDING_LIFTED", self, organisation=self.organisation, actor=by, now=now, **said)
        return waiver

    def escalate(self, *, now: datetime) -> None:
        """The deadline has passed: the deputy may decide in place of the approvers."""
        with transaction.atomic():
            if Draft.objects.filter(pk=self.pk, state="submitted", escalated_at=None).update(escalated_at=now):
                self.escalated_at = now
                deputies = ", ".join(sorted({str(rule.deputy) for rule in self.rules() if rule.deputy}))
                record("DRAFT_ESCALATED", self, organisation=self.organisation, actor=None, now=now, deputy=deputies)
                self._wind(now)

    def expire(self, *, now: datetime) -> None:
        """Nobody decided before its time had passed."""
        self._move("expired", "DRAFT_EXPIRED", by=None, now=now, due_at=None)

    def take_back(self, *, by: User, now: datetime) -> None:
        """Back to its writer, while nothing of it has left. Raises NotAllowed when something has, or is leaving."""
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            self._take_back(by=by, now=now)

    def reschedule(self, leave_at: datetime, *, by: User, now: datetime) -> None:
        """Moves it to another time. What is approved already may only be moved by somebody who may approve.

        Raises PermissionDenied, or NotAllowed when part of it has left or is leaving.
        """
        if self.state == "approved" and not by.may("approve", self.organisation):
            raise PermissionDenied(_("It is approved: somebody who may approve has to move it."))
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            if self.state == "discarded":
                raise NotAllowed(f"{self.pk} is discarded")
            shift = leave_at - self.leave_at if self.leave_at else None
            self.not_after = self.not_after + shift if self.not_after and shift else None
            self.leave_at = leave_at
            self.save(update_fields=["leave_at", "not_after"])
            for publication in self.publications.exclude(state="withdrawn"):
                publication.reschedule(leave_at, self.not_after or leave_at + GRACE)
            if self.state == "submitted":
                self._wind(now)
            moved = leave_at.isoformat()
            record("DRAFT_RESCHEDULED", self, organisation=self.organisation, actor=by, now=now, to=moved)

    def discard(self, *, by: User, now: datetime) -> None:
        self._move("discarded", "DRAFT_DISCARDED", by=by, now=now)

    @property
    def approvals(self) -> list[Approval]:
        """Of the latest version, oldest first."""
        return sorted(self.latest.approvals.all(), key=lambda approval: (approval.at, approval.pk))

    @property
    def approval(self) -> Approval | None:
        """The approval that let it leave."""
        return self.approvals[-1] if self.approvals else None

    @property
    def change_request(self) -> ChangeRequest | None:
        """The last request for changes that no newer version has answered."""
        asked = ChangeRequest.objects.filter(version=self.latest).select_related("by", "outside")
        return asked.order_by("-at").first()

    def _must_be_sound(self) -> None:
        if found := [finding for finding in self.findings() if finding.blocks]:
            raise Blocked(found)

    def _locked_at(self, version: int) -> Version:
        """Locks the draft; its latest version, which must be number `version`."""
        Draft.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        if (latest := self.latest).number != version:
            raise StaleForm(latest)
        return latest

    def _agree(self, version: Version, *, now: datetime, **approval: Any) -> Approval:
        self._must_be_sound()
        if self.state != "submitted":
            raise NotAllowed(f"{self.pk} is {self.state}")
        who = {name: approval.get(name) for name in ("by", "outside")}
        given, _new = Approval.objects.get_or_create(version=version, **who, defaults={**approval, "at": now})
        self._leave_if_agreed(version, by=approval.get("by"), now=now, outside=str(approval.get("outside") or ""))
        return given

    def _approve_without_anybody(self, *, by: User, now: datetime) -> None:
        version, rules = self.latest, self.rules()
        if all(rule.mode == "none" for rule in rules):
            Approval.objects.create(version=version, by=by, ground="rule", at=now)
            self._leave_if_agreed(version, by=by, now=now)
            return
        free = {rule.account_id for rule in rules if rule.mode == "none"}
        held = [account for account in self.accounts.all() if account.pk not in free]
        mine = Delegation.objects.of(self.organisation).in_force(now).filter(to=by)
        for delegation in mine.select_related("organisation"):
            if delegation.covers(self, version, accounts=held, now=now):
                Approval.objects.create(version=version, by=by, ground="delegation", delegation=delegation, at=now)
                giver = str(delegation.given_by)
                record("DELEGATION_USED", self, organisation=self.organisation, actor=by, now=now, giver=giver)
                self._leave_if_agreed(version, by=by, now=now)
                return

    def _leave_if_agreed(self, version: Version, *, by: User | None, now: datetime, outside: str = "") -> None:
        approvals = list(version.approvals.select_related("by", "outside"))
        escalated = self.escalated_at is not None
        if not all(rule.is_met_by(approvals, writers=self.writers(), escalated=escalated) for rule in self.rules()):
            detail = {"version": version.number, "outside": outside}
            record("DRAFT_PARTLY_APPROVED", self, organisation=self.organisation, actor=by, now=now, **detail)
            return
        detail = {"version": version.number, "outside": outside}
        self._move("approved", "DRAFT_APPROVED", by=by, now=now, detail=detail, due_at=None)
        Publication.queue(self, version, now=now)

    def _take_back(self, *, by: User, now: datetime) -> None:
        if self.state == "approved":
            for publication in self.publications.exclude(state="withdrawn"):
                publication.withdraw_unsent(by=by, now=now)
        self._move("draft", "DRAFT_REOPENED", by=by, now=now, due_at=None, escalated_at=None)

    def _wind(self, now: datetime) -> None:
        """Sets the approval's clock: the earliest deadline that is still to come, or the expiry."""
        expiry = self.not_after or (self.leave_at + GRACE if self.leave_at else None)
        due = [expiry] if expiry else []
        if self.escalated_at is None and self.submitted_at is not None:
            due += [self.submitted_at + rule.patience for rule in self.rules() if rule.patience and rule.deputy]
        self.due_at = min(due, default=None)
        self.save(update_fields=["due_at"])

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
        version = self.versions.create(number=number, text=text, is_thread=is_thread, lang=lang, by=by, at=now)
        differing = {name: own.replace("\r\n", "\n") for name, own in (texts or {}).items()}
        version.write_variants({name: own for name, own in differing.items() if own != text})
        version.attach(images, earlier=earlier)
        record("DRAFT_SAVED", self, organisation=self.organisation, actor=by, now=now, version=number)
        return version

    def _move(
        self,
        to: str,
        verb: str,
        *,
        by: User | None,
        now: datetime,
        detail: dict[str, Any] | None = None,
        **changes: Any,
    ) -> None:
        move(
            self,
            to,
            lifecycle=DRAFT,
            verb=verb,
            organisation=self.organisation,
            actor=by,
            now=now,
            detail=detail,
            **changes,
        )


__all__ = ["Blocked", "Draft", "NotAllowed", "StaleForm"]
