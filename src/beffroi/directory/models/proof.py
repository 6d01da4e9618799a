"""What proves that an account is its body's: each proof by its kind, where it stands, and when it was last seen."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import User
from beffroi.directory.models.official import OfficialAccount
from beffroi.work.models import Due, DueQuerySet

PROOFS = {
    "site": _("Link from the official site"),
    "domain": _("The official domain is its handle"),
    "rel_me": _("Verified link back (rel=me)"),
    "dila": _("Entry in the directory of the administration (DILA)"),
    "declaration": _("Declared by the body"),
}
CHECKED_BY_MACHINE = ("site", "domain", "rel_me", "dila")


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

    def settle(self, failure: object | None, *, now: datetime, again: datetime) -> None:
        """What a look at it found: None, it holds; else the sentence, as JSON, that says why it does not."""
        self.checked_at, self.due_at = now, again
        if failure is None:
            self.proven_at, self.failed_since, self.failure = now, None, {}
        else:
            self.failed_since, self.failure = self.failed_since or now, failure
        self.save(update_fields=["checked_at", "due_at", "proven_at", "failed_since", "failure"])
