"""The same work by other means: libraries that find many words at once, each with the same verdicts behind it.

Every rival gets the searches' anchors (terms of which one stands in every post found, chosen by the percolator) and
posts that are cut into terms already, outside the clock: that favours it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from beffroi.engines.query import Document, Search, matches
from beffroi.engines.query.syntax import And, Not, Or, Phrase, Term

Hits = set[tuple[int, int]]  # (the post's place, the search's)
Verdict = Callable[[Document], bool]
Matcher = Callable[[Sequence["Cut"]], Hits]


@dataclass(frozen=True)
class Cut:
    """A post cut into its terms. `ink` is a text in which each of them stands between blanks of its own."""

    document: Document
    ink: str

    @classmethod
    def of(cls, document: Document) -> "Cut":
        document.starts(("",))  # its places, terms and words are derived once: here, before the clock
        terms = sorted({*document.terms, *document.words})
        return cls(document, "".join(f" {term} " for term in terms))


@dataclass(frozen=True)
class Work:
    """Searches with their anchors; a prefix ends with a star."""

    searches: Sequence[Search]
    anchors: Sequence[frozenset[str]]

    def filed(self) -> Mapping[str, Sequence[int]]:
        filed: dict[str, list[int]] = {}
        for place, anchors in enumerate(self.anchors):
            for anchor in anchors:
                filed.setdefault(anchor, []).append(place)
        return filed

    def verdicts(self) -> Sequence[Verdict]:
        return [verdict(search) for search in self.searches]


@dataclass(frozen=True)
class Rival:
    """`posts`: on how many it is measured. `exact`: whether it can find everything."""

    name: str
    build: Callable[[Work], Matcher]
    posts: int
    exact: bool = True


def verdict(search: Search) -> Verdict:
    """A search as nested functions: three times quicker than the reference, and as plain."""
    match search:
        case Term(key):
            return lambda document: key in document.terms
        case Phrase(terms):
            return lambda document: bool(document.starts(terms))
        case And(parts):
            each = tuple(map(verdict, parts))
            return lambda document: all(part(document) for part in each)
        case Or(parts):
            some = tuple(map(verdict, parts))
            return lambda document: any(part(document) for part in some)
        case Not(part):
            inner = verdict(part)
            return lambda document: not inner(document)
    return lambda document: matches(search, document)


def tuned_python(work: Work) -> Matcher:
    """Sets and dictionaries; what a good Python programmer writes in an afternoon."""
    filed, verdicts = work.filed(), work.verdicts()
    terms, lengths = filed.keys(), {len(key) - 1 for key in filed if key.endswith("*")}

    def found(cuts: Sequence[Cut]) -> Hits:
        hits: Hits = set()
        for place, cut in enumerate(cuts):
            document = cut.document
            begun = {f"{word[:length]}*" for word in document.words for length in lengths}
            drawn = {search for key in (document.terms | begun) & terms for search in filed[key]}
            hits.update((place, search) for search in drawn if verdicts[search](document))
        return hits

    return found


def every_search(work: Work) -> Matcher:
    """Each search on each post: what is done where nobody has thought of it."""
    verdicts = list(enumerate(work.verdicts()))
    return lambda cuts: {(place, at) for place, cut in enumerate(cuts) for at, say in verdicts if say(cut.document)}


def ahocorasick_rs(work: Work) -> Matcher:
    from ahocorasick_rs import AhoCorasick

    patterns, filed = _patterns(work)
    automaton = AhoCorasick(patterns)

    def seen(ink: str) -> Iterable[int]:
        return (pattern for pattern, _start, _end in automaton.find_matches_as_indexes(ink, overlapping=True))

    return _judging(seen, filed, work.verdicts())


def pyahocorasick(work: Work) -> Matcher:
    import ahocorasick

    patterns, filed = _patterns(work)
    automaton = ahocorasick.Automaton()
    for number, pattern in enumerate(patterns):
        automaton.add_word(pattern, number)
    automaton.make_automaton()
    return _judging(lambda ink: (number for _end, number in automaton.iter(ink)), filed, work.verdicts())


def hyperscan(work: Work) -> Matcher:
    import hyperscan as engine

    patterns, filed = _patterns(work)
    database = engine.Database()
    expressions = [pattern.encode() for pattern in patterns]
    flags = [engine.HS_FLAG_SINGLEMATCH] * len(patterns)
    database.compile(expressions=expressions, ids=list(range(len(patterns))), flags=flags, literal=True)

    def seen(ink: str) -> Iterable[int]:
        found: list[int] = []
        database.scan(ink.encode(), match_event_handler=lambda number, *_: found.append(number))
        return found

    return _judging(seen, filed, work.verdicts())


def flashtext2(work: Work) -> Matcher:
    """Keeps the longest of overlapping words and knows no prefix: it loses hits."""
    from flashtext2 import KeywordProcessor

    filed = work.filed()
    keys = list(filed)
    processor = KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_iter(keys)
    numbers = {key: number for number, key in enumerate(keys)}
    return _judging(
        lambda ink: (numbers[key] for key in processor.extract_keywords(ink)),
        [filed[key] for key in keys],
        work.verdicts(),
    )


def alternation(work: Work) -> Matcher:
    """One regular expression of all anchors."""
    patterns, filed = _patterns(work)
    numbers = {pattern: number for number, pattern in enumerate(patterns)}
    longest_first = sorted(patterns, key=len, reverse=True)
    expression = re.compile("|".join(map(re.escape, longest_first)))
    return _judging(lambda ink: (numbers[found[0]] for found in expression.finditer(ink)), filed, work.verdicts())


RIVALS = (
    Rival("tuned Python: sets, dictionaries, closures", tuned_python, 10_000),
    Rival("ahocorasick_rs + the same verdicts", ahocorasick_rs, 10_000),
    Rival("pyahocorasick + the same verdicts", pyahocorasick, 10_000),
    Rival("hyperscan literals + the same verdicts", hyperscan, 10_000),
    Rival("flashtext2 + the same verdicts", flashtext2, 10_000, exact=False),
    Rival("`re`, one alternation + the same verdicts", alternation, 200, exact=False),
    Rival("every search on every post", every_search, 20),
)


def _patterns(work: Work) -> tuple[list[str], list[Sequence[int]]]:
    """The literals to look for, and the searches filed under each. A prefix lacks the blank after it."""
    filed = work.filed()
    return [f" {key[:-1]}" if key.endswith("*") else f" {key} " for key in filed], list(filed.values())


def _judging(
    seen: Callable[[str], Iterable[int]], filed: Sequence[Sequence[int]], verdicts: Sequence[Verdict]
) -> Matcher:
    def found(cuts: Sequence[Cut]) -> Hits:
        hits: Hits = set()
        for place, cut in enumerate(cuts):
            drawn = {search for number in set(seen(cut.ink)) for search in filed[number]}
            hits.update((place, search) for search in drawn if verdicts[search](cut.document))
        return hits

    return found
