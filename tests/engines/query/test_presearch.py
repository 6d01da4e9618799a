"""Asking many searches at once finds what asking each of them finds."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.query import Document, Presearch, Search, UnknownNode, matches, parse
from beffroi.engines.query.presearch import needed
from beffroi.engines.query.syntax import And
from tests.engines.query.strategies import documents, trees


@given(st.lists(trees, max_size=8), documents)
def test_many_at_once_find_what_each_finds(searches: Sequence[Search], document: Document) -> None:
    assert Presearch(searches).found(document) == [n for n, s in enumerate(searches) if matches(s, document)]


@pytest.mark.parametrize(
    ("search", "terms"),
    [
        ("eau lang:fr", {"eau"}),
        ("inond* OR #crue", {"inond*", "#crue"}),
        ('"de la mairie"', {"mairie"}),
        ("Guéret -(crue OR loire)", {"gueret"}),
        ("(eau OR crue OR lac) inondation", {"inondation"}),
        ("NOT NOT eau", None),
    ],
)
def test_a_search_waits_for_its_rarest_words(search: str, terms: set[str] | None) -> None:
    assert needed(parse(search)) == terms


def test_an_unknown_node_is_not_filed() -> None:
    with pytest.raises(UnknownNode):
        Presearch([And(("eau",))])  # type: ignore[arg-type]  # the mistake under test
