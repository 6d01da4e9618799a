"""The same work in SQL: an anchors table joined with the words of each post, then `@@` decides.

The texts are cut and folded before, as for every rival, and stand as `tsvector`s made outside the clock. GIN and GiST
indexes do not help in this direction: there are few posts and many searches.
"""

from collections.abc import Iterator, Sequence

import psycopg

from beffroi.engines.query import Search
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Term
from bench.listening_peers import Cut, Hits, Matcher, Work

SETUP = """
CREATE UNLOGGED TABLE search (id int PRIMARY KEY, asks tsquery NOT NULL);
CREATE UNLOGGED TABLE anchor (term text NOT NULL, search int NOT NULL);
CREATE UNLOGGED TABLE begins (start text NOT NULL, search int NOT NULL);
CREATE UNLOGGED TABLE post (id int PRIMARY KEY, says tsvector NOT NULL);
"""
FOUND = """
SELECT DISTINCT post.id, search.id
FROM post
CROSS JOIN LATERAL (
    SELECT anchor.search FROM unnest(post.says) AS word JOIN anchor ON anchor.term = word.lexeme
    UNION
    SELECT begins.search FROM unnest(post.says) AS word JOIN begins ON word.lexeme LIKE begins.start || '%%'
) AS drawn
JOIN search ON search.id = drawn.search
WHERE post.id >= %s AND post.id < %s AND post.says @@ search.asks
"""
BATCH = 1000  # posts of one statement


def postgresql(connection: "psycopg.Connection[tuple[int, int]]", work: Work, cuts: Sequence[Cut]) -> Matcher:
    """Fills the tables; what comes back asks about the first posts of `cuts`."""
    with connection.cursor() as cursor:
        cursor.execute(SETUP)
        with cursor.copy("COPY search FROM STDIN") as copy:
            for number, search in enumerate(work.searches):
                copy.write_row((number, _query(search)))
        for table, rows in (("anchor", _anchors(work, star=False)), ("begins", _anchors(work, star=True))):
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        with cursor.copy("COPY post FROM STDIN") as copy:
            for number, cut in enumerate(cuts):
                copy.write_row((number, _vector(cut)))
        cursor.execute("CREATE INDEX ON anchor (term)")
        cursor.execute("ANALYZE")

    def found(asked: Sequence[Cut]) -> Hits:
        hits: Hits = set()
        for start in range(0, len(asked), BATCH):
            hits.update(connection.execute(FOUND, (start, min(start + BATCH, len(asked)))).fetchall())
        return hits

    return found


def _anchors(work: Work, *, star: bool) -> Iterator[tuple[str, int]]:
    for place, anchors in enumerate(work.anchors):
        for anchor in anchors:
            if anchor.endswith("*") == star:
                yield anchor.removesuffix("*"), place


def _vector(cut: Cut) -> str:
    """The terms with their places (from 1, at most 16,383), and those without a place."""
    placed = cut.document.places
    lexemes = [f"{_quoted(term)}:{','.join(str(at + 1) for at in sorted(placed[term]))}" for term in placed]
    bare = (cut.document.terms | cut.document.words) - placed.keys()
    return " ".join([*lexemes, *map(_quoted, bare)])


def _query(search: Search) -> str:
    match search:
        case Term(key):
            return _quoted(key)
        case Prefix(start):
            return f"{_quoted(start)}:*"
        case Phrase(terms):
            return f"({' <-> '.join(map(_quoted, terms))})"
        case Near(left, right, distance):
            pairs = [*_within(left.terms, right.terms, distance), *_within(right.terms, left.terms, distance)]
            return f"({' | '.join(pairs)})"
        case And(parts):
            return f"({' & '.join(map(_query, parts))})"
        case Or(parts):
            return f"({' | '.join(map(_query, parts))})"
        case Not(part):
            return f"!{_query(part)}"
    raise TypeError(f"{search!r} is not a search")


def _within(first: tuple[str, ...], then: tuple[str, ...], distance: int) -> Iterator[str]:
    """`a <n> b` says that b stands n words after the last word of a."""
    before, after = " <-> ".join(map(_quoted, first)), " <-> ".join(map(_quoted, then))
    for gap in range(distance + 1):
        yield f"(({before}) <{gap + 1}> ({after}))"


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
