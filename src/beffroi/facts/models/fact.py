"""A fact: stated in words, with the outcomes it can have. What is announced of it waits for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.facts.states import FACT
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed, move
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from beffroi.facts.models.attestation import Attestation
    from beffroi.facts.models.settlement import Settlement
    from beffroi.facts.models.source import Source
    from beffroi.facts.models.witness import Witness

LIVES = timedelta(days=7)  # when nobody says until when it may be waited for
HOLD = 10  # seconds in which a word can be taken back before anything leaves
BEFORE = timedelta(hours=2)  # sources are read from then on, when an hour is expected
YES, NO = "yes", "no"
USUAL = {YES: gettext_noop("It is so"), NO: gettext_noop("It is not so")}
VOTED = {YES: gettext_noop("Adopted"), NO: gettext_noop("Rejected")}
WAITS = gettext_noop("It waits for a fact: {fact}")
OTHERWISE = gettext_noop("It announces what did not come true: {fact}")
NEVER = gettext_noop("The fact it waits for was given up: {fact}")
HELD = gettext_noop("The word was given and can still be taken back for some seconds: {fact}")


class FactQuerySet(DueQuerySet["Fact"]):
    def of(self, organisation: Organisation) -> Self:
        """With all that a board of facts shows, in as many queries for one as for many."""
        shown = self.filter(organisation=organisation).select_related("created_by")
        return shown.prefetch_related("outcomes", "sources", "settlements__outcome", "settlements__by", "parts")

    def for_a_word(self, now: datetime) -> Self:
        """Waiting ones that a person could settle now: a source says that it may be so, or their hour has come."""
        may_be = models.Q(sources__state="COMPATIBLE", sources__removed_at=None)
        due = models.Q(expected_at__lte=now, needed=None)
        return self.filter(may_be | due, state="waiting").distinct().order_by("expected_at", "pk")

    def open(self) -> Self:
        """Waiting ones, those expected first; those without an hour after them."""
        return self.filter(state="waiting").order_by(models.F("expected_at").asc(nulls_last=True), "pk")


class Fact(Due):
    """`statement` says what is to become true, in words; `subject` names what it is about as an official source does
    ("Article 2 bis"), `kind` which kind of announcement it is.

    `due_at` is the moment at which it expires. `hold` is how many seconds a word can be taken back before anything
    leaves. A fact with `needed` is made of others: it is so once that many of its parts are.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    statement = models.CharField(max_length=300)
    subject = models.CharField(max_length=120, default="", blank=True)
    kind = models.CharField(max_length=20, default="", blank=True)
    expected_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    hold = models.PositiveSmallIntegerField(default=HOLD)
    two_people = models.BooleanField(default=False)
    parts = models.ManyToManyField("self", symmetrical=False, related_name="wholes", blank=True)
    needed = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=20, default=FACT.initial)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None: Beffroi itself
    created_at = models.DateTimeField()

    objects = FactQuerySet.as_manager()

    if TYPE_CHECKING:
        outcomes: RelatedManager[Outcome]
        sources: RelatedManager[Source]
        witnesses: RelatedManager[Witness]
        attestations: RelatedManager[Attestation]
        settlements: RelatedManager[Settlement]
        wholes: RelatedManager[Fact]

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=list(FACT.states)), name="fact_state")]
        indexes = [
            models.Index(fields=["organisation", "state", "expected_at"], name="fact_by_state"),
            models.Index(fields=["due_at"], name="fact_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.statement

    @classmethod
    def state_it(
        cls,
        organisation: Organisation,
        *,
        statement: str,
        now: datetime,
        by: User | None = None,
        subject: str = "",
        kind: str = "",
        outcomes: Sequence[str] = (),
        expected_at: datetime | None = None,
        expires_at: datetime | None = None,
        hold: int = HOLD,
        two_people: bool = False,
        parts: Iterable[Fact] = (),
        needed: int | None = None,
    ) -> Fact:
        """A new fact that is waited for. `outcomes` are labels in the person's words, the affirmative one first; none
        given: the two usual ones. With `parts`, `needed` of them make it so (None: all)."""
        expires_at = expires_at or (expected_at or now) + LIVES
        components = list(parts)
        with transaction.atomic():
            fact = cls.objects.create(
                organisation=organisation,
                statement=statement,
                subject=subject,
                kind=kind,
                expected_at=expected_at,
                expires_at=expires_at,
                due_at=expires_at,
                hold=hold,
                two_people=two_people,
                needed=(needed or len(components)) if components else None,
                created_by=by,
                created_at=now,
            )
            fact.parts.set(components)
            fact._can_come_out(outcomes)
            record("FACT_STATED", fact, organisation=organisation, actor=by, now=now, fact=statement)
        return fact

    def _can_come_out(self, labels: Sequence[str]) -> None:
        usual = VOTED if self.kind in ("adoption", "rejection", "vote") else USUAL
        for place, label in enumerate(labels or list(usual.values())):
            self.outcomes.create(key=(YES, NO)[place] if place < 2 else str(place), label=label, place=place)

    # --- what is known of it

    @property
    def settlement(self) -> Settlement | None:
        """What was settled and not taken back; None while it is waited for."""
        return next((each for each in self.settlements.all() if each.taken_back_at is None), None)

    def outcome_called(self, key: str) -> Outcome | None:
        return next((each for each in self.outcomes.all() if each.key == key), None)

    @property
    def watched_from(self) -> datetime:
        """When its sources begin to be read."""
        return max(self.created_at, self.expected_at - BEFORE) if self.expected_at else self.created_at

    def lock(self) -> None:
        """Nobody else decides about it until the transaction ends; it is read afresh."""
        Fact.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db()

    # --- its end

    def give_up(self, *, by: User, now: datetime) -> None:
        """Nobody waits for it any more; what waited does not leave, and asks a person. Raises NotAllowed."""
        self._move("withdrawn", "FACT_GIVEN_UP", by=by, now=now, due_at=None)
        self.sources.update(due_at=None)

    def expire(self, *, now: datetime) -> None:
        """It was waited for long enough. Raises NotAllowed when somebody settled or moved it meanwhile."""
        self._move("expired", "FACT_EXPIRED", by=None, now=now, where={"due_at": self.due_at}, due_at=None)
        self.sources.update(due_at=None)

    def wait_until(self, expires_at: datetime, *, by: User, now: datetime) -> None:
        """Waits longer, or shorter; one that had expired is waited for again. Raises NotAllowed."""
        with transaction.atomic():
            self.lock()
            if self.state == "expired":
                self._move("waiting", "FACT_WAITS_AGAIN", by=by, now=now)
            elif self.state == "waiting":
                record("FACT_WAITS_AGAIN", self, organisation=self.organisation, actor=by, now=now, fact=str(self))
            else:
                raise NotAllowed(f"{self.pk} is {self.state}")
            self.expires_at = self.due_at = expires_at
            self.save(update_fields=["expires_at", "due_at"])
            self.sources.filter(removed_at=None).update(due_at=max(self.watched_from, now))

    def _move(self, to: str, verb: str | None, *, by: User | None, now: datetime, **more: object) -> None:
        move(
            self,
            to,
            lifecycle=FACT,
            verb=verb,
            organisation=self.organisation,
            actor=by,
            now=now,
            detail={"fact": self.statement},
            **more,  # type: ignore[arg-type]  # the words of move()
        )


class Outcome(models.Model):
    """One way a fact can come out. `key` is "yes" for what the statement says, "no" for its contrary, a number for
    another one; `label` is a usual word (an English message id) or the person's own."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="outcomes")
    key = models.CharField(max_length=10)
    label = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["fact", "key"], name="one_outcome_per_key")]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.label}"

    @property
    def said(self) -> Sentence:
        """Its label, to be said in the reader's language; a person's own word stays as it is."""
        return Sentence(self.label)

    def shut(self, now: datetime) -> Sentence | None:
        """Why what announces this outcome may not leave now; None once it came true and the word stands."""
        fact = self.fact
        if fact.state == "withdrawn":
            return Sentence(NEVER, {"fact": fact.statement})
        settled = fact.settlement
        if settled is None:
            return Sentence(WAITS, {"fact": fact.statement})
        if settled.outcome_id != self.pk:
            return Sentence(OTHERWISE, {"fact": fact.statement})
        return None if settled.stands_at <= now else Sentence(HELD, {"fact": fact.statement})
