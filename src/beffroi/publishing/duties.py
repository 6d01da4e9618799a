"""Publishing's standing work."""

from datetime import datetime

from beffroi.publishing.delivery import Delivery
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.publication import GRACE
from beffroi.work.duty import Duty, clock_from, each

BATCH = 20


def send_due(now: datetime) -> int:
    """Sends what is due, looks up what was cut."""
    due = Publication.objects.that_can_move(now).select_related(
        "version",
        "draft__organisation",
        "draft__in_reply_to",
        "account__organisation",
        "account__connection",
        "after",
        "target",
    )
    return each(due[:BATCH], Delivery(clock_from(now)).work)


def wind_approvals(now: datetime) -> int:
    """Calls the deputy when an approval's deadline has passed; lets a draft expire when its time has."""
    waiting = Draft.objects.due(now).filter(state="submitted").select_related("organisation")
    return each(waiting[:BATCH], lambda draft: _decide_for_nobody(draft, now))


def _decide_for_nobody(draft: Draft, now: datetime) -> bool:
    expiry = draft.not_after or (draft.leave_at + GRACE if draft.leave_at else None)
    if expiry is not None and now >= expiry:
        draft.expire(now=now)
    else:
        draft.escalate(now=now)
    return True


DUTIES = [
    Duty("publishing.wind_approvals", "calls the deputy, lets unapproved drafts expire", wind_approvals, rests=5.0),
    Duty("publishing.send_due", "sends approved posts whose time has come", send_due),
]
