"""What the ledger says about searches and alerts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "SEARCH_SAVED": _("{who} saved the search “{name}”."),
    "SEARCH_PAUSED": _("{who} paused the search “{name}”."),
    "SEARCH_RESUMED": _("{who} resumed the search “{name}”."),
    "SEARCH_LOOKED_BACK": _("What was said before “{name}” was saved was looked through on {network}: {found} found."),
    "POSTS_IMPORTED": _("{who} put the file “{file}” through the searches: {posts} posts, {found} found."),
    "ALERT_OPENED": _("The search “{search}” found something."),
    "ALERT_GREW": _("The search “{search}” found one more post."),
    "ALERT_READ": _("{who} looked at what “{search}” found."),
}
