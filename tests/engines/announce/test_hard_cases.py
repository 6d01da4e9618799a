"""A fact, and what only looks like one."""

import pytest

from beffroi.engines.announce import KINDS, announcements
from tests.engines.announce.cases import Case, cases

CASES = cases()


@pytest.mark.parametrize("case", [case for case in CASES if case.kind], ids=lambda case: case.text)
def test_an_accomplished_fact_is_found(case: Case) -> None:
    first = announcements(case.text)[0]
    assert first.kind == case.kind
    assert case.subject.casefold() in ("", first.subject.casefold())


@pytest.mark.parametrize("case", [case for case in CASES if not case.kind], ids=lambda case: case.text)
def test_what_only_looks_like_a_fact_is_none(case: Case) -> None:
    assert announcements(case.text) == []


def test_every_kind_has_its_cases() -> None:
    assert {case.kind for case in CASES} == {*KINDS, ""}


def test_two_facts_are_both_found_in_their_order() -> None:
    found = announcements("L'article 1er est adopté. L'amendement 12 est rejeté.")
    assert [(each.kind, each.words) for each in found] == [("adoption", "est adopté"), ("rejection", "est rejeté")]


def test_the_span_counts_code_points_of_the_text_as_it_was_written() -> None:
    text = "🔴 Cœur de ville : l’article\u00a01er est 𝗮𝗱𝗼𝗽𝘁𝗲́ !"
    [found] = announcements(text)
    assert text[found.start : found.end] == found.words == "est 𝗮𝗱𝗼𝗽𝘁𝗲́"
    assert found.subject == "article\u00a01er"


def test_english_words_written_as_french_ones_are_settled_by_the_language() -> None:
    assert announcements("Budget vote", lang="fr")
    assert announcements("Budget vote", lang="en") == []


def test_a_wrong_language_hides_nothing() -> None:
    assert announcements("The bill has been adopted.", lang="fr")
    assert announcements("L'article 1er est adopté.", lang="en")
