"""A post on one of our accounts that announced a fact before anybody had confirmed it."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation
from beffroi.archive.models import OwnPost, Post
from beffroi.chronicle.models import Incident
from beffroi.engines.announce import Announcement
from beffroi.facts.models import Fact, Settlement
from beffroi.facts.models.fact import YES
from beffroi.journal.models import Event, record
from beffroi.notify.telling import page_of, tell
from beffroi.vocabulary import Sentence

TITLE = gettext_noop("@{handle} announced “{words}” before it was confirmed")
READ = gettext_noop("A source confirmed: {fact}")
TOLD = gettext_noop(
    "@{handle} has just announced “{words}”. Nobody has confirmed it: look, and correct it if it is not so."
)


class EarlyPostQuerySet(models.QuerySet["EarlyPost"]):
    def of(self, organisation: Organisation) -> Self:
        mine = self.filter(incident__organisation=organisation)
        return mine.select_related("post", "incident__account", "incident__organisation")


class EarlyPost(models.Model):
    """`incident` tells it; once `fact` is settled, by how long it was early is known."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    seen_at = models.DateTimeField()

    objects = EarlyPostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words

    @classmethod
    def note(cls, own: OwnPost, announced: Announcement, fact: Fact, *, now: datetime) -> "EarlyPost":
        """Opens the incident and tells those whose business it is, once per post."""
        said = {"handle": own.account.handle, "words": _with_its_subject(own.post.text, announced)[:200]}
        organisation = own.account.organisation
        with transaction.atomic():
            known = cls.objects.filter(post=own.post).first()
            if known is not None:
                return known
            incident = Incident.open(
                organisation, kind="too_early", title=Sentence(TITLE, said), now=now, post=own.post, account=own.account
            )
            early = cls.objects.create(
                post=own.post, fact=fact, incident=incident, words=announced.words[:300], seen_at=now
            )
            told = {**said, "fact": fact.statement}
            event = record("TOO_EARLY", incident, organisation=organisation, actor=None, now=now, **told)
            incident.note_event(event, episode="other", now=now)
            body, link = Sentence(TOLD, said), page_of("incident", incident.pk)
            tell(organisation, "too_early", body=body, link=link, now=now, about=incident)
        return early

    def follow(self, settlement: Settlement, *, now: datetime) -> None:
        """The fact is settled: by how long it was announced too early, or that it never came true."""
        self._note(settlement, now)
        early_by = settlement.happened_at - self.post.published_at
        if settlement.outcome.key == YES and early_by.total_seconds() > 0:
            self.incident.set_early_by(early_by)

    def _note(self, settlement: Settlement, now: datetime) -> None:
        """How the fact came out, as evidence: the line of the ledger, and what the source said when it was read."""
        fact = settlement.fact
        told = Event.objects.filter(organisation=fact.organisation, verb="FACT_SETTLED", subject_id=str(fact.pk))
        if (event := told.order_by("-number").first()) is not None:
            self.incident.note_event(event, episode="outcome", now=now)
        reading = settlement.reading
        if reading is not None and reading.evidence_id is not None:
            self.incident.note_document(
                label=Sentence(READ, {"fact": fact.statement}),
                address=reading.source.address,
                sha256=reading.evidence_id,
                taken_at=reading.taken_at,
                episode="outcome",
                now=now,
            )


def _with_its_subject(text: str, announced: Announcement) -> str:
    """The announcing words from their subject on, or to its end: “l'article 1er est adopté”."""
    at = text.find(announced.subject) if announced.subject else -1
    if at < 0:
        return announced.words
    start, end = min(at, announced.start), max(at + len(announced.subject), announced.end)
    return text[start:end] if end - start < 120 else announced.words
