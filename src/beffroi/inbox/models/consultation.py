"""A service is asked for its words by a link in a mail; it needs no account here, and publishes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction

from beffroi.access.models import Team, User
from beffroi.access.secret_link import hashed, new_secret
from beffroi.inbox.models.contact import ServiceContact
from beffroi.inbox.models.reply import Assignment
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from beffroi.inbox.models.case import Case

LIVES = timedelta(days=30)
TEXT, BODY = 20_000, 160  # characters of the service's words, of the name of another body


class ConsultationQuerySet(DueQuerySet["Consultation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(ended_at=None, expires_at__gt=now)


class Consultation(Due):
    """`note` is what the agent tells the service. It ends with the service's `words`, with "not ours" (`is_theirs`
    False, and the `body` or the `other` service that it belongs to), or when somebody closes it.

    Due until the service was reminded, then until its deputy was asked.
    """

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="consultations")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(max_length=2000, default="", blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    words = models.TextField(max_length=TEXT, default="", blank=True)
    is_theirs = models.BooleanField(default=True)
    body = models.CharField(max_length=BODY, default="", blank=True)
    other = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ConsultationQuerySet.as_manager()

    if TYPE_CHECKING:
        links: RelatedManager[ConsultationLink]

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_open_consultation_per_case"
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="consultation_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.team_id} about {self.case_id}"

    @classmethod
    def ask(cls, case: Case, team: Team, *, note: str, by: User, now: datetime) -> tuple[Consultation, str]:
        """Hands the case to `team` if it is elsewhere, and asks it: the consultation, and the secret of its link, which
        is nowhere kept. What was asked before of this case ends."""
        contact = ServiceContact.of(team)
        case.must_be_answered_by(by)
        with transaction.atomic():
            type(case)._default_manager.select_for_update(no_key=True).get(pk=case.pk)
            cls.objects.filter(case=case, ended_at=None).update(ended_at=now, due_at=None)
            if case.team_id != team.pk:
                case.hand_to(team, by=by, now=now)
            asked = cls.objects.create(
                case=case,
                team=team,
                note=note.strip(),
                asked_by=by,
                asked_at=now,
                expires_at=now + LIVES,
                due_at=now + contact.patience,
            )
            asked._record("SERVICE_ASKED", by, now)
        return asked, asked.new_link(now=now)

    def new_link(self, *, now: datetime, to_deputy: bool = False) -> str:
        """The secret of one more link to the same page: the ones before go on working."""
        secret = new_secret()
        self.links.create(secret_hash=hashed(secret), made_at=now, to_deputy=to_deputy)
        return secret

    def standing(self, now: datetime) -> str:
        """What has become of it: "open", "said", "returned", "closed" (the desk needs nothing more) or "expired"."""
        if self.ended_at is not None:
            return "said" if self.words else "closed" if self.is_theirs else "returned"
        if self.case.closed_at is not None or self.case.team_id != self.team_id:
            return "closed"
        return "expired" if now >= self.expires_at else "open"

    def say(self, words: str, *, now: datetime) -> None:
        """The service's words, for the agent to make an answer of. Raises NotAllowed when it is not open any more."""
        with transaction.atomic():
            self._end(now, words=words.replace("\r\n", "\n").strip())
            self._record("SERVICE_ANSWERED", None, now)

    def give_back(self, *, body: str, other: Team | None, now: datetime) -> None:
        """Not theirs: the case is with the desk again, with the body or the service that it belongs to.

        Raises NotAllowed when it is not open any more.
        """
        with transaction.atomic():
            self._end(now, is_theirs=False, body=body, other=other)
            case = self.case
            case.team = None
            case.save(update_fields=["team"])
            Assignment.objects.create(case=case, team=None, by=None, returned_by=self.team, at=now)
            self._record("SERVICE_GAVE_BACK", None, now)

    def close(self, *, by: User, now: datetime) -> bool:
        """The desk needs no words any more. Closing twice says it once; False where it had ended before."""
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            closed = Consultation.objects.filter(pk=self.pk, ended_at=None).update(ended_at=now, due_at=None)
            if closed:
                self._record("SERVICE_NOT_ASKED", by, now)
        return bool(closed)

    def _end(self, now: datetime, **said: object) -> None:
        if self.standing(now) != "open":
            raise NotAllowed(f"{self} is {self.standing(now)}")
        unanswered = Consultation.objects.filter(pk=self.pk, ended_at=None)
        if not unanswered.update(ended_at=now, due_at=None, **said):
            raise NotAllowed(f"{self} was answered or closed meanwhile")
        self.refresh_from_db()

    def _record(self, verb: str, by: User | None, now: datetime) -> None:
        case = self.case
        outside = {} if by else {"outside": self.team.name}
        record(verb, case, organisation=case.organisation, actor=by, now=now, team=self.team.name, **outside)


class ConsultationLink(models.Model):
    """One link in one mail. Only the hash of its secret is kept."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    to_deputy = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"link to {self.consultation_id}"

    @classmethod
    def opened_by(cls, secret: str) -> Consultation | None:
        """What a secret opens, whatever became of it; None for one that never was."""
        whole = cls.objects.select_related(
            "consultation__case__organisation",
            "consultation__case__latest",
            "consultation__case__account",
            "consultation__team",
            "consultation__asked_by",
        )
        link = whole.filter(secret_hash=hashed(secret)).first()
        return link.consultation if link else None
