"""The quick look may only spare work, never change an answer."""

from dataclasses import replace

from hypothesis import given

from beffroi.engines.query import Document, Search, matches, parse
from beffroi.engines.query.inkling import Inkling
from beffroi.engines.query.parts import without_each
from tests.engines.query.strategies import at_any_speed, documents, searches


@at_any_speed
@given(searches, documents)
def test_a_text_of_which_there_is_no_inkling_is_as_an_empty_one(search: Search, document: Document) -> None:
    document = replace(document, tags=())  # a phrase may begin in the text and end in a tag beside it
    facts = [fact for fact in document.terms if ":" in fact]
    for each in (search, *(one.search for one in without_each(search, most=4))):
        if not Inkling(search).of(document.text):
            beside = replace(document, text="https://x.example" if "has:link" in facts else "")
            assert matches(each, document) == matches(each, beside)


def test_it_spares_most_texts() -> None:
    inkling = Inkling(parse('pont PRÈS/3 "du canal" -travaux lang:fr'))
    assert [inkling.of(text) for text in ("Le marché", "un ÇANAL", "travaux")] == [False, True, True]
    assert Inkling(parse("saint")).of("St-Étienne")
