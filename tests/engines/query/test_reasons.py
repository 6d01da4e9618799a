"""Why did this match?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.query import Document, Search, UnknownNode, matches, parse
from beffroi.engines.query.reasons import Reasons, in_words, reasons
from beffroi.engines.query.spans import placed_tokens
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Term
from beffroi.engines.query.tokens import is_word
from tests.engines.query.strategies import (
    at_any_speed,
    documents,
    nears,
    phrases,
    placed_terms,
    prefixes,
    searches,
    texts,
)

positive: st.SearchStrategy[Search] = st.recursive(
    placed_terms | phrases | nears | prefixes,
    lambda inner: (
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)

FILLERS = {"#": "#xqx", "@": "@xqx"}  # what nobody searches, of the same kind: its neighbours are read as before


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


def test_a_tag_beside_the_text_is_a_reason_that_has_no_place_in_it() -> None:
    found = reasons(parse("loire #crue"), Document("la Loire", tags=("crue",)))
    assert (found.spans, found.facts) == (((3, 8),), ("#crue",))
    assert str(in_words("#crue")) == "Tagged #crue"


def test_an_archived_post_that_knows_less_still_shows_its_words() -> None:
    assert shown("(pont from:ana.fr) OU canal", "le pont") == ["pont"]


def test_what_is_no_part_of_the_language_raises() -> None:
    with pytest.raises(UnknownNode):
        reasons("pont", Document("pont"))  # type: ignore[arg-type]  # on purpose


@at_any_speed
@given(searches, documents)
def test_every_stretch_reads_as_something_that_was_searched(search: Search, document: Document) -> None:
    for span in reasons(search, document).spans:
        stretch = Document(document.text[span.start : span.end])
        assert {*stretch.places, *stretch.words} & asked_for(search, document)


@at_any_speed
@given(positive, texts)
def test_what_was_found_is_no_longer_found_without_its_stretches(search: Search, text: str) -> None:
    if matches(search, Document(text)):
        assert not matches(search, Document(blotted_out(text, reasons(search, Document(text)))))


def blotted_out(text: str, found: Reasons) -> str:
    """`text` with something that nobody searches in the place of each token that is a reason."""
    within = {at for span in found.spans for at in range(span.start, span.end)}
    for token, span in reversed(placed_tokens(text)):
        if span.start in within:
            filler = FILLERS.get(token[0], "xqx" if is_word(token) else "🏁")
            text = text[: span.start] + filler + text[span.end :]
    return text


def asked_for(search: Search, document: Document) -> set[str]:
    """Every term that `search` names; for a prefix, the words that begin so."""
    match search:
        case Term() | Phrase():
            return set(search.terms)
        case Prefix(start):
            return {word for word in document.words if word.startswith(start)}
        case Near(left, right):
            return {*left.terms, *right.terms}
        case And(parts) | Or(parts):
            return set().union(*(asked_for(part, document) for part in parts))
        case Not(part):
            return asked_for(part, document)
