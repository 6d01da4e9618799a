"""A message that came by telephone, at the counter or by letter, typed in by whoever took it."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post, storable
from beffroi.inbox.models.case import Case
from beffroi.inbox.models.channel import CHANNELS
from beffroi.inbox.models.clock import Clock
from beffroi.inbox.models.elsewhere import ElsewhereAnswer
from beffroi.inbox.models.note import Note
from beffroi.journal.models import record
from beffroi.keeping.kinds import Kind
from beffroi.keeping.models import days_of
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

TYPED = Kind(
    "inbox.typed",
    name=_("Messages that were typed in"),
    why=_("To answer who telephoned, wrote a letter or came to the counter."),
    basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
    days=90,
    most=365,
)


class TypedMessageQuerySet(DueQuerySet["TypedMessage"]):
    def to_forget(self, organisation: Organisation, days: int, now: datetime) -> Self:
        """Those whose words are older, and whose person does not wait for an answer any more."""
        old = self.filter(case__organisation=organisation, due_at__isnull=False, at__lte=now - timedelta(days=days))
        return old.exclude(case__in=Case.objects.filter(typed__isnull=False).waiting().order_by().values("pk"))


class TypedMessage(Due):
    """Its words and its name are forgotten after a time; `due_at` is set until then. The case stays, for the figures,
    and says nothing any more."""

    case = models.OneToOneField("inbox.Case", on_delete=models.CASCADE, related_name="typed")
    channel = models.CharField(max_length=20)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = TypedMessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="typed_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.channel} {self.case_id}"

    @classmethod
    def take(
        cls,
        organisation: Organisation,
        *,
        channel: str,
        text: str,
        name: str = "",
        by: User,
        now: datetime,
        through: str = "",
    ) -> Case:
        """Makes a case of what was said; `name` is what the person wants to be called by, if anything. `through`: the
        program of ours that brought it in, for which `by` answers. KeyError for a channel that is none of CHANNELS."""
        number = f"typed:{uuid4()}"
        with transaction.atomic():
            post = Post.objects.create(
                network=channel,
                native_id=number,
                conversation=number,
                author_id=number,  # nobody else's: no two calls are tied to one person
                author_name=storable(name, 255),
                text=storable(text.replace("\r\n", "\n")),
                published_at=now,
                seen_at=now,
            )
            case = Case.objects.create(
                organisation=organisation, latest=post, conversation=number, opened_at=now, waiting_since=now
            )
            Clock.run(case, post, spoke_at=now, now=now)
            cls.objects.create(
                case=case, channel=channel, by=by, at=now, due_at=now + timedelta(days=days_of(organisation, TYPED))
            )
            said = Sentence(CHANNELS[channel]).as_json()
            if through:
                record("CASE_CAME_IN", case, organisation=organisation, now=now, channel=said, program=through)
            else:
                record("CASE_TYPED", case, organisation=organisation, actor=by, now=now, channel=said)
        return case

    def forget(self, *, now: datetime) -> bool:
        """Its words, its name, and what colleagues noted about it. Twice changes nothing."""
        with transaction.atomic():
            if not TypedMessage.objects.filter(pk=self.pk, due_at__isnull=False).update(due_at=None):
                return False
            Post.objects.filter(pk=self.case.latest_id).update(text="", author_name="", gone_at=now)
            Note.objects.filter(case=self.case).delete()
            ElsewhereAnswer.objects.filter(case=self.case_id).update(text="")
            record("TYPED_FORGOTTEN", self.case, organisation=self.case.organisation, now=now)
        return True
