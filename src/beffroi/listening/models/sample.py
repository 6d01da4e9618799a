"""A small sample of what each stream says, so that a search can be tried before it is saved."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property

from django.conf import settings
from django.db import models

from beffroi import vocabulary
from beffroi.archive.models import storable
from beffroi.engines.counts.sampling import TICKETS, is_drawn
from beffroi.engines.query import Document
from beffroi.engines.texts.nameless import nameless
from beffroi.listening.models.optout import OptOut
from beffroi.listening.models.stream import Stream

KEPT_FOR = timedelta(days=7)
MOST = 5_000  # rows of a stream: above, the sample is thinned to half
FEW = MOST // 8  # rows: below, it is drawn twice as densely
MOST_AT_ONCE = 100  # rows of one batch
MOST_CHARACTERS = 5_000  # of one text
_OF_PERSONS = ("from:", "to:")


@dataclass(frozen=True)
class Recalled(Document):
    """A document of the sample: the facts beside its text are those that were noted, none about a person."""

    facts_kept: tuple[str, ...] = ()

    @cached_property
    def terms(self) -> frozenset[str]:
        return super().terms | frozenset(self.facts_kept)


class Sampling(models.Model):
    """How densely a stream is sampled: one post in `one_in`, a power of two."""

    stream = models.OneToOneField(Stream, on_delete=models.CASCADE, related_name="sampling")
    one_in = models.PositiveIntegerField(default=1)
    one_in_before = models.PositiveIntegerField(default=1)  # until `denser_at`
    denser_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.stream_id}: one in {self.one_in}"

    def rows(self, now: datetime) -> "models.QuerySet[SampledPost]":
        """The sample of the last days, oldest first: every post of that time had the same chance to be in it."""
        drawn = {"ticket__lt": TICKETS // self.evenly(now), "at__gt": now - KEPT_FOR}
        return SampledPost.objects.filter(stream=self.stream_id, **drawn).order_by("at", "pk")

    def evenly(self, now: datetime) -> int:
        """One in how many holds for the whole time that `rows` covers."""
        was_sparser = self.denser_at is not None and self.denser_at > now - KEPT_FOR
        return max(self.one_in, self.one_in_before) if was_sparser else self.one_in

    def thin(self) -> None:
        """Half of the sample goes, and from now on half as much comes."""
        self.one_in *= 2
        self.save(update_fields=["one_in"])
        SampledPost.objects.filter(stream=self.stream_id, ticket__gte=TICKETS // self.one_in).delete()

    def thicken(self, *, now: datetime) -> None:
        """From now on twice as much comes; at most once in the time that the sample covers."""
        if self.one_in == 1 or self.evenly(now) != self.one_in:
            return
        self.one_in_before, self.one_in, self.denser_at = self.one_in, self.one_in // 2, now
        self.save(update_fields=["one_in_before", "one_in", "denser_at"])


class SampledPost(models.Model):
    """What a post said, and nothing of who said it: no author, no handle, no address of the post.

    `ticket` drew it and keeps a stretch of the stream that is read twice from counting twice; without the secret of
    this installation it leads to no post.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+")
    ticket = models.BigIntegerField()
    text = models.TextField()
    lang = models.CharField(max_length=20, default="")
    facts = models.JSONField(default=list)  # terms beside the text: `has:link`
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "ticket"], name="each_ticket_once")]
        indexes = [models.Index(fields=["stream", "at"], name="sample_by_time")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def document(self) -> Recalled:
        return Recalled(self.text, lang=self.lang, facts_kept=tuple(self.facts))

    @classmethod
    def take(
        cls,
        stream: Stream,
        posts: Iterable[vocabulary.Post | None],
        read: Callable[[vocabulary.Post], Document],
        *,
        now: datetime,
    ) -> None:
        """Keeps a fair share of a batch, in the transaction of its cursor; `read` gives the document of a post."""
        tickets = [(ticket_of(post), post) for post in posts if post is not None]
        if not tickets:
            return
        sampling, _new = Sampling.objects.get_or_create(stream=stream)
        while len(drawn := [each for each in tickets if is_drawn(each[0], sampling.one_in)]) > MOST_AT_ONCE:
            sampling.thin()
        willing = [(ticket, post) for ticket, post in drawn if not OptOut.objects.of(post.author).exists()]
        rows = [_row(stream, ticket, post, read(post), now) for ticket, post in willing]
        SampledPost.objects.bulk_create(rows, ignore_conflicts=True)


def _row(stream: Stream, ticket: int, post: vocabulary.Post, document: Document, now: datetime) -> SampledPost:
    text = nameless(storable(post.text, MOST_CHARACTERS))
    beside = document.terms - Document(document.text).terms | {term for term in document.terms if ":" in term}
    facts = sorted(fact for fact in beside if not fact.startswith(_OF_PERSONS))
    said_lately = now - KEPT_FOR < post.published_at < now  # what a post says of its time can be anything
    at = post.published_at if said_lately else now
    return SampledPost(stream=stream, ticket=ticket, text=text, lang=document.lang[:20], facts=facts, at=at)


def ticket_of(post: vocabulary.Post) -> int:
    """The same for the same post, evenly spread, and known to nobody outside."""
    said = f"{post.network}\0{post.native_id}".encode("utf-8", "ignore")
    drawn = hashlib.blake2b(said, digest_size=8, key=_key(settings.SECRET_KEY)).digest()
    return int.from_bytes(drawn) % TICKETS


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"listening.sample" + secret.encode()).digest()


def trim(now: datetime) -> int:
    """The duty's part: what is too old goes, and each sample becomes as dense as it may be."""
    gone, _each = SampledPost.objects.filter(at__lte=now - KEPT_FOR).delete()
    for sampling in Sampling.objects.select_related("stream"):
        rows = SampledPost.objects.filter(stream=sampling.stream_id).count()
        if rows > MOST:
            sampling.thin()
        elif rows < FEW:
            sampling.thicken(now=now)
    return gone
