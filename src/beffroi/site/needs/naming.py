"""Who or what lacks a need, for the page and for programs."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.models import Membership, Organisation
from beffroi.site.needs.standing import Standing

NAMED = 8  # of those that lack something


def named(standing: Standing, organisation: Organisation) -> list[Any]:
    """The rows that lack it, in one query; none where it is nobody's in particular."""
    if standing.need.rows is None:
        return []
    rows: QuerySet[Any] = standing.need.rows(organisation, timezone.now()).order_by("pk")
    return list(rows.select_related("user") if rows.model is Membership else rows)


def names(rows: list[Any]) -> list[str]:
    """As they are shown; of many the first, and how many more."""
    said = [str(getattr(row, "user", row)) for row in rows[:NAMED]]
    more = len(rows) - len(said)
    return [*said, _("and %(count)s more") % {"count": more}] if more else said
