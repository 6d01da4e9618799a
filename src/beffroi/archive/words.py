"""Looking for words in archived posts: an index that the database itself keeps, so that no way of changing a post,
taking it away or deleting it leaves it untrue.

Both databases fold alike: small letters, no accents, œ as oe. SQLite has an FTS5 table behind three triggers,
PostgreSQL a generated column; `migrations/0005_words.py` makes them.
"""

import re

from django.db import connection
from django.db.models.expressions import RawSQL

from beffroi.engines.fold import fold

LOOKED_AT = 5_000  # the newest posts that say it: a word that everybody uses costs no more than another
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")

_SQLITE = "SELECT rowid FROM archive_post_words WHERE archive_post_words MATCH %s ORDER BY rowid DESC LIMIT %s"
_POSTGRESQL = "SELECT id FROM archive_post WHERE words @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s"


def words_of(asked: str) -> list[str]:
    """What is looked for: words as they are folded, each once; not the l of "l’école", unless there is nothing else."""
    found = list(dict.fromkeys(_WORD.findall(fold(asked))))
    return ([word for word in found if len(word) > 1 or word.isdigit()] or found)[:MOST_WORDS]


def posts_saying(words: list[str]) -> RawSQL:
    """For a subquery: the newest posts in which each of `words` begins a word. Never called without words."""
    if connection.vendor == "sqlite":
        return RawSQL(_SQLITE, [" ".join(f'"{word}"*' for word in words), LOOKED_AT])  # noqa: S611  # no values in it
    return RawSQL(_POSTGRESQL, [" & ".join(f"{word}:*" for word in words), LOOKED_AT])  # noqa: S611  # no values in it
