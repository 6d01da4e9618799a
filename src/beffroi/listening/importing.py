"""Posts out of a file, put through the searches of an organisation: what matches is kept, as if it had been heard."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.engines.query import Presearch
from beffroi.journal.models import record
from beffroi.listening.filed import Row
from beffroi.listening.finding import note_found
from beffroi.listening.intake import document_of
from beffroi.listening.models import SavedSearch
from beffroi.vocabulary import Post

BATCH = 500  # rows that are stored together


@dataclass(slots=True)
class Imported:
    """`posts` were read, `found` matches are new, `wrong` rows were no posts."""

    posts: int = 0
    found: int = 0
    wrong: int = 0


def import_posts(
    rows: Iterable[Row], organisation: Organisation, *, by: User, file: str, now: datetime, tell: Callable[[Row], None]
) -> Imported:
    """Each batch is one transaction; the same file again finds nothing new. `tell` hears of every wrong row."""
    searches = list(
        SavedSearch.objects.filter(organisation=organisation, paused_at=None).select_related("organisation")
    )
    presearch, done, left = Presearch([search.parsed for search in searches]), Imported(), iter(rows)
    ours = list(Account.objects.filter(organisation=organisation))
    while batch := list(islice(left, BATCH)):
        posts = list(_posts(batch, done, tell))
        others = [post for post in posts if not any(account.shown_by(post.author) for account in ours)]
        hits = [(searches[index], post) for post in others for index in presearch.found(document_of(post))]
        with transaction.atomic():
            done.found += sum(_is_new(search, post, now) for search, post in hits)
    with transaction.atomic():
        record(
            "POSTS_IMPORTED",
            organisation,
            organisation=organisation,
            actor=by,
            now=now,
            file=file,
            posts=done.posts,
            found=done.found,
        )
    return done


def _posts(batch: Iterable[Row], done: Imported, tell: Callable[[Row], None]) -> Iterator[Post]:
    for row in batch:
        if row.flaw:
            done.wrong += 1
            tell(row)
        if row.post is not None:
            done.posts += 1
            yield row.post


def _is_new(search: SavedSearch, post: Post, now: datetime) -> bool:
    return note_found(search, post, now=now) is not None
