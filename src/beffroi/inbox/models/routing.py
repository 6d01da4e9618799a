"""What the rules said of a message, and what became of it: one row for each reading."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

from beffroi.access.models import Organisation, Team
from beffroi.archive.models import Post

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

LONG_AGO = models.Value(datetime.min.replace(tzinfo=UTC, year=1970), models.DateTimeField())


class Routing(models.Model):
    """`matched` are the rules that found the message, in their order: theme, service, and why. `team` is whom the first
    one names; `is_kept` says that the case stayed where it was, because somebody had decided that already."""

    BECAUSE = ("first", "grew", "changed")  # a first message, a further one, one that its author changed

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="routings")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=10)
    matched = models.JSONField(default=list)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    is_kept = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "post", "at"], name="routing_by_message")]

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.team_id} ({self.because})"

    @property
    def first(self) -> dict[str, Any] | None:
        return self.matched[0] if self.matched else None


def unread(cases: "models.QuerySet[Case]", organisations: Iterable[Organisation]) -> "models.QuerySet[Case]":
    """Those of `cases` whose latest message the rules have not read, or not since its author changed it."""
    read = Routing.objects.filter(
        case=models.OuterRef("pk"),
        post=models.OuterRef("latest"),
        at__gte=Coalesce(models.OuterRef("latest__changed_at"), LONG_AGO),
    )
    return cases.filter(~models.Exists(read), organisation__in=list(organisations)).order_by("pk")
