"""What past hand-overs taught: which words speak for which service, and how often that was right."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from beffroi.access.models import Organisation
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from beffroi.engines.proposing import Learnt, Proposal


class LearnedServices(Due):
    """One row per organisation; due when it is to learn again. `model` is empty while there is too little to learn."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    learned_at = models.DateTimeField(null=True)
    cases = models.PositiveIntegerField(default=0)  # from how many hand-overs by people
    tried = models.PositiveIntegerField(default=0)  # on how many later ones it was tried
    proposed = models.PositiveIntegerField(default=0)  # for how many of these it was sure enough
    right = models.PositiveIntegerField(default=0)  # of the proposed
    model = models.JSONField(default=dict)

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="learned_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.cases} cases of {self.organisation_id}"

    def keep(
        self, learnt: "Learnt | None", *, cases: int, tried: int, proposed: int, right: int, now: datetime
    ) -> None:
        self.model = learnt.as_json() if learnt else {}
        self.cases, self.tried, self.proposed, self.right, self.learned_at = cases, tried, proposed, right, now
        self.save(update_fields=["model", "cases", "tried", "proposed", "right", "learned_at"])

    def propose(self, text: str) -> "Proposal | None":
        """The service that past cases speak for; None when it is not sure enough, or has learned nothing."""
        from beffroi.engines.proposing import Learnt, propose  # here: NumPy comes with it

        return propose(Learnt.from_json(self.model), text) if self.model else None
