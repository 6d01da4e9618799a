"""Reads the feeds that are followed: claim (committed), one exchange, then all searches are asked of what is new.

The matches and the marks of what was seen are committed together: after a crash the feed is read again, and what was
noted twice is stored once. What no search finds is forgotten.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beffroi.connectors.contract import NetworkTrouble, TryLater
from beffroi.directory.feeds import IDENTITY, Entry, Gone, Read, Since, Unchanged, read_feed
from beffroi.listening.finding import finders, note_found
from beffroi.listening.models import Feed, SavedSearch, Subscription
from beffroi.listening.ordering import note_hub

Clock = Callable[[], datetime]
Came = Read | Unchanged | NetworkTrouble

LEASE = timedelta(seconds=120)  # more than an exchange and the worst feed may take
AHEAD = timedelta(seconds=30)  # who follows the same feed and is nearly due is served by the same exchange
QUICKEST, SLOWEST = 60, 15 * 60  # seconds between two readings of a feed that is well
LONGEST_PAUSE = 6 * 3600  # seconds, after troubles
LONGEST_ASKED = 24 * 3600  # seconds, however long a site asks to wait
HISTORY = timedelta(days=7)  # how far back the first reading asks the searches
HOLDS = timedelta(days=1)  # how long a site must have told its new address before it is taken


def read(feed: Feed, clock: Clock) -> bool:
    """One exchange for every organisation that follows this feed and is due; False when another worker has it."""
    followers = _claim(feed, clock())
    if not followers:
        return False
    came = _ask(followers[0], clock)
    for follower in followers:
        take_in(follower, came, clock())
    return True


def _claim(feed: Feed, now: datetime) -> list[Feed]:
    until = now + LEASE
    if not Feed.objects.claim(feed, until=until):
        return []
    alike = Feed.objects.filter(origin=feed.origin, address=feed.address)
    alike = alike.filter(etag=feed.etag, last_modified=feed.last_modified, organisation__is_resting=False)
    alike.filter(due_at__lte=now + AHEAD).update(due_at=until)
    return list(alike.filter(due_at=until).select_related("organisation").order_by("pk"))


def _ask(feed: Feed, clock: Clock) -> Came:
    try:
        since = Since(feed.etag, feed.last_modified)
        return read_feed(feed.address, since=since, origin=feed.origin, now=clock())
    except NetworkTrouble as trouble:
        return trouble


def take_in(feed: Feed, came: Came, now: datetime) -> None:
    """Writes down one exchange: what was found, what was seen, when the feed is asked again."""
    if isinstance(came, NetworkTrouble):
        return _note_trouble(feed, came, now)
    new = _new(feed, came) if isinstance(came, Read) else []
    found = _found(feed.organisation_id, _to_ask(feed, new, now))
    changes = {**_told(feed, came, new, now), **_moved(feed, came, now)}
    with transaction.atomic():
        if not feed.settle(**changes):
            return
        if "address" in changes:
            feed.tell("FEED_MOVED", now=now)
        for search, entry in found:
            note_found(search, entry.post, now=now)
        if isinstance(came, Read):
            note_hub(feed, came, now)


def _new(feed: Feed, came: Read) -> list[Entry]:
    seen = set(feed.seen)
    return [entry for entry in came.entries if entry.mark not in seen]


def _to_ask(feed: Feed, new: Sequence[Entry], now: datetime) -> Sequence[Entry]:
    """All that is new; of what stood there before anybody followed it, the last days."""
    if not feed.is_first_reading:
        return new
    return [entry for entry in new if entry.is_dated and entry.post.published_at >= now - HISTORY]


def _found(organisation: int, entries: Sequence[Entry]) -> list[tuple[SavedSearch, Entry]]:
    """Which searches of the organisation find which entries, the oldest entry first."""
    if not entries:
        return []
    active = SavedSearch.objects.filter(paused_at=None, organisation=organisation, organisation__is_resting=False)
    find = finders(active.select_related("organisation"))
    ordered = sorted(entries, key=lambda entry: entry.post.published_at)
    return [(search, entry) for entry in ordered for search in find(entry.post)]


def _told(feed: Feed, came: Read | Unchanged, new: Sequence[Entry], now: datetime) -> dict[str, Any]:
    """What is written down after an answer."""
    pace = _pace(feed, now, changed=bool(new))
    told: dict[str, Any] = {
        "read_at": now,
        "troubles": 0,
        "pace": pace,
        "wait": came.asked.wait,
        "due_at": now + timedelta(seconds=max(pace, came.asked.wait)),
    }
    if isinstance(came, Unchanged):
        return told
    told |= {"etag": came.since.etag, "last_modified": came.since.last_modified, "title": came.title or feed.title}
    told |= {"site": came.site[:1000], "trouble": came.note.as_json() if came.note else {}}
    told |= {"entries_passed_over": came.passed_over, "seen": feed.remembering(entry.mark for entry in came.entries)}
    if new:
        told["entries_read"] = feed.entries_read + len(new)
        told["last_entry_at"] = max(entry.post.published_at for entry in new)
    if _has_gap(feed, came):
        told |= {"gap_from": feed.read_at, "gap_until": now}
    return told


def _pace(feed: Feed, now: datetime, *, changed: bool) -> int:
    """Twice as often after something new, a quarter less often after nothing; the first reading tells neither. Where a
    hub calls us, reading is only the safety net."""
    if Subscription.objects.filter(feed=feed, until__gt=now).exists():
        return SLOWEST
    if feed.is_first_reading:
        return feed.pace
    return max(QUICKEST, feed.pace // 2) if changed else min(SLOWEST, feed.pace * 5 // 4)


def _has_gap(feed: Feed, came: Read) -> bool:
    """Whether nothing that stands there now was there at the last reading: something may have come and gone between."""
    known = {mark[:IDENTITY] for mark in feed.seen}
    return bool(known and came.entries) and not any(entry.mark[:IDENTITY] in known for entry in came.entries)


def _moved(feed: Feed, came: Read | Unchanged, now: datetime) -> dict[str, Any]:
    """The address that a site gives for good is taken when it has given it for a day: a mistake, or somebody who has
    got hold of the site for an hour, does not lead us away."""
    target = came.asked.moved_to if len(came.asked.moved_to) <= 1000 else ""
    if target != feed.moved_to or not target:
        return {"moved_to": target, "moved_since": now if target else None}
    if feed.moved_since is None or now - feed.moved_since < HOLDS:
        return {}
    return {"address": target, "moved_to": "", "moved_since": None}


def _note_trouble(feed: Feed, trouble: NetworkTrouble, now: datetime) -> None:
    gone = isinstance(trouble, Gone)
    due_at = None if gone else now + _pause(feed, trouble)
    with transaction.atomic():
        settled = feed.settle(due_at=due_at, trouble=trouble.reason.as_json(), troubles=feed.troubles + 1)
        if settled and gone:
            feed.tell("FEED_GONE", now=now)


def _pause(feed: Feed, trouble: NetworkTrouble) -> timedelta:
    """What the site asks for, else longer each time, and never less than its usual pace."""
    if isinstance(trouble, TryLater) and trouble.seconds is not None:
        return timedelta(seconds=min(max(trouble.seconds, feed.pace), LONGEST_ASKED))
    growing = QUICKEST * 2 ** min(feed.troubles, 10)
    return timedelta(seconds=max(feed.pace, min(growing, LONGEST_PAUSE)))
