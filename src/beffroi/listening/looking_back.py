"""What was said before a search was saved: asked of the network's own search, judged by ours.

The network is asked for a few words of which at least one stands in any post that the search finds; what comes back
goes through the matcher that the stream goes through; what was said more than a day before rings nothing.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Searches
from beffroi.directory.models import Account
from beffroi.engines.query import Questions, matches, questions
from beffroi.listening.finding import by_others, document_of, note_found
from beffroi.listening.models import LookBack, SavedSearch
from beffroi.vocabulary import Post

LEASE = timedelta(minutes=5)
NEW = timedelta(hours=1)  # a search that nobody looked back for within it was saved while no network could be asked
QUESTIONS = 5  # of one search
POSTS = 300  # that one question may bring


def plan(now: datetime) -> int:
    """One look back per new search and network; two accounts on one network would be told the same."""
    new = SavedSearch.objects.filter(saved_at__gt=now - NEW, paused_at=None, look_backs=None)
    new = new.filter(organisation__is_resting=False).select_related("organisation")
    chosen = [(search, account) for search in new for account in searchable(search)]
    for search, account in chosen:
        LookBack.plan(search, account, now=now)
    return len(chosen)


def searchable(search: SavedSearch) -> Iterator[Account]:
    """One account for each network, or server of one, that can be searched."""
    asked: set[tuple[str, str]] = set()
    accounts = Account.objects.filter(organisation=search.organisation, connection__lost_at=None)
    for account in accounts.select_related("connection").order_by("pk"):
        place = (account.network, account.stream)
        if place not in asked and isinstance(account.connect(), Searches):
            asked.add(place)
            yield account


def look_back(row: LookBack, now: datetime) -> bool:
    """Asks, judges, and stores the matches and the end of the row together."""
    if not LookBack.objects.claim(row, until=now + LEASE):
        return False
    asked = questions(row.search.parsed, QUESTIONS)
    try:
        posts = answers(row, asked)
    except NetworkTrouble as trouble:
        row.failed(trouble, now=now)
        if isinstance(trouble, AccessLost):
            row.account.connection.lose(trouble.reason, now)
        return True
    matching = [post for post in posts if matches(row.search.parsed, document_of(post))]
    found = by_others(matching, row.search.organisation)
    with transaction.atomic():
        for post in found:
            note_found(row.search, post, now=now)
        row.settle(looked_at=len(posts), found=len(found), is_whole=asked.complete, now=now)
    return True


def answers(row: LookBack, asked: Questions) -> list[Post]:
    """What the network gives, oldest first, each post once."""
    connector = row.account.connect()
    posts: dict[str, Post] = {}
    if isinstance(connector, Searches):
        for words in asked.words:
            posts |= {post.native_id: post for post in connector.search(words, row.since, POSTS)}
    return sorted(posts.values(), key=lambda post: post.published_at)
