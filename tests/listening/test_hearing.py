"""The index of a stream follows its searches: saved, changed, paused, and built anew beside the stream."""

import pytest

from beffroi.engines.query import Document
from beffroi.listening import hearing
from beffroi.listening.hearing import Hearing
from tests.patience import until

POSTS = [Document("l'eau monte"), Document("la crue"), Document("rien")]


def test_what_is_saved_is_found_and_what_is_paused_no_longer() -> None:
    heard = Hearing()
    heard.listen_for({3: "eau", 8: "crue OR eau"})
    assert heard.found(POSTS) == [[3, 8], [8], []]
    heard.listen_for({8: "crue OR eau", 9: "rien"})
    assert heard.found(POSTS) == [[8], [8], [9]]


def test_a_changed_text_is_heard_under_the_same_number() -> None:
    heard = Hearing()
    heard.listen_for({3: "eau"})
    heard.listen_for({3: "crue"})
    assert heard.found(POSTS) == [[], [3], []]


def test_a_search_that_cannot_be_read_any_more_is_said_once_and_holds_up_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard = Hearing()
    for _ in range(3):
        heard.listen_for({1: "(eau", 2: "crue"})
    assert heard.found(POSTS) == [[], [2], []]
    assert len(caplog.records) == 1


def test_a_worn_index_is_built_anew_beside_the_stream_and_loses_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "FEW", 3)
    monkeypatch.setattr(hearing, "SAMPLE", 3)
    heard = Hearing()
    searches = {number: f"mot{number} OR eau" for number in range(6)}
    heard.listen_for(searches)
    worn = heard._index
    searches = {**searches, 6: "crue"}
    del searches[0]

    def rebuilt() -> bool:
        heard.listen_for(searches)
        assert heard.found(POSTS) == [[1, 2, 3, 4, 5], [6], []]
        return heard._index is not worn

    until(rebuilt, seconds=100)
    assert heard._index.overflow < worn.overflow
