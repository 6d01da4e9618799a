"""The sources that can be asked, and the addresses that come of what a person fills in."""

from datetime import timedelta

import pytest

from beffroi.engines.procedure import KINDS
from beffroi.sources import SOURCES, BadParameters, Source

EVERY = pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))

FILLED_IN = {
    "senat": (
        {"session": "2018-2019", "number": "146"},
        "https://www.senat.fr/enseance/2018-2019/146/liste_discussion.json",
    ),
    "senat-amendments": (
        {"session": "2013-2014", "number": "310", "place": "committee"},
        "https://www.senat.fr/amendements/commissions/2013-2014/310/jeu_complet_commission_2013-2014_310.csv",
    ),
    "senat-dossier": ({"bill": "pjl18-404"}, "https://www.senat.fr/dossier-legislatif/rss/doslegpjl18-404.xml"),
    "eliasse": (
        {"text": "1583", "amendment": "40"},
        "https://eliasse.assemblee-nationale.fr/eliasse/amendement.do"
        "?legislature=17&bibard=1583&bibardSuffixe=&organeAbrv=AN&numAmdt=40",
    ),
    "derouleur": ({}, "https://www.assemblee-nationale.fr/local/derouleur/derouleur.json"),
    "assemblee-document": (
        {"uid": "AMANR5L17PO838901BTC1583P0D1N000040"},
        "https://www.assemblee-nationale.fr/dyn/opendata/AMANR5L17PO838901BTC1583P0D1N000040.json",
    ),
    "assemblee-dossier": (
        {"uid": "DLR5L15N36159"},
        "https://www.assemblee-nationale.fr/dyn/opendata/DLR5L15N36159.json",
    ),
    "assemblee-list": (
        {"text": "1408", "organ": "CION-SOC", "legislature": "15"},
        "https://www.assemblee-nationale.fr/eloi/15/amendements/1408/CION-SOC/liste.xml",
    ),
}
WHOLE = {"assemblee-ballot", "jorf", "json-path", "css-selector", "feed", "csv", "calendar"}


def test_every_source_has_a_judge_and_every_judge_a_source() -> None:
    assert set(SOURCES) == set(KINDS)


@EVERY
def test_every_source_says_what_it_is_and_asks_for_each_thing_once(source: Source) -> None:
    assert source.label and source.help
    names = [field.name for field in source.fields]
    assert len(set(names)) == len(names)
    assert source.pace >= timedelta(seconds=5)
    assert source.max_age >= timedelta(minutes=15)


def test_the_paces_are_those_that_the_servers_were_promised() -> None:
    paces = {kind: SOURCES[kind].pace.total_seconds() for kind in ("senat", "eliasse", "senat-dossier", "feed")}
    assert paces == {"senat": 60, "eliasse": 5, "senat-dossier": 300, "feed": 300}


@pytest.mark.parametrize(("kind", "filled_in", "url"), [(kind, *asked) for kind, asked in FILLED_IN.items()])
def test_what_is_filled_in_makes_the_address(kind: str, filled_in: dict[str, str], url: str) -> None:
    address = SOURCES[kind].address
    assert address and address(filled_in) == url


def test_a_list_of_the_senat_can_be_that_of_a_committee_or_of_a_part() -> None:
    address = SOURCES["senat"].address
    assert address
    given = {"session": "2018-2019", "number": "146", "place": "committee", "part": "103393"}
    assert address(given) == "https://www.senat.fr/encommission/2018-2019/146/liste_discussion_103393.json"


@pytest.mark.parametrize("kind", sorted(WHOLE | {"senat"}))
@pytest.mark.parametrize(
    "written", ["ftp://x.example/", "javascript:alert(1)", "https://", "https://a b/", "x.example"]
)
def test_an_address_must_be_a_whole_web_address(kind: str, written: str) -> None:
    address = SOURCES[kind].address
    assert address and address({"address": "https://x.example/a?b=c"}) == "https://x.example/a?b=c"
    with pytest.raises(BadParameters) as wrong:
        address({"address": written})
    assert wrong.value.field == "address"


@pytest.mark.parametrize(("kind", "filled_in"), [(kind, asked[0]) for kind, asked in FILLED_IN.items() if asked[0]])
@pytest.mark.parametrize("written", ["", "../../etc", "1/2", "x?y=z", "https://eve.example/", "1 2"])
def test_what_is_filled_in_cannot_lead_elsewhere(kind: str, filled_in: dict[str, str], written: str) -> None:
    address = SOURCES[kind].address
    assert address
    for name in filled_in:
        if written or name not in ("place", "organ", "legislature"):
            with pytest.raises(BadParameters) as wrong:
                address({**filled_in, name: written})
            assert wrong.value.field == name


def test_every_source_that_is_fetched_is_looked_at_here() -> None:
    assert {kind for kind, source in SOURCES.items() if source.address} == set(FILLED_IN) | WHOLE
