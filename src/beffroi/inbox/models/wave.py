"""A wave: many people say nearly the same at nearly the same time. One line of the list, acted on as one."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.engines.likeness.stories import Telling, is_same, place, told
from beffroi.inbox.models.case import Case
from beffroi.journal.models import record
from beffroi.work.few import Few

WINDOW = timedelta(hours=1)
HEIGHT = 20  # cases that begin within the window: from so many on it is a wave
LIVES = timedelta(days=1)  # after its last message: who says the same later begins anew
SHOWN_FOR = timedelta(days=30)  # a line of the list, while a case of it waits
COMPARED = 200  # tellings, the waves first, then those that were told last
COUNTED = 1_000  # cases that wait: beyond nobody counts


class WaveQuerySet(models.QuerySet["Wave"]):
    def alive(self, organisation: Organisation, at: datetime) -> Self:
        """What a message written `at` that moment is compared with."""
        lately = models.Q(rose_at=None, last_at__gt=at - WINDOW) | models.Q(
            rose_at__isnull=False, last_at__gt=at - LIVES
        )
        newest = models.F("rose_at").desc(nulls_last=True)
        return self.filter(lately, organisation=organisation).order_by(newest, "-last_at", "-pk")

    def standing(self, organisation: Organisation, now: datetime) -> Self:
        """Those that rose and of which a case waits; adds `waits`, their number up to COUNTED."""
        risen = self.filter(organisation=organisation, rose_at__gt=now - SHOWN_FOR)
        open_ones = WaveCase.objects.filter(wave=models.OuterRef("pk"), case__closed_at=None, case__answer_seen_at=None)
        waits = Few.of(open_ones, most=COUNTED)
        return risen.select_related("first").annotate(waits=waits).filter(waits__gt=0).order_by("-rose_at", "-pk")


class Wave(models.Model):
    """What the first of them said, in `telling`. Until it rises it is only what somebody said, and `gathered` names the
    cases that began so: [[case, when it was written], …]. `count` is of all that ever began so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    telling = models.JSONField()
    gathered = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    rose_at = models.DateTimeField(null=True)
    soon_told_at = models.DateTimeField(null=True)  # when people were told that time runs out, of the first of them
    late_told_at = models.DateTimeField(null=True)

    objects = WaveQuerySet.as_manager()
    waits: int  # of those read `standing`

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-last_at"], name="wave_latest"),
            models.Index(
                fields=["organisation", "-rose_at"], name="wave_risen", condition=models.Q(rose_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} × {self.count}"

    @classmethod
    def gather(cls, case: Case, post: Post, *, now: datetime) -> "Wave | None":
        """The wave in which `case` stands, now that `post` has come; in the transaction that put it there.

        A case joins with its first message, and leaves with a further one that says something else. What was written
        long ago joins nothing.
        """
        telling = told(post.text, post.url)
        standing = WaveCase.objects.filter(case=case).select_related("wave").first()
        if standing is not None:
            return standing.wave if standing.stays(telling) else None
        if case.latest_id != post.pk or case.opened_at != now or now - post.published_at > LIVES:
            return None
        alive = list(cls.objects.alive(case.organisation, post.published_at)[:COMPARED])
        home = place(telling, [Telling.from_json(wave.telling) for wave in alive])
        if home is None:
            said = {"telling": telling.as_json(), "began_at": post.published_at, "last_at": post.published_at}
            first = [[case.pk, post.published_at.isoformat()]]
            cls.objects.create(organisation=case.organisation, first=post, count=1, gathered=first, **said)
            return None
        return cls.objects.select_for_update(no_key=True).get(pk=alive[home].pk)._take(case, post, now)

    def _take(self, case: Case, post: Post, now: datetime) -> "Wave | None":
        self.count, self.last_at = self.count + 1, max(self.last_at, post.published_at)
        if self.rose_at is not None:
            WaveCase.objects.create(wave=self, case=case)
            self.save(update_fields=["count", "last_at"])
            return self
        since = (self.last_at - WINDOW).isoformat()
        lately = [[number, at] for number, at in self.gathered if at > since and number != case.pk]
        self.gathered = [*lately, [case.pk, post.published_at.isoformat()]]
        if len(self.gathered) >= HEIGHT:
            self._rise(now)
        self.save(update_fields=["count", "last_at", "gathered", "rose_at"])
        return self if self.rose_at else None

    def _rise(self, now: datetime) -> None:
        numbers = [number for number, _at in self.gathered]
        cases = models.Q(case__in=numbers)
        known = set(WaveCase.objects.filter(cases).values_list("case", flat=True))
        WaveCase.objects.bulk_create(WaveCase(wave=self, case_id=number) for number in numbers if number not in known)
        self.rose_at, self.gathered = now, []
        record("WAVE_ROSE", self, organisation=self.organisation, now=now, cases=len(numbers))

    def is_first_word(self, said: str, *, now: datetime) -> bool:
        """Whether people are told of it for the first time that time runs out ("soon") or is over ("late")."""
        field = f"{said}_told_at"
        return bool(Wave.objects.filter(pk=self.pk, **{field: None}).update(**{field: now}))


class WaveCase(models.Model):
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="members")
    case = models.OneToOneField("inbox.Case", on_delete=models.CASCADE, related_name="in_wave")

    def __str__(self) -> str:
        return f"{self.case_id} in {self.wave_id}"

    def stays(self, telling: Telling) -> bool:
        """Whether the case still says what the wave says; if not, it leaves."""
        if is_same(telling, Telling.from_json(self.wave.telling)):
            return True
        self.delete()
        return False


def forget_tellings(now: datetime) -> int:
    """What was said and never became a wave."""
    return Wave.objects.filter(rose_at=None, last_at__lt=now - LIVES).delete()[0]
