"""The first-hit-to-answer clock: from the first moment at which something was found, to the departure of its answer."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Coalesce

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.inbox.models.elsewhere import ElsewhereAnswer
from beffroi.inbox.models.reply import Reply
from beffroi.listening.models import Match, SavedSearch

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

NEVER = models.Value(datetime.max.replace(tzinfo=UTC), models.DateTimeField())


class ClockQuerySet(models.QuerySet["Clock"]):
    def with_answer(self) -> Self:
        """Adds `answered_at`: when the first answer left after the beginning and before the next clock of its case, or
        was posted elsewhere. Derived from the publications, stored nowhere."""
        left_at = "draft__publications__sent_at"
        sent = Reply.objects.filter(
            case=models.OuterRef("case"),
            is_trace=False,
            draft__publications__act="publish",
            draft__publications__sent_at__gte=models.OuterRef("found_at"),
            draft__publications__sent_at__lt=Coalesce(models.OuterRef("superseded_at"), NEVER),
        )
        posted = ElsewhereAnswer.objects.filter(
            case=models.OuterRef("case"),
            posted_at__gte=models.OuterRef("found_at"),
            posted_at__lt=Coalesce(models.OuterRef("superseded_at"), NEVER),
        )
        return self.annotate(
            answered_at=Coalesce(
                models.Subquery(sent.order_by(left_at).values(left_at)[:1]),
                models.Subquery(posted.values("posted_at")[:1]),
            )
        )


class Clock(models.Model):
    """One run of the clock for one case. A message that comes while it runs starts no other; one that comes after the
    answer does."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="clocks")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    search = models.ForeignKey(SavedSearch, null=True, on_delete=models.SET_NULL, related_name="+")
    spoke_to_us = models.BooleanField()  # it came as a message to one of our accounts
    published_at = models.DateTimeField()
    found_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)  # when the next clock of its case began

    objects = ClockQuerySet.as_manager()
    answered_at: datetime | None  # of those read `with_answer`

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(superseded_at=None), name="one_running_clock_per_case"
            )
        ]
        indexes = [models.Index(fields=["organisation", "found_at"], name="clock_by_organisation")]

    def __str__(self) -> str:
        return f"{self.case_id} since {self.found_at:%d/%m %H:%M}"

    @property
    def took(self) -> timedelta | None:
        """From found to answered, None while it runs. Of clocks read `with_answer`."""
        return None if self.answered_at is None else self.answered_at - self.found_at

    @classmethod
    def run(
        cls, case: "Case", post: Post, *, now: datetime, spoke_at: datetime | None = None, was_closed: bool = False
    ) -> None:
        """Starts the clock of `case` with the first moment at which `post` was found, unless it runs already.

        `spoke_at` is when a message to us was seen, None when only a search or a person found it. What ran until the
        case `was_closed` has ended. No moment is counted twice: the same post taken up again counts from now.
        """
        running = cls.objects.filter(case=case, superseded_at=None).with_answer().first()
        if running is not None:
            if running.answered_at is None and not was_closed:
                return
            cls.objects.filter(pk=running.pk).update(superseded_at=now)
        match = Match.objects.filter(post=post, search__organisation=case.organisation).order_by("at", "pk").first()
        moments = [at for at in (spoke_at, match.at if match else None) if at is not None]
        found_at = min(moments, default=post.seen_at)
        cls.objects.create(
            case=case,
            organisation=case.organisation,
            search=match.search if match else None,
            spoke_to_us=spoke_at is not None,
            published_at=post.published_at,
            found_at=now if running is not None and found_at <= running.found_at else found_at,
        )
