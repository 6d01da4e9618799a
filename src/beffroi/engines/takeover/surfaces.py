"""Whether an account reads right again wherever people meet it: its profile, its posts, its card, the search."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.engines.takeover.identity import THRESHOLD, Identity, compare
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.names import match
from beffroi.vocabulary import Post, Profile, Sentence

SURFACES = ("profile", "feed", "card", "search")

PROFILE_RIGHT = Sentence("The profile shows the registered identity.")
PROFILE_GONE = Sentence("The network no longer shows this account.")
PROFILE_WRONG = "The profile shows “{shown}” (@{handle}), not the registered identity."
FEED_RIGHT = Sentence("Nothing stands there that was posted since the alarm and did not leave through Beffroi.")
FEED_WRONG = "Posts that nobody sent through Beffroi stand there: {count}. The newest begins “{begins}”."
FEED_WRONG_ONE = "A post that nobody sent through Beffroi stands there; it begins “{begins}”."
CARD_RIGHT = Sentence("A link to the account shows the registered name.")
CARD_WRONG = "A link to the account still shows “{shown}”. Sites keep such cards for hours or days."
SEARCH_RIGHT = Sentence("The search finds the account under its registered name.")
SEARCH_WRONG = "The search still shows the account as “{shown}”."
SEARCH_NOTHING = Sentence("The search does not find the account under its registered name.")

BEGINNING = 60  # characters of a post, enough to recognise it


@dataclass(frozen=True, slots=True)
class Reading:
    """What one surface said: `right` when it agrees with what was registered."""

    right: bool
    said: Sentence


def profile_reads(identity: Identity, profile: Profile | None) -> Reading:
    """`profile` is None when the network shows no such account."""
    if profile is None:
        return Reading(False, PROFILE_GONE)
    if not compare(identity, profile):
        return Reading(True, PROFILE_RIGHT)
    return Reading(False, Sentence(PROFILE_WRONG, {"shown": legible(profile.name), "handle": legible(profile.handle)}))


def foreign(posts: Sequence[Post], *, since: datetime, ours: Collection[str]) -> list[Post]:
    """Those of `posts` that came since the account was last known to be ours, and that did not leave through us;
    `ours` are the native ids of what did."""
    return [post for post in posts if post.published_at >= since and post.native_id not in ours]


def feed_reads(hostile: Sequence[Post]) -> Reading:
    """`hostile` is what `foreign` found, the newest first."""
    if not hostile:
        return Reading(True, FEED_RIGHT)
    said: dict[str, str | int] = {"count": len(hostile), "begins": legible(hostile[0].text)[:BEGINNING]}
    return Reading(False, Sentence(FEED_WRONG if len(hostile) > 1 else FEED_WRONG_ONE, said))


def card_reads(identity: Identity, card: Profile) -> Reading:
    if match(card.name, *identity.names) >= THRESHOLD:
        return Reading(True, CARD_RIGHT)
    return Reading(False, Sentence(CARD_WRONG, {"shown": legible(card.name)}))


def search_reads(identity: Identity, found: Sequence[Profile]) -> Reading:
    """`found` is what the network gives for the registered name and handle; others of that name do no harm here."""
    shown = next((one for one in found if one.native_id == identity.native_id), None)
    if shown is None:
        return Reading(False, SEARCH_NOTHING)
    if match(shown.name, *identity.names) >= THRESHOLD:
        return Reading(True, SEARCH_RIGHT)
    return Reading(False, Sentence(SEARCH_WRONG, {"shown": legible(shown.name)}))
