"""Saved searches with what they found: one finds much, most find little, some found something just now."""

from datetime import datetime, timedelta

from beffroi.archive.models import Post
from beffroi.listening.models import Alert, Match, SavedSearch
from bench.town import words
from bench.town.conversations import BATCH, Chronicle
from bench.town.people import Town
from bench.town.size import Size

BUSY = 4  # one post in four is found by the same search


def found_posts(town: Town, size: Size, chronicle: Chronicle) -> list[Post]:
    """As many as are missing in the archive; nobody spoke to us in them."""
    missing = max(size.posts - chronicle.written, 3 * size.searches)
    moments = sorted(town.ago(days=town.chance.uniform(0, 180)) for _ in range(missing))
    return [chronicle.by_a_citizen(at) for at in moments]


def listen(town: Town, size: Size, posts: list[Post]) -> list[SavedSearch]:
    """Stores the searches, and `posts`, already stored, as what they matched. The first search is the busy one."""
    searches = [
        SavedSearch(
            organisation=town.organisation, name=f"Veille {n:03d}", text=words.search(n, town.chance),
            saved_at=town.ago(days=200), saved_by=town.writer(),
        )
        for n in range(size.searches)
    ]  # fmt: skip
    SavedSearch.objects.bulk_create(searches, batch_size=BATCH)
    read = [
        Alert(search=search, opened_at=town.ago(days=180), read_at=town.ago(days=2), read_by=town.owner)
        for search in searches
    ]
    fresh = [
        Alert(search=search, opened_at=town.now - timedelta(minutes=n))
        for n, search in enumerate(searches[: size.alerts])
    ]
    Alert.objects.bulk_create([*read, *fresh], batch_size=BATCH)
    newest = len(fresh) * 4
    matches = [_match(searches, read, n, post) for n, post in enumerate(posts[:-newest])]
    matches += [
        Match(search=fresh[n % len(fresh)].search, post=post, alert=fresh[n % len(fresh)], **_times(post))
        for n, post in enumerate(posts[-newest:])
    ]
    Match.objects.bulk_create(matches, batch_size=BATCH)
    return searches


def _match(searches: list[SavedSearch], alerts: list[Alert], n: int, post: Post) -> Match:
    which = 0 if n % BUSY == 0 else n % len(searches)
    return Match(search=searches[which], post=post, alert=alerts[which], **_times(post))


def _times(post: Post) -> dict[str, datetime]:
    return {"at": post.seen_at, "said_at": post.published_at}
