"""A named person says how a fact came out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.facts.models.fact import Fact, Outcome
from beffroi.facts.models.settlement import Settlement
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed

if TYPE_CHECKING:
    from beffroi.facts.models.witness import Witness


class NeedsReason(Exception):
    """A source says the contrary at this moment: the person must write why it is so all the same."""


class Attestation(models.Model):
    """The word of `witness`, or of `by` at the desk. `device` is what their browser calls itself, `reason` why they
    say so against a source. Where two people are asked for, it takes two that agree."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="attestations")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="+")
    witness = models.ForeignKey("facts.Witness", null=True, on_delete=models.PROTECT, related_name="attestations")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    device = models.CharField(max_length=300, default="")
    reason = models.TextField(default="", blank=True)
    settlement = models.ForeignKey(Settlement, null=True, on_delete=models.SET_NULL, related_name="attestations")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(witness__isnull=False, by=None) | models.Q(witness=None, by__isnull=False),
                name="attestation_has_one_author",
            )
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.outcome_id}"

    @property
    def who(self) -> str:
        return str(self.witness or self.by)

    @classmethod
    def give(
        cls,
        fact: Fact,
        outcome: Outcome,
        *,
        now: datetime,
        witness: Witness | None = None,
        by: User | None = None,
        device: str = "",
        reason: str = "",
    ) -> Attestation:
        """Writes the word down; settles the fact with it, unless a second person has to agree first.

        Saying the same again changes nothing. Raises NotAllowed when the fact is not waited for any more or when this
        person said otherwise before, NeedsReason when a source says the contrary and no reason is given.
        """
        with transaction.atomic():
            fact.lock()
            earlier = cls._standing(fact).filter(witness=witness, by=by).first()
            if earlier is not None and earlier.outcome_id == outcome.pk:
                return earlier
            if fact.state != "waiting" or earlier is not None:
                raise NotAllowed(f"{fact.pk} is {fact.state}")
            if not reason.strip() and any(source.contradicts(outcome.key) for source in fact.sources.all()):
                raise NeedsReason(fact.statement)
            given = cls.objects.create(
                fact=fact, outcome=outcome, witness=witness, by=by, at=now, device=device[:300], reason=reason.strip()
            )
            said = {
                "fact": fact.statement,
                "outcome": outcome.said.as_json(),
                "name": given.who,
                "reason": given.reason,
            }
            record("FACT_ATTESTED", fact, organisation=fact.organisation, actor=by, now=now, **said)
            given._settle(now)
        return given

    def take_back(self, *, now: datetime) -> None:
        """Raises NotAllowed when it is too late: see `Settlement.take_back`."""
        with transaction.atomic():
            if self.taken_back_at is not None:
                return
            if self.settlement is not None:
                self.settlement.take_back(by=self.by, now=now)
                Attestation.objects.filter(settlement=self.settlement).update(settlement=None)
            Attestation.objects.filter(pk=self.pk).update(taken_back_at=now)
            self.taken_back_at = now

    @classmethod
    def _standing(cls, fact: Fact) -> models.QuerySet[Attestation]:
        return cls.objects.filter(fact=fact, taken_back_at=None)

    def _settle(self, now: datetime) -> None:
        agreeing = list(self._standing(self.fact).filter(outcome=self.outcome))
        people = {(each.witness_id, each.by_id) for each in agreeing}
        against = self._standing(self.fact).exclude(outcome=self.outcome)
        if against.exists() or len(people) < (2 if self.fact.two_people else 1):
            return
        names = ", ".join(each.who for each in agreeing)[:160]
        ground = "witness" if self.witness_id else "person"
        self.settlement = Settlement.reach(self.fact, self.outcome.key, ground=ground, now=now, by=self.by, who=names)
        Attestation.objects.filter(pk__in=[each.pk for each in agreeing]).update(settlement=self.settlement)
