"""Posts out of a file, put through the searches of an organisation: what matches is kept, as if it had been heard."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.access.models import Organisation, User
from beffroi.engines.portions import portions
from beffroi.journal.models import record
from beffroi.listening.filed import Row
from beffroi.listening.finding import by_others, finders, note_found
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
    active = SavedSearch.objects.filter(organisation=organisation, paused_at=None)
    find, done = finders(active.select_related("organisation")), Imported()
    for batch in portions(rows, BATCH):
        others = by_others(_posts(batch, done, tell), organisation)
        hits = [(search, post) for post in others for search in find(post)]
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
