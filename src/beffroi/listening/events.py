"""What the ledger says about searches and alerts."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "SEARCH_SAVED": _("{who} saved the search “{name}”."),
    "SEARCH_CHANGED": _("{who} changed the search “{name}”."),
    "SEARCH_KEEPS_FOR": counted(
        "{who} decided that what “{name}” finds is kept for {days} day.",
        "{who} decided that what “{name}” finds is kept for {days} days.",
        "days",
    ),
    "SEARCH_PAUSED": _("{who} paused the search “{name}”."),
    "SEARCH_RESUMED": _("{who} resumed the search “{name}”."),
    "FEED_FOLLOWED": _("{who} follows “{title}” ({address})."),
    "FEED_PAUSED": _("{who} paused the reading of “{title}”."),
    "FEED_RESUMED": _("{who} has “{title}” read again."),
    "FEED_UNFOLLOWED": _("{who} follows “{title}” no more."),
    "FEED_GONE": _("The feed of “{title}” is gone for good; it is not read any more."),
    "FEED_MOVED": _("The feed of “{title}” has moved to {address}."),
    "SEARCH_LOOKED_BACK": _("What was said before “{name}” was saved was looked through on {network}: {found} found."),
    "POSTS_IMPORTED": _("{who} put the file “{file}” through the searches. Posts read: {posts}; found: {found}."),
    "ALERT_OPENED": _("The search “{search}” found something."),
    "ALERT_GREW": _("The search “{search}” found one more post."),
    "ALERT_RANG": _("The search “{search}” rings again."),
    "MATCH_WAITS": _("The search “{search}” found a post, and does not ring for it yet."),
    "ALERT_READ": _("{who} looked at what “{search}” found."),
    "OPT_OUT_ADDED": _("{who} noted that a person on {network} is not to be kept."),
    "OPT_OUT_REMOVED": _("{who} removed the wish of a person on {network} not to be kept."),
    "ALERT_REOPENED": _("{who} put what “{search}” found before everybody again."),
    "ALERT_POLICY_SET": _("{who} chose how the search “{search}” tells people."),
    "SEARCH_MUTED": _("{who} muted the search “{search}” for a while."),
    "AUTHOR_MUTED": _("{who} muted {name} for the search “{search}”."),
    "STORY_MUTED": _("{who} muted a story of the search “{search}”: {name}"),
    "MUTE_LIFTED": _("{who} lifted the mute of {name} for the search “{search}”."),
}
