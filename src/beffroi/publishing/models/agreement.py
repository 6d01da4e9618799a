"""What a draft needs before it leaves: people decide about its latest version, or its time runs out."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.directory.rights import may_on, require
from beffroi.facts.models import Outcome
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed, move
from beffroi.publishing.checks import Finding
from beffroi.publishing.models.decisions import Approval, ChangeRequest, Waiver
from beffroi.publishing.models.delegation import Delegation
from beffroi.publishing.models.outside import OutsideApprover
from beffroi.publishing.models.publication import GRACE, Publication
from beffroi.publishing.models.ruling import Ruling
from beffroi.publishing.models.version import Version
from beffroi.publishing.states import DRAFT, OPEN
from beffroi.work.models import Due

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from beffroi.publishing.models.draft import Draft

PASSED = gettext_lazy("Its time has passed: choose another one.")


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


class Agreement(Due):
    """The part of a draft that is agreed on. Approvals belong to one version and to the submission that asked for them.

    `due_at` is the next moment of the approval's clock: a deadline that calls a deputy, then the expiry.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accounts = models.ManyToManyField(Account, related_name="+")
    state = models.CharField(max_length=20, default=DRAFT.initial)
    leave_at = models.DateTimeField(null=True)  # None: as soon as it is approved
    not_after = models.DateTimeField(null=True)  # None: a quarter of an hour after its time
    awaits = models.ForeignKey(Outcome, null=True, on_delete=models.PROTECT, related_name="+")  # leaves once it is so
    submitted_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        versions: RelatedManager[Version]

        def findings(self) -> list[Finding]: ...

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether somebody may still write on it."""
        return self.state in OPEN

    @property
    def latest(self) -> Version:
        """The newest version. Sorted here, so that prefetched versions cost no query."""
        return max(self.versions.all(), key=lambda version: version.number)

    @property
    def expires_at(self) -> datetime | None:
        """After this moment nobody may let it leave any more; None for what has no time. What waits for a fact has
        as long as the fact."""
        if self.awaits is not None:
            return self.not_after or self.awaits.fact.expires_at
        return self.not_after or (self.leave_at + GRACE if self.leave_at else None)

    def submit(self, *, by: User, now: datetime) -> None:
        """Hands the latest version to the approvers; where a delegation covers it or no approval is asked for, it is
        approved at once. Raises Blocked when it has something to mend."""
        with transaction.atomic():
            self._lock()
            require(by, "draft", self.accounts.all(), self.organisation)
            self._must_be_sound()
            if self.expires_at is not None and self.expires_at <= now:
                raise Blocked([Finding("time", "time", PASSED)])
            self._move("submitted", "DRAFT_SUBMITTED", by=by, now=now, submitted_at=now, escalated_at=None)
            self.wind()
            self._approve_without_anybody(by=by, now=now)

    # --- who may decide

    def writers(self) -> list[User]:
        return [self.author, self.latest.by]

    def rulings(self) -> list[Ruling]:
        """What the rules of its accounts ask, as things stand now; read once for one page."""
        known: list[Ruling] | None = self.__dict__.get("_rulings")
        if known is None:
            known = Ruling.all_for(self.organisation, self.accounts.all(), writers=self.writers())
            self.__dict__["_rulings"] = known
        return known

    def is_escalated(self, ruling: Ruling) -> bool:
        """Whether the deputy of this rule was called: each rule has its own deadline."""
        if self.escalated_at is None or self.submitted_at is None:
            return False
        deadline = ruling.deadline(self.submitted_at)
        return deadline is not None and deadline <= self.escalated_at

    def lets(self, user: User) -> bool:
        return any(ruling.lets(user, escalated=self.is_escalated(ruling)) for ruling in self.rulings())

    def outsiders(self) -> list[OutsideApprover]:
        """Those from outside whom a rule of its accounts names."""
        named = {one.pk: one for ruling in self.rulings() for one in ruling.outsiders if ruling.lets_outsider(one)}
        return list(named.values())

    def why_not_approvable_by(self, user: User) -> str:
        """Why `user` may not approve the latest version, in words; empty when nothing stands against it."""
        if user in self.writers():
            return _("You wrote this text: somebody else must approve it.")
        if not self.lets(user):
            if may_on(user, "approve", self.accounts.all(), self.organisation):
                return _("Other people are named to approve what leaves from these accounts.")
            return _("Your role does not allow you to approve.")
        return ""

    # --- deciding

    def approve(self, *, by: User, version: int, now: datetime, comment: str = "") -> Approval:
        """Agrees to version number `version`; once everybody has who must, one publication per account comes due.

        Raises PermissionDenied (the author, another role), StaleForm (a newer text exists), Blocked (something must
        be mended first), NotAllowed (withdrawn or refused meanwhile). Approving a second time changes nothing.
        """
        with transaction.atomic():
            latest = self._locked_at(version, by=by)
            if self.state == "approved":
                return latest.approvals.filter(by=by).first() or latest.approvals.latest("at")
            return self._agree(latest, now=now, by=by, comment=comment)

    def approve_from_outside(
        self, approver: OutsideApprover, *, version: int, now: datetime, comment: str = ""
    ) -> Approval:
        """The same for an approver without an account, whom a rule names; whoever calls this has checked their link."""
        with transaction.atomic():
            latest = self._locked_at(version, outside=approver)
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
        with transaction.atomic():
            latest = self._locked_at(version, by=by, outside=outside)
            detail = {"reason": reason, "outside": str(outside or "")}
            self._move("changes_requested", "CHANGES_REQUESTED", by=by, now=now, detail=detail, due_at=None)
            return ChangeRequest.objects.create(version=latest, by=by, outside=outside, at=now, reason=reason)

    def waive(self, finding: Finding, *, by: User, reason: str, now: datetime) -> Waiver:
        """Lifts what `finding` blocks for the latest version. Raises PermissionDenied when it may not be lifted."""
        if not finding.liftable or not may_on(by, "approve", self.accounts.all(), self.organisation):
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

    def standing_findings(self) -> list[Finding]:
        """Its findings, while something can be done about them."""
        return self.findings() if self.is_open else []

    def finding_to_lift(self, check: str, about: str) -> Finding | None:
        """What blocks under this name now and may be lifted; None where there is nothing of it any more."""
        present = [each for each in self.standing_findings() if each.blocks and each.liftable]
        return next((each for each in present if (each.check, each.about) == (check, about)), None)

    # --- the approval's clock

    def escalate(self, *, now: datetime) -> None:
        """Deadlines have passed: the deputies of those rules may decide in place of the approvers."""
        with transaction.atomic():
            self._lock()
            if self.state != "submitted" or self.submitted_at is None:
                return
            deadlines = [(ruling, ruling.deadline(self.submitted_at)) for ruling in self.rulings()]
            called = [r.rule.deputy for r, at in deadlines if at and at <= now and not self.is_escalated(r)]
            if called:
                self.escalated_at = now
                self.save(update_fields=["escalated_at"])
                deputies = ", ".join(sorted({str(deputy) for deputy in called}))
                record("DRAFT_ESCALATED", self, organisation=self.organisation, actor=None, now=now, deputy=deputies)
            self.wind()

    def expire(self, *, now: datetime) -> None:
        """Nobody decided before its time had passed. Raises NotAllowed when somebody has, or moved it."""
        self._move("expired", "DRAFT_EXPIRED", by=None, now=now, where={"due_at": self.due_at}, due_at=None)

    def wind(self) -> None:
        """Sets the approval's clock: the earliest deadline that is still to come, or the expiry."""
        due = [self.expires_at] if self.expires_at else []
        if self.submitted_at is not None:
            waiting = [ruling for ruling in self.rulings() if not self.is_escalated(ruling)]
            due += [at for ruling in waiting if (at := ruling.deadline(self.submitted_at))]
        self.due_at = min(due, default=None)
        self.save(update_fields=["due_at"])

    # --- what was decided

    @property
    def approvals(self) -> list[Approval]:
        """Of the latest version since it was last submitted, oldest first."""
        given = [each for each in self.latest.approvals.all() if self._is_of_this_submission(each)]
        return sorted(given, key=lambda approval: (approval.at, approval.pk))

    @property
    def approval(self) -> Approval | None:
        """The approval that let it leave."""
        return self.approvals[-1] if self.approvals else None

    @property
    def change_request(self) -> ChangeRequest | None:
        """The last request for changes that no newer version has answered."""
        asked = ChangeRequest.objects.filter(version=self.latest).select_related("by", "outside")
        return asked.order_by("-at").first()

    def _is_of_this_submission(self, approval: Approval) -> bool:
        return self.submitted_at is not None and approval.at >= self.submitted_at

    def _must_be_sound(self) -> None:
        if found := [finding for finding in self.findings() if finding.blocks]:
            raise Blocked(found)

    def _lock(self) -> None:
        """Nobody else decides about it until the transaction ends; it is read afresh."""
        type(self)._default_manager.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db()
        self.__dict__.pop("_rulings", None)

    def _locked_at(self, version: int, *, by: User | None = None, outside: OutsideApprover | None = None) -> Version:
        """Locks the draft for one who decides; its latest version, which must be number `version`."""
        self._lock()
        if (latest := self.latest).number != version:
            raise StaleForm(latest)
        if by is not None and (why := self.why_not_approvable_by(by)):
            raise PermissionDenied(why)
        if outside is not None and outside not in self.outsiders():
            raise PermissionDenied(_("Other people are named to approve what leaves from these accounts."))
        return latest

    def _agree(self, version: Version, *, now: datetime, **approval: Any) -> Approval:
        self._must_be_sound()
        if self.state != "submitted" or (self.expires_at is not None and self.expires_at <= now):
            raise NotAllowed(f"{self.pk} is {self.state}")
        who = {name: approval.get(name) for name in ("by", "outside")}
        given = Approval.objects.filter(version=version, **who).first()
        if given is not None and self._is_of_this_submission(given):
            self._leave_if_agreed(version, by=approval.get("by"), now=now, given=given, is_new=False)
            return given
        fresh = {"ground": "person", "delegation": None, **approval, "at": now}
        given, _new = Approval.objects.update_or_create(version=version, **who, defaults=fresh)
        self._leave_if_agreed(version, by=approval.get("by"), now=now, given=given)
        return given

    def _approve_without_anybody(self, *, by: User, now: datetime) -> None:
        if all(ruling.rule.mode == "none" for ruling in self.rulings()):
            self._agree(self.latest, now=now, by=by, ground="rule")
            return
        covering = self._covering(by, now)
        if covering is not None:
            giver = str(covering.given_by)
            record("DELEGATION_USED", self, organisation=self.organisation, actor=by, now=now, giver=giver)
            self._agree(self.latest, now=now, by=by, ground="delegation", delegation=covering)

    def _covering(self, by: User, now: datetime) -> Delegation | None:
        """The delegation under which `by` may let it leave alone. It stands for its giver's approval: where the giver
        alone could not agree, it covers nothing."""
        held = [account for ruling in self.rulings() if ruling.rule.mode != "none" for account in ruling.accounts]
        version = self.latest
        mine = Delegation.objects.of(self.organisation).in_force(now).filter(to=by).select_related("organisation")
        for delegation in mine:
            used = [Approval(version=version, by=by, ground="delegation", delegation=delegation, at=now)]
            enough = all(ruling.is_met_by(used, escalated=False) for ruling in self.rulings())
            if enough and delegation.covers(self._as_draft(), version, accounts=held, now=now):
                return delegation
        return None

    def _leave_if_agreed(
        self, version: Version, *, by: User | None, now: datetime, given: Approval, is_new: bool = True
    ) -> None:
        whole = version.approvals.select_related("by", "outside", "delegation__given_by")
        approvals = [each for each in whole if self._is_of_this_submission(each)]
        detail = {"version": version.number, "outside": str(given.outside or "")}
        if all(ruling.is_met_by(approvals, escalated=self.is_escalated(ruling)) for ruling in self.rulings()):
            self._move("approved", "DRAFT_APPROVED", by=by, now=now, detail=detail, due_at=None)
            Publication.queue(self._as_draft(), version, now=now)
        elif is_new:
            record("DRAFT_PARTLY_APPROVED", self, organisation=self.organisation, actor=by, now=now, **detail)

    def _as_draft(self) -> "Draft":
        return cast("Draft", self)  # the only row that is agreed on

    def _move(self, to: str, verb: str, *, by: User | None, now: datetime, **more: Any) -> None:
        move(self, to, lifecycle=DRAFT, verb=verb, organisation=self.organisation, actor=by, now=now, **more)
