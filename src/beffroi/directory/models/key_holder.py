"""Who holds an account: its password, the mail and the telephone that recover it, its second factor."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models.account import Account
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.work.models import Due, DueQuerySet

SECOND_FACTORS = {
    "unknown": _("Nobody knows"),
    "none": _("None: the password alone opens it"),
    "sms": _("A code by SMS"),
    "mail": _("A code by e-mail"),
    "app": _("A code from an application"),
    "key": _("A security key"),
}
WEAK = ("unknown", "none")
REHEARSED = timedelta(days=365)  # after a proof
AGAIN = timedelta(days=30)  # after a rehearsal that nobody answered
FIRST = timedelta(days=7)  # after the holder was written down
NOTICE = timedelta(days=30)  # before the end of a mandate

# What is written down of the people; a new holder is another `holder`, everything else a change.
WRITTEN = (
    "holder",
    "telephone",
    "user",
    "recovery_mail",
    "mail_keeper",
    "mail_keeper_telephone",
    "phone_keeper",
    "phone_keeper_telephone",
    "second_factor",
    "until",
)


class KeyHolderQuerySet(DueQuerySet["KeyHolder"]):
    def of(self, organisation: Organisation) -> Self:
        """Who holds each account now."""
        return self.filter(account__organisation=organisation, ended_at=None).select_related("account", "user")

    def at(self, account: Account) -> "KeyHolder | None":
        return self.filter(account=account, ended_at=None).select_related("user", "account").first()


class KeyHolder(Due):
    """One at most is in force for an account; earlier ones stay, ended. Due when the holder is to prove it again.

    A recovery mail is written as one knows it by ("the mailbox of the cabinet"), never with a password.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="key_holders")
    holder = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, default="")
    user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )  # where the holder is a member
    recovery_mail = models.CharField(max_length=200, default="")
    mail_keeper = models.CharField(max_length=120, default="")
    mail_keeper_telephone = models.CharField(max_length=40, default="")
    phone_keeper = models.CharField(max_length=120, default="")
    phone_keeper_telephone = models.CharField(max_length=40, default="")
    second_factor = models.CharField(max_length=20, default="unknown")
    until = models.DateField(null=True)  # the end of the mandate, where there is one
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proven_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = KeyHolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="one_key_holder_per_account"
            ),
            models.CheckConstraint(
                condition=models.Q(second_factor__in=list(SECOND_FACTORS)), name="known_second_factor"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="key_rehearsal_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.holder} holds {self.account_id}"

    @classmethod
    def write_down(cls, account: Account, *, by: User, now: datetime, **said: Any) -> "KeyHolder":
        """Who holds the account from now on. The same holder told anew keeps the proof; another one must prove it.

        `said` are the fields named in WRITTEN.
        """
        account.must_let(by, "connect accounts")
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=account.pk)
            before = cls.objects.at(account)
            same = before is not None and (before.holder, before.user) == (said["holder"], said.get("user"))
            if before is not None:
                cls.objects.filter(pk=before.pk).update(ended_at=now, ended_by=by, due_at=None)
            proven_at = before.proven_at if before is not None and same else None
            planned = proven_at + REHEARSED if proven_at else now + FIRST
            due_at = _or_before_the_end(said.get("until"), planned, now)
            written = cls.objects.create(
                account=account, written_at=now, written_by=by, proven_at=proven_at, due_at=due_at, **said
            )
            verb = "KEY_HOLDER_NAMED" if before is None else "KEY_HOLDER_CHANGED" if same else "KEY_HANDED_OVER"
            written._record(verb, by, now, holder=written.holder, former=before.holder if before else "")
        return written

    @property
    def second_factor_name(self) -> Any:
        return SECOND_FACTORS[self.second_factor]

    @property
    def is_weak(self) -> bool:
        """Whether the password alone may open the account."""
        return self.second_factor in WEAK

    def is_proven(self, now: datetime) -> bool:
        return self.proven_at is not None and self.proven_at > now - REHEARSED - AGAIN

    def is_over(self, today: date) -> bool:
        """Whether the mandate has ended, so that the key is to be handed over."""
        return self.until is not None and self.until <= today

    @property
    def to_call(self) -> list[tuple[str, str, Any]]:
        """Name, telephone and what they keep, in the order in which to call; the same person once."""
        asked = (
            (self.holder, self.telephone, _("holds the account")),
            (self.mail_keeper, self.mail_keeper_telephone, _("keeps the recovery mailbox")),
            (self.phone_keeper, self.phone_keeper_telephone, _("keeps the recovery telephone")),
        )
        first: dict[str, tuple[str, str, Any]] = {}
        for name, telephone, keeps in asked:
            if name:
                first.setdefault(name.casefold(), (name, telephone, keeps))
        return list(first.values())

    def prove(self, *, by: User, now: datetime) -> "KeyProof":
        """`by` states that the holder opened the account today. Raises NotAllowed when another holds it now."""
        due_at = _or_before_the_end(self.until, now + REHEARSED, now)
        with transaction.atomic():
            if not KeyHolder.objects.filter(pk=self.pk, ended_at=None).update(proven_at=now, due_at=due_at):
                raise NotAllowed(f"{self} is over")
            proof = KeyProof.objects.create(key_holder=self, at=now, by=by)
            self._record("KEY_PROVEN", by, now, holder=self.holder)
        self.proven_at, self.due_at = now, due_at
        return proof

    def rehearse(self, *, now: datetime) -> None:
        """It is time to prove it again, or to hand it over: the ledger says so, once a month while nobody does."""
        ends = self.until is not None and self.until - NOTICE <= now.date()
        with transaction.atomic():
            if KeyHolder.objects.claim(self, until=now + AGAIN):
                self._record("KEY_TO_BE_HANDED_OVER" if ends else "KEY_TO_BE_PROVEN", None, now, holder=self.holder)

    def _record(self, verb: str, actor: User | None, now: datetime, **detail: Any) -> None:
        account = self.account
        record(verb, account, organisation=account.organisation, actor=actor, now=now, account=str(account), **detail)


class KeyProof(models.Model):
    """Somebody stated that the holder opened the account that day; a second person may have seen it."""

    key_holder = models.ForeignKey(KeyHolder, on_delete=models.CASCADE, related_name="proofs")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    witnessed_at = models.DateTimeField(null=True)
    witness = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.key_holder_id} proven {self.at:%Y-%m-%d}"

    def see(self, *, by: User, now: datetime) -> None:
        """A second person saw it. Raises NotAllowed for the one who stated it, and when somebody else saw it first."""
        if by == self.by:
            raise NotAllowed("nobody witnesses their own statement")
        with transaction.atomic():
            if not KeyProof.objects.filter(pk=self.pk, witness=None).update(witness=by, witnessed_at=now):
                raise NotAllowed(f"{self} was witnessed already")
            self.key_holder._record("KEY_PROOF_SEEN", by, now, holder=self.key_holder.holder)


def _or_before_the_end(until: date | None, planned: datetime, now: datetime) -> datetime:
    """`planned`, or a month before the mandate ends if that comes first."""
    if until is None:
        return planned
    notice = datetime.combine(until - NOTICE, time(9), tzinfo=UTC)
    return min(planned, notice) if notice > now else planned
