"""The identity that a person signed as right for an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import User
from beffroi.directory.models import Account
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.identity import THRESHOLD, Identity
from beffroi.engines.takeover.names import match
from beffroi.guard.models.poll import ProfilePoll
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.guard.models.alarm import Alarm

SHOWN = ("shown_name", "description")
NOT_SENT = "not-sent"  # the detector of posts that did not leave through Beffroi


class Stale(Exception):
    """Somebody else signed another version meanwhile."""


class BaselineQuerySet(models.QuerySet["Baseline"]):
    def latest_of(self, account: Account) -> Self:
        return self.filter(account=account).order_by("-number")


class Baseline(models.Model):
    """The identity that a person signed for an account. A new signature is a new version; drift is judged against
    the latest one, never against yesterday.

    `accepted_names` are variants: what resembles one of them is right. Those of `accepted_once` are right to the
    letter only. `handles` has the present one first, then former ones. `is_used_elsewhere` is None until somebody has
    said whether posts of the account may also be written outside Beffroi. `shown_name` and `description` are what it
    showed when it was signed.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    accepted_names = models.JSONField(default=list)
    accepted_once = models.JSONField(default=list)
    office = models.CharField(max_length=200, default="")
    handles = models.JSONField(default=list)
    native_id = models.CharField(max_length=255)
    link_domains = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    pictures = models.JSONField(default=list)  # fingerprints, as engines/takeover/pictures.py writes them
    is_institutional = models.BooleanField(default=True)
    is_used_elsewhere = models.BooleanField(null=True)
    shown_name = models.CharField(max_length=255, default="")
    description = models.TextField(default="")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = BaselineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="one_baseline_per_number")]

    SIGNED: Mapping[str, str | Promise] = {
        "name": _("Name"),
        "accepted_names": _("Accepted variants"),
        "accepted_once": _("Accepted to the letter"),
        "office": _("Office"),
        "handles": _("Handles"),
        "native_id": _("The network's number"),
        "link_domains": _("Domains of its links"),
        "languages": _("Languages"),
        "pictures": _("Pictures"),
        "is_institutional": _("Institutional account"),
        "is_used_elsewhere": _("Also used outside Beffroi"),
    }

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @classmethod
    def of(cls, account: Account) -> Baseline:
        """The latest signed identity; the account as it was registered counts as the first signature."""
        return cls.objects.latest_of(account).first() or cls._first(account)

    @classmethod
    def _first(cls, account: Account) -> Baseline:
        shown = {
            "name": account.name,
            "handles": [account.handle],
            "native_id": account.native_id,
            "is_institutional": account.is_institutional,
            "shown_name": account.name,
            "signed_at": account.added_at,
            "signed_by": account.added_by,
        }
        return cls.objects.get_or_create(account=account, number=1, defaults=shown)[0]

    def revise(self, *, by: User, now: datetime, **changes: Any) -> Baseline:
        """A new version with these changes, signed by `by`. Raises Stale when this one is no longer the latest."""
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=self.account_id)
            if Baseline.objects.filter(account=self.account_id, number__gt=self.number).exists():
                raise Stale
            signed = {field: getattr(self, field) for field in (*self.SIGNED, *SHOWN)} | changes
            new = Baseline.objects.create(
                account=self.account, number=self.number + 1, signed_by=by, signed_at=now, **signed
            )
            new._take_effect()
            record(
                "IDENTITY_SIGNED",
                new,
                organisation=self.account.organisation,
                actor=by,
                now=now,
                account=str(self.account),
                number=new.number,
                changed=[field for field, _label, _before, _after in new.differences(self)],
            )
        return new

    def _take_effect(self) -> None:
        """What was doubted of the register has been looked at, and the account follows its kind."""
        ProfilePoll.objects.filter(account=self.account_id).update(doubt={})
        Account.objects.filter(pk=self.account_id).update(is_institutional=self.is_institutional)

    def accepting(self, alarm: Alarm, *, by: User, now: datetime, also_elsewhere: bool = False) -> Baseline:
        """A new version, signed by `by`, that accepts what `alarm` was raised about, and nothing else; this one when
        there is nothing in it to accept.

        `also_elsewhere`: posts of the account may be written outside Beffroi from now on.
        """
        changes: dict[str, Any] = {}
        if alarm.detector == "name":
            changes = self._with_name(alarm.about)
        elif alarm.detector == "handle":
            changes = {"handles": [alarm.about, *(handle for handle in self.handles if handle != alarm.about)]}
        elif alarm.detector == NOT_SENT and also_elsewhere:
            changes = {"is_used_elsewhere": True}
        return self.revise(by=by, now=now, **changes) if changes else self

    def _with_name(self, shown: str) -> dict[str, Any]:
        """A name is accepted to the letter first; the second of its kind makes a variant, which may vary itself."""
        alike = [name for name in self.accepted_once if match(shown, name) >= THRESHOLD]
        if not alike:
            return {"accepted_once": sorted({*self.accepted_once, shown})}
        return {
            "accepted_once": [name for name in self.accepted_once if name not in alike],
            "accepted_names": sorted({*self.accepted_names, *alike, shown}),
        }

    def accepts(self, found: Finding) -> bool:
        """Whether somebody has said of just this that it was us."""
        return found.detector == "name" and found.about in self.accepted_once

    @property
    def identity(self) -> Identity:
        return Identity(
            self.name, tuple(self.accepted_names), tuple(self.handles), self.native_id, description=self.description
        )

    @property
    def former_handles(self) -> list[str]:
        return list(self.handles[1:])

    def differences(self, before: Baseline) -> Iterator[tuple[str, str | Promise, Any, Any]]:
        """What is signed differently from `before`: the field, what people call it, the value then and now."""
        for field, label in self.SIGNED.items():
            then, now = getattr(before, field), getattr(self, field)
            if then != now:
                yield field, label, then, now
