"""Publishing's standing work."""

from datetime import datetime

from beffroi.publishing.delivery import Delivery
from beffroi.publishing.models import Publication
from beffroi.work.duty import Duty, clock_from, each

BATCH = 20


def send_due(now: datetime) -> int:
    """Sends what is due, looks up what was cut."""
    due = Publication.objects.that_can_move(now).select_related(
        "version", "draft__organisation", "draft__in_reply_to", "account__organisation", "account__connection"
    )
    return each(due[:BATCH], Delivery(clock_from(now)).work)


DUTIES = [Duty("publishing.send_due", "sends approved posts whose time has come", send_due)]
