"""What the ledger says about accounts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ACCOUNT_CONNECTED": _("{who} connected the account {account}."),
    "ACCOUNT_RECONNECTED": _("{who} connected the account {account} again."),
    "ACCOUNT_FROZEN": _("{who} froze {account}: {reason}"),
    "ACCOUNT_THAWED": _("{who} lets {account} speak again."),
    "ACCOUNT_FEED_OPENED": _("{who} opened the public feed of {account}."),
    "ACCOUNT_FEED_CLOSED": _("{who} closed the public feed of {account}."),
    "ACCOUNT_CEILING_SET": _("{who} set the monthly ceiling of {account}: {ceiling}"),
    "ACCESS_LOST": _("Access to {account} was lost: {reason}"),
}
