"""Which body a row of a file means: by its codes, by its name, by what it was called before."""

import pytest

from beffroi.directory.bringing_in.known import Asked, Former, Known, Match
from beffroi.directory.bringing_in.matching import Bodies


def body(pk: int, kind: str, code: str, name: str, departement: str = "", **said: object) -> Known:
    siren, ended, successor = said.get("siren", ""), said.get("ended", False), said.get("successor")
    return Known(pk, kind, code, str(siren), name, departement, bool(ended), successor)  # type: ignore[arg-type]


SAINT_DENIS = {"93066": "93", "97411": "974", "11339": "11", "30247": "30", "79252": "79"}
BODIES = Bodies.of(
    [
        *(body(10 + at, "commune", code, "Saint-Denis", where) for at, (code, where) in enumerate(SAINT_DENIS.items())),
        body(1, "commune", "01004", "Ambérieu-en-Bugey", "01", siren="210100046"),
        body(2, "commune", "74010", "Annecy", "74", siren="200063402"),
        body(3, "commune", "72181", "Le Mans", "72"),
        body(4, "commune", "49178", "Loiré", "49"),
        body(5, "departement", "42", "Loire", ""),
        body(6, "departement", "93", "Seine-Saint-Denis", ""),
        body(7, "commune", "75056", "Paris", "75", siren="217500016"),
        body(8, "departement", "75", "Paris", "", siren="217500016"),
        body(9, "region", "75", "Nouvelle-Aquitaine"),
        body(20, "epci", "200000172", "CC Faucigny - Glières", siren="200000172"),
        body(21, "commune", "2A004", "Ajaccio", "2A"),
        body(22, "commune", "50602", "Tourlaville", "50", ended=True, successor=23),
        body(23, "commune", "50129", "Cherbourg-en-Cotentin", "50"),
        body(24, "commune", "99999", "Ys", "29", ended=True),
        body(25, "commune", "76108", "Bois-Guillaume", "76"),
    ],
    [
        Former(2, "Annecy-le-Vieux", "74011", "2017"),
        Former(23, "Cherbourg-Octeville", "50129", "2016"),
        Former(25, "Bois-Guillaume-Bihorel", "76108", ""),
    ],
)


def found(**asked: str) -> str:
    match = BODIES.find(Asked(**asked))
    assert match.body is not None, str(match.wrong)
    return match.body.code


def refused(**asked: str) -> str:
    match = BODIES.find(Asked(**asked))
    assert match.body is None
    return str(match.wrong)


@pytest.mark.parametrize("code", ["01004", "1004", "1004,0", " 01 004 ", "01004.0", "'01004"])
def test_a_code_of_insee_finds_its_commune(code: str) -> None:
    assert found(insee=code) == "01004"


def test_a_code_whose_zero_a_spreadsheet_ate_is_repaired_and_this_is_said() -> None:
    (note,) = BODIES.find(Asked(insee="1004")).notes
    assert str(note) == "The code 1004 was read as 01004: a spreadsheet had taken its zero away."
    assert BODIES.find(Asked(insee="01004")) == Match(BODIES.by_pk[1], [])


def test_a_code_of_corsica_may_be_written_small() -> None:
    assert found(insee="2a004") == "2A004"


@pytest.mark.parametrize("code", ["210100046", "210 100 046", "21010004600013", "210100046,00"])
def test_a_siren_finds_its_body_and_a_siret_too(code: str) -> None:
    assert found(siren=code) == "01004"


def test_a_number_that_a_spreadsheet_rounded_is_not_guessed() -> None:
    assert "2,101E+08" in refused(siren="2,101E+08")


def test_of_ten_towns_of_one_name_none_is_taken() -> None:
    words = refused(name="Saint-Denis")
    assert words.startswith("5 bodies are called Saint-Denis: Saint-Denis (11) 11339,")
    assert "Saint-Denis (974) 97411" in words


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Saint-Denis", "departement": "93"},
        {"name": "St Denis", "departement": "Seine-Saint-Denis"},
        {"name": "SAINT DENIS (93)"},
        {"name": "Mairie de Saint-Denis", "departement": "seine saint denis"},
        {"name": "Saint-Denis", "postcode": "93200"},
    ],
)
def test_the_departement_says_which_town_it_is(said: dict[str, str]) -> None:
    assert found(**said) == "93066"


def test_a_name_in_the_wrong_departement_is_told_where_it_is() -> None:
    assert refused(name="Le Mans", departement="93") == (
        "No body is called Le Mans in the département 93; elsewhere: Le Mans (72) 72181."
    )
    assert refused(name="Le Mans", departement="Atlantide") == "There is no département Atlantide."


@pytest.mark.parametrize("name", ["Le Mans", "le mans", "Mairie du Mans", "Ville du Mans", "LE MANS"])
def test_a_town_is_found_however_its_town_hall_calls_it(name: str) -> None:
    assert found(name=name) == "72181"


def test_a_departement_is_not_taken_for_a_town_whose_name_only_differs_by_an_accent() -> None:
    assert found(name="Loire") == "42"
    assert found(name="Loiré") == "49178"
    assert found(name="Département de la Loire") == "42"


def test_a_code_that_two_kinds_share_needs_its_kind() -> None:
    assert "Say of which kind it is" in refused(insee="75")
    assert found(insee="75", kind="Région") == "75"
    assert BODIES.find(Asked(insee="75", kind="Conseil départemental")).body == BODIES.by_pk[8]
    assert BODIES.find(Asked(name="Paris")).body == BODIES.by_pk[7]


@pytest.mark.parametrize("name", ["CC Faucigny - Glières", "Communauté de communes Faucigny-Glières"])
def test_a_group_is_found_by_both_of_its_names(name: str) -> None:
    assert found(name=name) == "200000172"


@pytest.mark.parametrize("said", [{"name": "Annecy-le-Vieux"}, {"insee": "74011"}])
def test_a_town_that_went_into_another_is_followed_and_this_is_said(said: dict[str, str]) -> None:
    match = BODIES.find(Asked(**said))
    assert match.body == BODIES.by_pk[2]
    assert [str(note) for note in match.notes] == ["Annecy-le-Vieux went into Annecy in 2017."]


def test_a_renamed_town_is_found_by_its_former_name() -> None:
    match = BODIES.find(Asked(name="Cherbourg-Octeville"))
    assert match.body == BODIES.by_pk[23]
    assert [str(note) for note in match.notes] == ["Cherbourg-Octeville is called Cherbourg-en-Cotentin since 2016."]
    assert found(name="Bois-Guillaume-Bihorel") == "76108"


def test_a_body_that_ended_is_followed_to_its_successor() -> None:
    assert found(insee="50602") == "50129"
    assert refused(insee="99999") == "Ys (29) does not exist any more."


def test_a_code_beside_another_towns_name_is_refused() -> None:
    """As when somebody sorted one column of the sheet alone."""
    assert refused(insee="01004", name="Annecy") == "01004 is the code of Ambérieu-en-Bugey (01), and not of Annecy."
    assert found(insee="74010", name="Mairie d'Annecy") == "74010"
    assert found(insee="74010", name="Annecy-le-Vieux") == "74010"


def test_what_is_nowhere_is_said_to_be_nowhere() -> None:
    assert refused(name="Bellecloche") == "No body is called Bellecloche."
    assert refused(insee="00000") == "No body has the INSEE code 00000."
    assert refused() == "This line names no body: neither a code nor a name."
