"""One division has many spellings, and its neighbours have nearly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.procedure.divisions import is_part_of, is_whole_text, key, same_division

FIRST = (
    "Article 1er|art. 1er|ART. 1ER|ARTICLE 1ER|l'article premier|L’ARTICLE PREMIER|Article 1|Article\u00a01er"
    "|Article\u202f1er|article Ier|Article 1ᵉʳ|de l'article 1er|à l’article 1er|1er|art.1er|Article 1er (Réservé)"
    "|Article 1er (Supprimé)|Article 1er (nouveau)|Article 1er du projet de loi|Article 1er (précédemment réservé)"
    "|Article 1er (appelé en priorité)|Article 1er précédemment examiné|Article 1er (Réservé jusqu'à lundi à 14 h 30)"
)
AFTER_3 = (
    "Articles additionnels après l'article 3|Article(s) additionnel(s) après Article 3|APRÈS ART. 3"
    "|additionnel après l'article 3|Après l'article 3|Article additionnel après l’article\u00a03"
)
ONE = [
    FIRST.split("|"),
    "Article 2 bis|Article 2\u00a0bis|ART. 2 BIS|l'article 2 bis|Article 2bis|2 bis|article deux bis".split("|"),
    ["Article 2 bis A", "art. 2 bis a", "Article 2\u00a0bis\u00a0A"],
    ["Article 1er A", "ARTICLE 1ER A", "Article premier A", "article 1erA"],
    AFTER_3.split("|"),
    ["Avant l'article 3", "Article additionnel avant l'article 3"],
    ["TITRE IER : AUTORISATIONS BUDGÉTAIRES", "Titre premier", "titre 1er", "Titre Ier"],
    ["PREMIÈRE PARTIE : CONDITIONS GÉNÉRALES", "première partie", "1re partie"],
    ["Article unique", "l'article unique", "ARTICLE UNIQUE"],
    ["article liminaire", "Article liminaire"],
    ["Intitulé de la proposition de loi organique", "Intitulé", "l'intitulé du projet de loi"],
    ["Article 38 - État A (Article 38 du projet de loi)", "article 38, état A"],
    ["l'ensemble du projet de loi", "l'ensemble", "L’ensemble de la proposition de loi"],
]


@pytest.mark.parametrize("spellings", ONE, ids=lambda spellings: spellings[0])
def test_all_these_are_one_division(spellings: list[str]) -> None:
    assert [name for name in spellings if not same_division(name, spellings[0])] == []


def test_none_of_these_is_another_of_them() -> None:
    keys = [key(spellings[0]) for spellings in ONE]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("name", "neighbour"),
    [
        ("Article 2", "Article 2 bis"),
        ("Article 2", "Article 20"),
        ("Article 1er", "Article 1er A"),
        ("Article 1er", "Article 1er bis"),
        ("Article 1er", "Article 11"),
        ("Article 2 bis", "Article 2 bis A"),
        ("Article 3", "Après l'article 3"),
        ("Après l'article 3", "Avant l'article 3"),
        ("Article 4", "Articles 4 à 6"),
        ("Article 4 A", "Articles 4 à 6"),
        ("Article 2", "Articles 2 et 3"),
        ("Article 2", "Article 2 - Annexe A"),
        ("Article 42", "Article 42 (et état B)"),
        ("Article 12", "Article 12E"),
        ("Article 2", "Titre II"),
        ("Article 2", "Article L. 2"),
        ("Intitulé", "Intitulé du titre II"),
    ],
)
def test_a_neighbour_is_another_division(name: str, neighbour: str) -> None:
    assert not same_division(name, neighbour)


@pytest.mark.parametrize("nothing", ["", "  ", "l'", "…"])
def test_what_names_nothing_is_the_same_as_nothing(nothing: str) -> None:
    assert not same_division(nothing, nothing)


def test_an_annex_belongs_to_its_article() -> None:
    assert is_part_of(key("Article 26 - Annexe B"), key("Article 26"))
    assert not is_part_of(key("Article 26 bis"), key("Article 26"))
    assert not is_part_of(key("Article 26"), key("Article 26"))


def test_the_whole_text_is_told_from_its_parts() -> None:
    assert is_whole_text("l'ensemble du projet de loi")
    assert is_whole_text("")
    assert not is_whole_text("Article 1er")


NUMBERS = st.integers(1, 400)
SUFFIXES = st.lists(st.sampled_from(["bis", "ter", "quater", "undecies", "A", "B", "C"]), max_size=3)
SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "  "])
BEGINNINGS = st.sampled_from(["Article ", "ARTICLE ", "art. ", "l'article ", "l’article\u00a0", "à l’article "])
ENDINGS = st.sampled_from(["", " ", " (Réservé)", " (Supprimé)", " (précédemment examiné)", " du projet de loi"])


@given(NUMBERS, SUFFIXES, SPACES, BEGINNINGS, ENDINGS)
def test_no_spelling_changes_the_article(number: int, suffix: list[str], space: str, begin: str, end: str) -> None:
    plain = " ".join(["Article", str(number), *suffix])
    assert same_division(begin + space.join([str(number), *suffix]) + end, plain)
    assert same_division(plain.upper(), plain)


@given(NUMBERS, SUFFIXES, NUMBERS, SUFFIXES)
def test_two_articles_are_the_same_only_when_all_of_them_is(a: int, more: list[str], b: int, others: list[str]) -> None:
    names = [" ".join(["Article", str(number), *suffix]) for number, suffix in ((a, more), (b, others))]
    assert same_division(*names) == ((a, more) == (b, others))


@given(st.text(max_size=60))
def test_any_text_has_a_key_and_the_same_in_capitals_or_not(text: str) -> None:
    assert key(text) == key(text)
    assert key(text + " ") == key(text)
