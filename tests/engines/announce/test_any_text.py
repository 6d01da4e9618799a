"""What holds for every text, hostile ones included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.announce import KINDS, announcements
from tests.engines.announce.cases import cases

LONG = 100_000  # characters, a hundred times what a network takes
PIECES = (
    "l'article 1er|est|a|adopté|ADOPTÉ|adopte\u0301|le Sénat|vient d'|adopter|n'|pas|si|sera|« |»|\"|?|!|.|\n|#|@|🔴|œ|"
    "\u00a0|\u202e|\x00|\ud83d|victoire|bravo|décès de|Paul|inauguration|du|pont|https://a.b/c|RT @x:|été|en 1905"
).split("|")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text()


@given(TEXTS)
def test_every_span_lies_in_the_text_and_holds_its_words(text: str) -> None:
    end = 0
    for found in announcements(text):
        assert found.kind in KINDS
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.words
        end = found.end


@given(TEXTS)
def test_every_subject_is_in_the_texts_own_words(text: str) -> None:
    assert all(found.subject in text for found in announcements(text))


@given(st.sampled_from([case.text for case in cases() if case.kind and case.text[-1] not in '»"/c']))
def test_a_question_mark_takes_the_last_fact_back(text: str) -> None:
    asked = text.rstrip(" .!") + " ?"
    assert len(announcements(asked)) < len(announcements(text)) or "\n" in text or ". " in text or "! " in text


@given(st.sampled_from([case.text for case in cases() if case.kind]))
def test_quoting_somebody_announces_nothing(text: str) -> None:
    assert announcements("Ana : « " + text.replace("«", "").replace("»", "") + " »") == []


@pytest.mark.parametrize(
    "piece",
    [
        "adopté ", "a a ", "est ", "« ", '"', "victoire ", "@", "#", ".", "?", "a" * 7 + "ment ", "en 1905 ", "si le ",
        "décès ", "\u0301", "\x00", "\u202e", "\ud800", "accord entre ", "le Sénat ", "\n", "élue ", "rt @",
    ],
)  # fmt: skip
def test_long_texts_of_one_piece_come_to_an_end(piece: str) -> None:
    text = piece * (LONG // len(piece))
    assert all(text[found.start : found.end] == found.words for found in announcements(text))
