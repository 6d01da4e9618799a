"""Looking for words in archived posts: an index that the database itself keeps, so that no way of changing a post,
taking it away or deleting it leaves it untrue.

Both databases fold alike: small letters, no accents, œ as oe. SQLite has an FTS5 table behind three triggers,
PostgreSQL a generated column; `migrations/0005_words.py` makes them.
"""

import re

from django.db import connection
from django.db.models.expressions import RawSQL

from beffroi.engines.texts.fold import fold

LOOKED_AT = 2_000  # the newest posts that say it: a word that everybody uses costs no more than another
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")

WHOLE_BELOW = 3  # letters: "p" is a word, and not the beginning of a tenth of all words

_SQLITE = "SELECT rowid FROM archive_post_words WHERE archive_post_words MATCH %s ORDER BY rowid DESC LIMIT %s"
_COMMON = "SELECT COUNT(*) FROM (SELECT rowid FROM archive_post_words WHERE archive_post_words MATCH %s LIMIT %s)"
_WALKED = (  # the offset keeps the planner from turning to the index
    "SELECT id FROM (SELECT id, words FROM archive_post ORDER BY id DESC OFFSET 0) newest "
    "WHERE words @@ to_tsquery('simple', %s) LIMIT %s"
)
_INDEXED = (
    "WITH said AS MATERIALIZED (SELECT id FROM archive_post WHERE words @@ to_tsquery('simple', %s)) "
    "SELECT id FROM said ORDER BY id DESC LIMIT %s"
)
_AMONG_THE_NEWEST = (
    "SELECT COUNT(*) FROM (SELECT words FROM archive_post ORDER BY id DESC LIMIT %s) newest "
    "WHERE words @@ to_tsquery('simple', %s)"
)
NEWEST, OFTEN = 4_000, 30  # of so many posts so many say it: walking back from the newest finds enough soon


def words_of(asked: str) -> list[str]:
    """What is looked for: words as they are folded, each once; not the l of "l’école", unless there is nothing else."""
    found = list(dict.fromkeys(_WORD.findall(fold(asked))))
    return ([word for word in found if len(word) > 1 or word.isdigit()] or found)[:MOST_WORDS]


def posts_saying(words: list[str]) -> RawSQL:
    """For a subquery: the newest posts in which each of `words` begins a word. Never called without words.

    A word of one or two letters is that word and no beginning; so is, on SQLite, one that everybody uses.
    """
    if connection.vendor == "sqlite":
        asked = " ".join(f'"{word}"' if _stands_alone(word) else f'"{word}"*' for word in words)
        return RawSQL(_SQLITE, [asked, LOOKED_AT])  # noqa: S611  # no values in it
    asked = " & ".join(word if len(word) < WHOLE_BELOW else f"{word}:*" for word in words)
    return RawSQL(_WALKED if _is_common(asked) else _INDEXED, [asked, LOOKED_AT])  # noqa: S611  # no values in it


def _is_common(asked: str) -> bool:
    """PostgreSQL takes every beginning of a word to be common, and would walk along all posts for a rare one."""
    with connection.cursor() as cursor:
        cursor.execute(_AMONG_THE_NEWEST, [NEWEST, asked])
        return bool(cursor.fetchone()[0] >= OFTEN)


def _stands_alone(word: str) -> bool:
    """FTS5 reads the whole list of what begins so before it gives the newest, but a word's own list from its end."""
    if len(word) < WHOLE_BELOW:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, [f'"{word}"', LOOKED_AT])
        return bool(cursor.fetchone()[0] == LOOKED_AT)
