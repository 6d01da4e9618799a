"""What the ledger says about accounts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ACCOUNT_CONNECTED": _("{who} connected the account {account}."),
    "ACCOUNT_RECONNECTED": _("{who} connected the account {account} again."),
    "ACCOUNT_FROZEN": _("{who} froze {account}: {reason}"),
    "ACCOUNT_THAWED": _("{who} lets {account} speak again."),
    "ACCESS_LOST": _("Access to {account} was lost: {reason}"),
}
