"""How a fact came out, who or what said so, and from when on the word stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import User
from beffroi.facts.models.fact import NO, YES, Fact, Outcome
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.work.models import Due, DueQuerySet
from beffroi.work.waking import wake

if TYPE_CHECKING:
    from beffroi.facts.models.source import Reading

UNDO = timedelta(seconds=10)  # what is left to take a word back, whether or not something has left meanwhile
GROUNDS = {
    "witness": _("a witness"),
    "person": _("a person at the desk"),
    "source": _("an official source"),
    "parts": _("the facts it is made of"),
}


class SettlementQuerySet(DueQuerySet["Settlement"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class Settlement(Due):
    """Due, from the moment the word stands, until publishing has followed it: what waited for this outcome comes due,
    what waited for another one is discarded.

    `at` is when it was settled, `happened_at` when it became true, `who` the name that is told.
    """

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="settlements")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="+")
    ground = models.CharField(max_length=10)
    at = models.DateTimeField()
    happened_at = models.DateTimeField()
    stands_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=160, default="")
    reading = models.ForeignKey("facts.Reading", null=True, on_delete=models.PROTECT, related_name="+")
    followed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ground__in=list(GROUNDS)), name="settlement_ground"),
            models.UniqueConstraint(
                fields=["fact"], condition=models.Q(taken_back_at=None), name="one_settlement_stands_per_fact"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="settlement_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.outcome_id}"

    @classmethod
    def reach(
        cls,
        fact: Fact,
        key: str,
        *,
        ground: str,
        now: datetime,
        happened_at: datetime | None = None,
        by: User | None = None,
        who: str = "",
        reading: Reading | None = None,
    ) -> Settlement:
        """Settles a waiting fact. What a machine read cannot be taken back, and stands at once; a person's word
        stands when the fact's seconds are over."""
        outcome = fact.outcomes.get(key=key)
        held = timedelta(seconds=fact.hold if ground in ("witness", "person") else 0)
        with transaction.atomic():
            fact._move("settled", None, by=None, now=now, due_at=None)
            settled = cls.objects.create(
                fact=fact,
                outcome=outcome,
                ground=ground,
                at=now,
                happened_at=happened_at or now,
                stands_at=now + held,
                due_at=now + held,
                by=by,
                who=who,
                reading=reading,
            )
            fact.sources.update(due_at=None)
            settled._record("FACT_SETTLED", by, now)
            wake("publishing.follow_facts")
            for whole in fact.wholes.filter(state="waiting"):
                cls.weigh_parts(whole, now=now)
        return settled

    @classmethod
    def weigh_parts(cls, whole: Fact, *, now: datetime) -> None:
        """A fact made of others is settled once enough of them are so, or can no longer be."""
        with transaction.atomic():
            whole.lock()
            if whole.needed is None or whole.state != "waiting":
                return
            parts = list(whole.parts.prefetch_related("settlements__outcome"))
            ways = [settled.outcome.key for part in parts if (settled := part.settlement) is not None]
            if (so := ways.count(YES)) >= whole.needed:
                cls.reach(whole, YES, ground="parts", now=now)
            elif so + len(parts) - len(ways) < whole.needed:
                cls.reach(whole, NO, ground="parts", now=now)

    def may_be_taken_back(self, now: datetime) -> bool:
        return (
            self.taken_back_at is None
            and self.ground in ("witness", "person")
            and now < max(self.stands_at, self.at + UNDO)
        )

    def take_back(self, *, by: User | None, now: datetime) -> None:
        """Whoever gave the word takes it back: the fact is waited for again. Raises NotAllowed when it is too late.

        Where the fact held the word, nothing has left. Where it did not, what has left is for a person to correct.
        """
        with transaction.atomic():
            self.fact.lock()
            self.refresh_from_db()
            if not self.may_be_taken_back(now):
                raise NotAllowed(f"{self} stands")
            self._undo(now)
            self._record("FACT_TAKEN_BACK", by, now)

    def _undo(self, now: datetime) -> None:
        self.taken_back_at, self.due_at = now, None
        self.save(update_fields=["taken_back_at", "due_at"])
        self.fact._move("waiting", None, by=None, now=now, due_at=self.fact.expires_at)
        self.fact.sources.filter(removed_at=None).update(due_at=now)
        for whole in self.fact.wholes.filter(state="settled"):
            settled = whole.settlement
            if settled is not None and settled.ground == "parts":
                settled._undo(now)

    def follow(self, *, now: datetime) -> bool:
        """Publishing has done what it says; False when another worker did, or it was taken back."""
        done = Settlement.objects.filter(pk=self.pk, due_at=self.due_at, taken_back_at=None)
        return bool(done.update(due_at=None, followed_at=now))

    def _record(self, verb: str, by: User | None, now: datetime) -> None:
        fact, said = self.fact, {"fact": self.fact.statement, "outcome": self.outcome.said.as_json(), "name": self.who}
        record(verb, fact, organisation=fact.organisation, actor=by, now=now, ground=self.ground, **said)
