"""What the ledger says about messages to people."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "NOTICE_FAILED": _("{name} could not be told by {channel}: {reason}"),
    "NOTICE_CHOICE_SAVED": _("{who} chose what to be told by {channel}."),
    "WATCH_GIVEN": _("{who} put {name} on call."),
    "WATCH_REMOVED": _("{who} took {name} off call."),
    "WEBHOOK_ADDED": _("{who} has {place} called when something happens."),
    "WEBHOOK_CHANGED": _("{who} chose of what {place} is told."),
    "WEBHOOK_SECRET_RENEWED": _("{who} made another secret for the webhook at {place}."),
    "WEBHOOK_PAUSED": _("{who} switched the webhook at {place} off."),
    "WEBHOOK_SWITCHED_ON": _("{who} switched the webhook at {place} on."),
    "WEBHOOK_SWITCHED_OFF": _("The webhook at {place} was switched off. {reason}"),
    "WEBHOOK_REMOVED": _("{who} removed the webhook at {place}."),
    "NOTICE_ADDRESS_CONFIRMED": _("{who} showed that the address for {channel} is theirs."),
}
