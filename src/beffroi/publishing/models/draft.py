"""A draft: a text for one or more accounts, agreed by a second person before it leaves."""

from collections.abc import Iterable, Sequence
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
from beffroi.journal.sentences import translated
from beffroi.publishing.checks import Attached, Checked, Destination, Finding
from beffroi.publishing.checks.run import findings
from beffroi.publishing.models.decisions import Approval, ChangeRequest
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.version import Image, Version
from beffroi.publishing.states import DRAFT


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


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, organisation: Organisation) -> Self:
        """With everything that a list of drafts shows, in as many queries for one as for many."""
        accounts = models.Prefetch("accounts", Account.objects.select_related("connection"))
        versions = models.Prefetch("versions", Version.objects.select_related("by", "approval__by"))
        return self.filter(organisation=organisation).select_related("author").prefetch_related(accounts, versions)

    def opened(self, organisation: Organisation) -> Self:
        """With everything that the page of one draft shows."""
        whole = self.of(organisation).select_related("organisation", "in_reply_to")
        return whole.prefetch_related("accounts__freezes", "versions__attachments")

    def open(self) -> Self:
        return self.filter(state__in=["draft", "submitted", "changes_requested"])

    def waiting_for(self, approver: User) -> Self:
        """Submitted drafts that `approver` may judge: those of others."""
        return self.filter(state="submitted").exclude(author=approver).order_by("submitted_at", "pk")


class Draft(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accounts = models.ManyToManyField(Account, related_name="+")
    in_reply_to = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=DRAFT.initial)
    leave_at = models.DateTimeField(null=True)  # None: as soon as it is approved
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=list(DRAFT.states)), name="draft_state")]
        indexes = [
            models.Index(fields=["organisation", "state", "-created_at"], name="draft_by_state"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="draft_newest"),
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
        leave_at: datetime | None = None,
        in_reply_to: Post | None = None,
    ) -> "Draft":
        """A new draft with its first version."""
        with transaction.atomic():
            draft = cls.objects.create(
                organisation=organisation, author=by, leave_at=leave_at, in_reply_to=in_reply_to, created_at=now
            )
            draft.accounts.set(accounts)
            draft._write(text, lang=lang, images=images, by=by, now=now, earlier=None)
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
        leave_at: datetime | None = None,
    ) -> Version:
        """Saves a new version; `seen` is the number of the version that the writer had before them.

        A submitted draft goes back to its writer. Raises StaleForm when somebody saved in between, NotAllowed when
        the draft is closed.
        """
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            if (latest := self.latest).number != seen:
                raise StaleForm(latest)
            if self.state != "draft":
                self._move("draft", "DRAFT_REOPENED", by=by, now=now)
            self.leave_at = leave_at
            self.save(update_fields=["leave_at"])
            self.accounts.set(accounts)
            return self._write(text, lang=lang, images=images, by=by, now=now, earlier=latest)

    @property
    def latest(self) -> Version:
        """The newest version. Sorted here, so that prefetched versions cost no query."""
        return max(self.versions.all(), key=lambda version: version.number)

    def findings(self) -> list[Finding]:
        """What is to be mended or known about the latest version, as things stand now."""
        version = self.latest
        images = [Attached(a.alt, a.decorative, a.file.size) for a in version.attachments.all()]
        return findings(Checked(version.text, images, [_destination(account) for account in self.accounts.all()]))

    def submit(self, *, by: User, now: datetime) -> None:
        """Hands the latest version to the approvers. Raises Blocked when it has something to mend."""
        self._must_be_sound()
        self._move("submitted", "DRAFT_SUBMITTED", by=by, now=now, submitted_at=now)

    def why_not_approvable_by(self, user: User) -> str:
        """Why `user` may not approve the latest version, in words; empty when nothing stands against it."""
        if user in (self.author, self.latest.by):
            return _("You wrote this text: somebody else must approve it.")
        if not user.may("approve", self.organisation):
            return _("Your role does not allow you to approve.")
        return ""

    def approve(self, *, by: User, version: int, now: datetime) -> Approval:
        """Agrees to version number `version`: one publication per account comes due.

        Raises PermissionDenied (the author, another role), StaleForm (a newer text exists), Blocked (something must
        be mended first), NotAllowed (withdrawn or refused meanwhile). Approving a second time changes nothing.
        """
        if why := self.why_not_approvable_by(by):
            raise PermissionDenied(why)
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            latest = self.latest
            if latest.number != version:
                raise StaleForm(latest)
            if (given := Approval.objects.filter(version=latest).first()) is not None:
                return given
            self._must_be_sound()
            self._move("approved", "DRAFT_APPROVED", by=by, now=now, detail={"version": version})
            approval = Approval.objects.create(version=latest, by=by, at=now)
            Publication.queue(self, latest, now=now)
        return approval

    def request_changes(self, *, by: User, reason: str, version: int, now: datetime) -> ChangeRequest:
        """Sends the draft back to its writer with a reason."""
        if why := self.why_not_approvable_by(by):
            raise PermissionDenied(why)
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            if (latest := self.latest).number != version:
                raise StaleForm(latest)
            self._move("changes_requested", "CHANGES_REQUESTED", by=by, now=now, detail={"reason": reason})
            return ChangeRequest.objects.create(version=latest, by=by, at=now, reason=reason)

    def discard(self, *, by: User, now: datetime) -> None:
        self._move("discarded", "DRAFT_DISCARDED", by=by, now=now)

    @property
    def approval(self) -> Approval | None:
        """Looked for here, so that prefetched versions cost no query."""
        return next((version.approval for version in self.versions.all() if hasattr(version, "approval")), None)

    @property
    def change_request(self) -> ChangeRequest | None:
        """The last request for changes that no newer version has answered."""
        return ChangeRequest.objects.filter(version=self.latest).select_related("by").order_by("-at").first()

    def _must_be_sound(self) -> None:
        if found := [finding for finding in self.findings() if finding.blocks]:
            raise Blocked(found)

    def _write(
        self, text: str, *, lang: str, images: Iterable[Image], by: User, now: datetime, earlier: Version | None
    ) -> Version:
        number = earlier.number + 1 if earlier else 1
        version = self.versions.create(number=number, text=text.replace("\r\n", "\n"), lang=lang, by=by, at=now)
        version.attach(images, earlier=earlier)
        record("DRAFT_SAVED", self, organisation=self.organisation, actor=by, now=now, version=number)
        return version

    def _move(
        self, to: str, verb: str, *, by: User, now: datetime, detail: dict[str, Any] | None = None, **changes: Any
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


def _destination(account: Account) -> Destination:
    freeze = next((each for each in account.freezes.all() if each.lifted_at is None), None)  # they may be prefetched
    return Destination(
        handle=account.handle,
        network=account.network_name,
        capabilities=account.on.capabilities,
        frozen=translated(freeze.reason) if freeze else "",
        lost=translated(account.connection.lost_reason),
    )


__all__ = ["Blocked", "Draft", "NotAllowed", "StaleForm"]
