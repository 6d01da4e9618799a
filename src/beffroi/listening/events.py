"""What the ledger says about searches and alerts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "SEARCH_SAVED": _("{who} saved the search “{name}”."),
    "SEARCH_PAUSED": _("{who} paused the search “{name}”."),
    "SEARCH_RESUMED": _("{who} resumed the search “{name}”."),
    "FEED_FOLLOWED": _("{who} follows “{title}” ({address})."),
    "FEED_PAUSED": _("{who} paused the reading of “{title}”."),
    "FEED_RESUMED": _("{who} has “{title}” read again."),
    "FEED_UNFOLLOWED": _("{who} follows “{title}” no more."),
    "FEED_GONE": _("The feed of “{title}” is gone for good; it is not read any more."),
    "FEED_MOVED": _("The feed of “{title}” has moved to {address}."),
    "ALERT_OPENED": _("The search “{search}” found something."),
    "ALERT_GREW": _("The search “{search}” found one more post."),
    "ALERT_READ": _("{who} looked at what “{search}” found."),
}
