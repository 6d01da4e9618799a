"""Where the words of a post stand in what its author wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.query.spans import placed_tokens
from beffroi.engines.query.tokens import read
from tests.engines.query.strategies import at_any_speed, texts


@at_any_speed
@given(texts | st.text(max_size=60))
def test_the_tokens_are_those_of_the_reading_and_each_stands_where_it_is_said_to_stand(text: str) -> None:
    placed = placed_tokens(text)
    assert tuple(token for token, _ in placed) == read(text).tokens
    for token, span in placed:
        assert token in read(text[span.start : span.end]).tokens


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("L'Œuvre de St-Étienne", ["L", "Œuvre", "de", "St", "Étienne"]),
        ("E\u0301tienne e\u0301tait", ["E\u0301tienne", "e\u0301tait"]),  # accents written apart
        ("voir https://eau.fr/loire la #Loire", ["voir", "la", "#Loire"]),
        ("½ eau", ["½", "½", "eau"]),
        ("👍🏽 @Ana.fr.", ["👍🏽", "@Ana.fr"]),
        ("فيضان في باريس", ["فيضان", "في", "باريس"]),
        ("", []),
    ],
)
def test_a_token_is_shown_as_it_was_written(text: str, written: list[str]) -> None:
    assert [text[span.start : span.end] for _, span in placed_tokens(text)] == written
