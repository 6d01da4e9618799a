"""What a network is asked, of all that a search says."""

import pytest
from hypothesis import HealthCheck, given, settings

from beffroi.engines.query import Document, Search, matches, parse, questions
from tests.engines.query.strategies import documents, trees


@pytest.mark.parametrize(
    ("search", "words", "complete"),
    [
        ("passerelle", ("passerelle",), True),
        ("pont canal -emploi", ("canal",), True),
        ("pont (canal OR passerelle)", ("pont",), True),
        ("#Feurs OR @mairie", ("@mairie", "#feurs"), True),
        ('"Saint-Étienne"', ("etienne",), True),
        ("from:eve.test pont", ("from:eve.test",), True),
        ("🚨", ("🚨",), True),
        ("inond*", ("inond",), False),
        ("inond* OR crue", ("inond", "crue"), False),
        ("lang:fr", (), False),
    ],
)
def test_a_network_is_asked_for_few_and_rare_words(search: str, words: tuple[str, ...], complete: bool) -> None:
    asked = questions(parse(search), 5)
    assert (asked.words, asked.complete) == (words, complete)


def test_no_more_is_asked_than_was_allowed_and_that_is_said() -> None:
    asked = questions(parse("a1 OR bb2 OR ccc3 OR dddd4"), 2)
    assert (asked.words, asked.complete) == (("dddd4", "ccc3"), False)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine takes its time over a document
@given(trees, documents)
def test_whatever_the_search_finds_answers_one_of_the_words(search: Search, document: Document) -> None:
    asked = questions(search, 1000)
    if asked.complete and matches(search, document):
        assert document.terms & set(asked.words)
