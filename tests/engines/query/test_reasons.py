"""Why did this match?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.query import Document, Search, UnknownNode, matches, parse
from beffroi.engines.query.reasons import Reasons, in_words, reasons, said_as
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Term
from beffroi.engines.query.tokens import read
from tests.engines.query.strategies import PLACED, SEPARATORS, WRITTEN, documents, prefixes, searches

# Without tags: `a#b` has none, but b would be one if its a were taken away.
placed = [term for term in PLACED if "#" not in term]
plain_terms = st.builds(Term, st.sampled_from(placed))
plain_phrases = st.builds(Phrase, st.lists(st.sampled_from(placed), min_size=2, max_size=3).map(tuple))
plain_nears = st.builds(Near, plain_terms | plain_phrases, plain_terms | plain_phrases, st.integers(0, 9))
positive: st.SearchStrategy[Search] = st.recursive(
    plain_terms | plain_phrases | plain_nears | prefixes,
    lambda inner: (
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
written = [word for word in WRITTEN if "#" not in word]
plain_texts = st.lists(st.sampled_from(written) | st.sampled_from(SEPARATORS), max_size=20).map("".join)

FILLER = "🏁"  # a symbol glues to nothing, and stands for one token


def shown(search: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in reasons(parse(search), Document(text)).spans]


@pytest.mark.parametrize(
    ("search", "text", "written"),
    [
        ("pont canal", "Le Pont du Canal, encore le pont.", ["Pont", "Canal", "pont"]),
        ("etienne", "À Saint-Étienne", ["Étienne"]),
        ('"saint etienne"', "À St-Étienne ce soir", ["St-Étienne"]),
        ("pont PRÈS/2 canal", "pont, loin de tout : le canal du pont", ["canal", "pont"]),
        ("inond*", "#Inondation : inondé, onde", ["#Inondation", "inondé"]),
        ("#loire", "loire #Loire", ["#Loire"]),
        ("loire", "loire #Loire", ["loire", "#Loire"]),
        ("@Ana.fr 🚨", "@ana.fr 🚨🚨", ["@ana.fr", "🚨", "🚨"]),
        ("pont -travaux", "le pont rouvre", ["pont"]),
        ("pont OU (canal travaux)", "pont, canal", ["pont"]),
        ("eau SAUF (emploi OU SAUF canal)", "l'eau du canal", ["eau", "canal"]),
        ("فيضان", "فيضان في باريس", ["فيضان"]),
        ('"pont du canal"', "le pont <b>du</b> canal", []),
    ],
)
def test_the_words_that_made_it_match_are_named_as_they_were_written(
    search: str, text: str, written: list[str]
) -> None:
    assert shown(search, text) == written


def test_facts_beside_the_text_are_reasons_too() -> None:
    found = reasons(parse("from:@Ana.fr eau has:link -lang:en"), Document("eau https://x.fr", author="ana.fr"))
    assert found.facts == ("from:ana.fr", "has:link")
    assert [str(in_words(fact)) for fact in found.facts] == ["Written by ana.fr", "Has a link"]


def test_a_fact_that_has_no_words_yet_is_said_as_it_is_written() -> None:
    assert str(in_words("is:odd")) == "is:odd"


def test_an_archived_post_that_knows_less_still_shows_its_words() -> None:
    assert shown("(pont from:ana.fr) OU canal", "le pont") == ["pont"]


def test_what_is_no_part_of_the_language_raises() -> None:
    with pytest.raises(UnknownNode):
        reasons("pont", Document("pont"))  # type: ignore[arg-type]  # on purpose


@given(searches, documents)
def test_every_stretch_reads_as_something_that_was_searched(search: Search, document: Document) -> None:
    for span in reasons(search, document).spans:
        said = said_as(document.text, span)
        assert said and set(said) & asked_for(search, document)


@given(positive, plain_texts)
def test_what_was_found_is_no_longer_found_without_its_stretches(search: Search, text: str) -> None:
    if matches(search, Document(text)):
        assert not matches(search, Document(blotted_out(text, reasons(search, Document(text)))))


def blotted_out(text: str, found: Reasons) -> str:
    """`text` with a sign that nobody searches in the place of each token that is a reason."""
    for span in reversed(found.spans):
        count = len(read(text[span.start : span.end]).tokens)
        text = text[: span.start] + " " + FILLER * count + " " + text[span.end :]
    return text


def asked_for(search: Search, document: Document) -> set[str]:
    """Every term that `search` names, a tag with its word; for a prefix, the words that begin so."""
    match search:
        case Term(key):
            return {key, f"#{key}"}
        case Phrase(terms):
            return {sign + term for term in terms for sign in ("", "#")}
        case Prefix(start):
            begun = {token for token in read(document.text).tokens if token.removeprefix("#").startswith(start)}
            return begun | {"saint", "sainte"} if begun & {"st", "ste"} else begun
        case Near(left, right):
            return asked_for(left, document) | asked_for(right, document)
        case And(parts) | Or(parts):
            return set().union(*(asked_for(part, document) for part in parts))
        case Not(part):
            return asked_for(part, document)
