"""The first rule that finds a message wins, all of them say why, and a place is read as the search language reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.query import Document, SearchError, matches, parse
from beffroi.engines.routing import Rule, Rules, both, named, somewhere

LAMP = Rule(parse("lampadaire OU éclairage"))
LILAS = Rule(somewhere(["rue des Lilas", "Les Minimes"]))
AGAIN = Rule(None, follows=True)


def found(rules: list[Rule], text: str, known: bool = False) -> list[int]:
    return Rules(rules).found([Document(text)], [known])[0]


def test_all_rules_that_find_it_are_told_in_their_order() -> None:
    assert found([LILAS, LAMP], "Le lampadaire de la rue des Lilas est en panne") == [0, 1]
    assert found([LAMP, LILAS], "Eclairage ?") == [0]
    assert found([LAMP, LILAS], "Bonjour") == []


def test_a_rule_that_follows_finds_only_what_has_had_a_service_before() -> None:
    assert found([AGAIN, LAMP], "lampadaire", known=True) == [0, 1]
    assert found([AGAIN, LAMP], "lampadaire", known=False) == [1]
    narrow = Rule(parse("merci"), follows=True)
    assert found([narrow], "merci", known=True) == [0]
    assert found([narrow], "bonjour", known=True) == []


@pytest.mark.parametrize("text", ["rue des lilas", "RUE DES LILAS !", "Rue-des-Lilas", "#RueDesLilas", "les minimes"])
def test_a_place_is_folded_as_the_language_folds(text: str) -> None:
    assert found([LILAS], f"Un trou, {text}.") == [0]


def test_a_saint_is_found_however_it_is_written() -> None:
    assert found([Rule(named("rue Saint-Étienne"))], "rue St Etienne") == [0]


def test_part_of_a_street_s_name_is_not_the_street() -> None:
    assert found([LILAS], "J’ai acheté des lilas rue Haute") == []


def test_the_reason_is_the_words_that_count() -> None:
    text = "Le lampadaire de la rue des Lilas"
    document = Document(text)
    rule = Rule(both(LAMP.search, LILAS.search))
    assert [text[span.start : span.end] for span in rule.why(document).spans] == ["lampadaire", "rue des Lilas"]
    assert AGAIN.why(document).spans == ()


@pytest.mark.parametrize("name", ["", "…", "rue*", "https://x.example"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(SearchError):
        named(name)


def test_no_place_asks_for_nothing() -> None:
    assert somewhere([]) is None
    assert both(None, None) is None
    assert both(LAMP.search, None) is LAMP.search


MIXED = [Rule(parse("eau -nuit")), Rule(None, follows=True), Rule(named("rue lilas"))]


@pytest.fixture(scope="module")
def compiled() -> Rules:
    rules = Rules(MIXED)
    rules.found([Document("")], [True])  # compiled before the first example
    return rules


@given(texts=st.lists(st.lists(st.sampled_from(["eau", "rue", "lilas", "nuit"]), max_size=6), max_size=5))
def test_the_compiled_rules_find_what_the_reference_finds(texts: list[list[str]], compiled: Rules) -> None:
    documents, known = [Document(" ".join(text)) for text in texts], [len(text) % 2 == 0 for text in texts]
    expected = [
        [
            nth
            for nth, rule in enumerate(MIXED)
            if (rule.search is None or matches(rule.search, document)) and (had or not rule.follows)
        ]
        for document, had in zip(documents, known, strict=True)
    ]
    assert compiled.found(documents, known) == expected
