"""What waits for a fact: the texts prepared for each of its outcomes, and where they would leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from beffroi.facts.models import Fact, Outcome
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.version import Version


@dataclass(frozen=True)
class Prepared:
    """`texts` are drafts with what they `say`, in which `lang`; those that are not approved leave nothing yet."""

    outcome: Outcome
    texts: Sequence[Any]

    @property
    def leaving(self) -> list[Any]:
        return [draft for draft in self.texts if draft.state == "approved"]


def waiting_for(fact: Fact) -> list[Prepared]:
    """One for each outcome of `fact`, in two queries."""
    latest = Version.objects.filter(draft=OuterRef("pk")).order_by("-number")
    bound = Draft.objects.filter(awaits__fact=fact).prefetch_related("accounts").select_related("author")
    bound = bound.annotate(says=Subquery(latest.values("text")[:1]), lang=Subquery(latest.values("lang")[:1]))
    drafts = list(bound.order_by("pk"))
    return [Prepared(each, [d for d in drafts if d.awaits_id == each.pk]) for each in fact.outcomes.all()]
