"""`commune:` looks for a commune by its names."""

import pytest

from beffroi.engines.query import Communes, Document, SearchError, matches, parse

FEW = Communes({"42218": "Saint-Étienne", "42094": "Feurs", "2A004": "Ajaccio", "93066": "Saint-Denis"})


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("commune:42094", "feurs"),
        ("commune:42218", '"saint etienne" OR #saintetienne OR #stetienne'),
        ("commune:2a004", "ajaccio"),
        ("commune:94038", '"l hay les roses" OR #lhaylesroses'),
        ("commune:76351", '"le havre" OR "au havre" OR "du havre" OR #lehavre'),
        (
            "commune:85194",
            '"les sables d olonne" OR "aux sables d olonne" OR "des sables d olonne" OR #lessablesdolonne',
        ),
        ("commune:17300", '"la rochelle" OR #larochelle'),
        ("crue Commune:42218", 'crue AND ("saint etienne" OR #saintetienne OR #stetienne)'),
    ],
)
def test_it_is_shown_as_the_names_that_are_looked_for(search: str, shown: str) -> None:
    assert str(parse(search)) == shown
    assert parse(shown) == parse(search)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("42218", "À St-Étienne, ce soir"),
        ("42218", "#SaintÉtienne"),
        ("42218", "vive #StEtienne"),
        ("76351", "Je vis au Havre"),
        ("76351", "la plage du HAVRE"),
        ("42094", "#Feurs"),
        ("85194", "le port des Sables d’Olonne"),
    ],
)
def test_it_finds_the_commune_as_people_write_it(code: str, text: str) -> None:
    assert matches(parse(f"commune:{code}"), Document(text))


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Feurs", "For Feurs, write commune:42094."),
        ("FEURS", "For Feurs, write commune:42094."),
        ("st-etienne", "For Saint-Étienne, write commune:42218."),
        ("Fuers", "The nearest is Feurs: write commune:42094."),
        ("\ud83d", "The nearest is Ajaccio: write commune:2A004."),
        ("zzz", "The nearest is Saint-Étienne: write commune:42218."),
        ("42095", "The nearest is Feurs: write commune:42094. A postal code is another number."),
        ("01001", "The nearest is Ajaccio: write commune:2A004. A postal code is another number."),
        ("99999", "The nearest is Saint-Denis: write commune:93066. A postal code is another number."),
    ],
)
def test_whoever_does_not_know_the_code_is_told_one(typed: str, hint: str) -> None:
    with pytest.raises(SearchError) as caught:
        parse(f"eau commune:{typed}", lambda: FEW)
    assert (caught.value.position, caught.value.hint) == (12, hint)


def test_namesakes_are_told_with_their_codes() -> None:
    with pytest.raises(SearchError) as caught:
        parse("commune:Saint-Denis")
    assert "11339, 30247, 93066, 97411" in caught.value.hint


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("commune:42094 PRÈS/5 crue", "feurs NEAR/5 crue"),
        (
            "crue PRÈS/5 commune:17300 eau",
            '((crue NEAR/5 "la rochelle") OR (crue NEAR/5 #larochelle)) AND eau',
        ),
    ],
)
def test_a_commune_may_stand_near(search: str, shown: str) -> None:
    assert str(parse(search)) == shown
    assert parse(shown) == parse(search)


def test_the_list_is_not_read_for_other_searches() -> None:
    def nobody() -> Communes:
        raise AssertionError

    assert parse("eau OR from:ana.fr", nobody)
