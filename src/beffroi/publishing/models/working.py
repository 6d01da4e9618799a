"""What somebody is typing in the composer: kept between two savings, and never a version."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from beffroi.access.models import Organisation, User

if TYPE_CHECKING:
    from beffroi.publishing.models.draft import Draft


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def of(self, user: User, organisation: Organisation, draft: "Draft | None") -> Self:
        """The one copy that `user` may have of `draft`, or of a post that was never saved."""
        return self.filter(user=user, organisation=organisation, draft=draft)


class WorkingCopy(models.Model):
    """The composer's form as it stood at `at`, each field with its values; saving the draft takes it away."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey("publishing.Draft", null=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "draft"], name="one_working_copy_per_draft"),
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=models.Q(draft=None), name="one_working_copy_of_a_new_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.draft_id}"

    @classmethod
    def keep(
        cls, user: User, organisation: Organisation, draft: "Draft | None", data: Mapping[str, Any], *, now: datetime
    ) -> "WorkingCopy":
        """Puts `data` in the place of what was kept before."""
        kept, _new = cls.objects.update_or_create(
            user=user, organisation=organisation, draft=draft, defaults={"data": dict(data), "at": now}
        )
        return kept
