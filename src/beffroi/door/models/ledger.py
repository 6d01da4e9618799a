"""A person belongs to no organisation, a journal does: what they do at the door is told in each of theirs."""

from datetime import datetime
from typing import Any

from beffroi.access.models import Membership, User
from beffroi.journal.models import record


def note(verb: str, user: User, *, now: datetime, by: User | None, **detail: Any) -> None:
    """Writes one event into the journal of each organisation of `user`, in the transaction of the act itself."""
    for membership in Membership.objects.filter(user=user).select_related("organisation").order_by("organisation"):
        record(verb, user, organisation=membership.organisation, actor=by, now=now, **detail)
