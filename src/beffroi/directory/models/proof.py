"""What proves that an account is its body's: each proof by its kind, where it stands, and when it was last seen."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from beffroi.access.models import User
from beffroi.directory.models.official import OfficialAccount
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

PROOFS = {
    "site": _("Link from the official site"),
    "domain": _("The official domain is its handle"),
    "rel_me": _("Verified link back (rel=me)"),
    "dila": _("Entry in the directory of the administration (DILA)"),
    "declaration": _("Declared by the body"),
}
KIND_WORDS = {  # as the ledger keeps them
    "site": gettext_noop("link from the official site"),
    "domain": gettext_noop("the official domain as handle"),
    "rel_me": gettext_noop("link back (rel=me)"),
    "dila": gettext_noop("entry in the directory of the administration"),
    "declaration": gettext_noop("declaration of the body"),
}
CHECKED_BY_MACHINE = ("site", "domain", "rel_me", "dila")
DECLARED = timedelta(days=365)  # how long a declaration holds
KEPT = timedelta(days=14)  # a proof that cannot be looked at stands so long: a server that is down disproves nothing
HELD = timedelta(days=7)  # between two looks at a proof that holds
NEVER_HELD = timedelta(days=3)  # and at one that never held
FIRST_AGAIN, LAST_AGAIN = timedelta(hours=1), timedelta(days=1)  # and at one that fell, longer each time


class ProofQuerySet(DueQuerySet["Proof"]):
    def standing(self) -> Self:
        """Proofs that held when they were last looked at."""
        return self.exclude(proven_at=None).filter(failed_since=None)


class Proof(Due):
    """One proof of one account: `address` is where it can be seen. Due when it is to be looked at again."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=20, choices=list(PROOFS.items()))
    address = models.CharField(max_length=500, default="")
    proven_at = models.DateTimeField(null=True)  # the last time that it held
    checked_at = models.DateTimeField(null=True)
    failed_since = models.DateTimeField(null=True)
    failure = models.JSONField(default=dict)  # a Sentence
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")  # of a declaration
    added_at = models.DateTimeField()

    objects = ProofQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "address"], name="each_proof_once"),
        ]
        indexes = [models.Index(fields=["due_at"], name="proof_by_due")]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_kind_display()}"

    def holds(self) -> bool:
        return self.proven_at is not None and self.failed_since is None

    def look_again(self, *, now: datetime) -> None:
        """It comes due at once; a declaration is nothing that a machine could look at."""
        if self.kind in CHECKED_BY_MACHINE:
            Proof.objects.filter(pk=self.pk).update(due_at=now)

    def settle(self, failure: Sentence | None, *, now: datetime) -> None:
        """What a look at it found: None, it holds; else why it does not."""
        stood = self.holds()
        self.checked_at = now
        if failure is None:
            self.proven_at, self.failed_since, self.failure = now, None, {}
        else:
            self.failed_since, self.failure = self.failed_since or now, failure.as_json()
        self.due_at = now + self._pace(now)
        with transaction.atomic():
            self.save(update_fields=["checked_at", "due_at", "proven_at", "failed_since", "failure"])
            if stood and failure is not None:
                self.account.tell("PROOF_FELL", now=now, about=self, proof=self._named(), why=self.failure)
            elif failure is None and not stood:
                self.account.tell("PROOF_HOLDS", now=now, about=self, proof=self._named())

    def not_seen(self, why: Sentence, *, now: datetime) -> None:
        """Nobody could look: what held a short while ago is not disproven by that, and it is tried again soon."""
        if self.proven_at is None or self.proven_at <= now - KEPT or self.failed_since is not None:
            self.settle(why, now=now)
            return
        self.checked_at, self.failure, self.due_at = now, why.as_json(), now + FIRST_AGAIN
        self.save(update_fields=["checked_at", "failure", "due_at"])

    def _pace(self, now: datetime) -> timedelta:
        if self.failed_since is None:
            return HELD if self.kind != "declaration" else DECLARED
        if self.proven_at is None:
            return NEVER_HELD
        return min(LAST_AGAIN, max(FIRST_AGAIN, now - self.failed_since))

    def _named(self) -> dict[str, object]:
        return Sentence(KIND_WORDS[self.kind]).as_json()

    @classmethod
    def plan(cls, account: OfficialAccount, kinds: Iterable[str], *, now: datetime) -> None:
        """These proofs will be looked for; those that are known already stay as they are."""
        known = set(account.proofs.values_list("kind", flat=True))
        rows = [Proof(account=account, kind=kind, added_at=now, due_at=now) for kind in kinds if kind not in known]
        Proof.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def declare(cls, account: OfficialAccount, *, by: User, now: datetime) -> "Proof":
        """A named member of the body's organisation says that the account is the body's: it holds for a year.

        Raises NotAllowed for anybody else.
        """
        organisation = account.organisation
        if organisation is None or not by.memberships.filter(organisation=organisation).exists():
            raise NotAllowed(f"{by} does not speak for the body of {account}")
        said: dict[str, Any] = {"proven_at": now, "checked_at": now, "failed_since": None, "failure": {}, "by": by}
        with transaction.atomic():
            proof, _new = cls.objects.update_or_create(
                account=account,
                kind="declaration",
                address="",
                defaults={**said, "due_at": now + DECLARED},
                create_defaults={**said, "due_at": now + DECLARED, "added_at": now},
            )
            account.tell("OFFICIAL_ACCOUNT_DECLARED", now=now, by=by)
        return proof
