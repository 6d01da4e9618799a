"""What the ledger says about messages to people."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "NOTICE_FAILED": _("{name} could not be told by {channel}: {reason}"),
    "NOTICE_CHOICE_SAVED": _("{who} chose what to be told by {channel}."),
    "NOTICE_ADDRESS_CONFIRMED": _("{who} showed that the address for {channel} is theirs."),
}
