"""Files of the national register of elected officials. The lines are made up, in the columns of the real ones."""

from collections.abc import Iterable
from datetime import date

import pytest

from beffroi.directory.bringing_in.brought import Brought, Way
from beffroi.directory.bringing_in.mandates import bring_in_elected
from beffroi.directory.models import Body, Mandate, Person, Source
from beffroi.engines.tables.sheet import Unreadable
from tests.cast import NOW, Feurs
from tests.directory.bodies import settle_register

WHERE = (
    "Code du département;Libellé du département;Code de la collectivité à statut particulier;"
    "Libellé de la collectivité à statut particulier;Code de la commune;Libellé de la commune;"
)
WHO = (
    "Nom de l'élu;Prénom de l'élu;Code sexe;Date de naissance;Code de la catégorie socio-professionnelle;"
    "Libellé de la catégorie socio-professionnelle;Date de début du mandat;"
)
MAYORS = f"{WHERE}{WHO}Date de début de la fonction"
COUNCILLORS = f"{WHERE}{WHO}Libellé de la fonction;Date de début de la fonction;Code nationalité"
GROUP = "200000172;CC Faucigny - Glières"
ANA = "42;Loire;;;42094;Feurs;LE GOFF;Ana;F;02/04/1970;33;Cadre de la fonction publique;28/06/2020;05/07/2020"


@pytest.fixture
def bodies(feurs: Feurs) -> dict[str, Body]:
    return settle_register()


def brought_in(feurs: Feurs, *lines: str, encoding: str = "utf-8", trial: bool = False) -> Brought:
    way = Way(feurs.organisation, feurs.ana, NOW, is_trial=trial)
    content: Iterable[bytes] = (f"{line}\r\n".encode(encoding) for line in lines)
    return bring_in_elected(content, title="elus-maires.csv", vintage="2026", way=way)


def held() -> set[tuple[str, str, str, date | None, date | None]]:
    rows = Mandate.objects.select_related("person", "body")
    return {(row.person.name, row.office, row.body.code, row.since, row.until) for row in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_mayor_is_kept_with_office_and_date(feurs: Feurs, bodies: dict[str, Body], encoding: str) -> None:
    found = brought_in(feurs, MAYORS, ANA, encoding=encoding)
    assert (found.read, found.new, found.wrong) == (1, 1, [])
    assert held() == {("Ana Le Goff", "mayor", "42094", date(2020, 7, 5), None)}


def test_nothing_else_of_them_is_kept(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(feurs, MAYORS, ANA, ANA.replace("42094", "99999"))
    rows = [*Person.objects.values(), *Mandate.objects.values(), *Source.objects.values()]
    said = str(rows)
    assert "Le Goff" in said
    assert "1970" not in said and "Cadre" not in said


def test_a_line_that_is_left_out_is_told_without_what_it_says_of_a_person(
    feurs: Feurs, bodies: dict[str, Body]
) -> None:
    found = brought_in(feurs, MAYORS, ANA.replace("42094", "99999"))
    assert [(line, what, str(words)) for line, what, words in found.wrong] == [
        (2, "99999", "No body has the INSEE code 99999.")
    ]


def test_the_code_of_a_commune_may_be_cut_in_two(feurs: Feurs, bodies: dict[str, Body]) -> None:
    """As in the files of before 2022; of the overseas, the département has three digits."""
    brought_in(
        feurs, MAYORS, ANA.replace("42094", "94"), ANA.replace("42;Loire", "974;La Réunion").replace("42094", "11")
    )
    brought_in(feurs, MAYORS, ANA.replace("42;Loire", "01;Ain").replace("42094", "004"))
    assert {code for _name, _office, code, *_ in held()} == {"42094", "01004", "97411"}


def test_a_mayor_who_is_elected_again_has_two_mandates_and_stays_one_person(
    feurs: Feurs, bodies: dict[str, Body]
) -> None:
    brought_in(feurs, MAYORS, ANA)
    found = brought_in(feurs, MAYORS, ANA.replace("05/07/2020", "28/03/2026"))
    assert (found.new, found.ended, Person.objects.count()) == (1, 1, 1)
    assert held() == {
        ("Ana Le Goff", "mayor", "42094", date(2020, 7, 5), date(2026, 3, 28)),
        ("Ana Le Goff", "mayor", "42094", date(2026, 3, 28), None),
    }


def test_a_new_mayor_ends_the_mandate_of_the_former_one(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(feurs, MAYORS, ANA)
    brought_in(feurs, MAYORS, ANA.replace("LE GOFF;Ana", "FÉLIX;Bruno").replace("05/07/2020", "28/03/2026"))
    assert held() == {
        ("Ana Le Goff", "mayor", "42094", date(2020, 7, 5), date(2026, 3, 28)),
        ("Bruno Félix", "mayor", "42094", date(2026, 3, 28), None),
    }
    assert [m.person.name for m in Mandate.objects.held_on(date(2026, 5, 1))] == ["Bruno Félix"]


def test_the_same_file_again_changes_nothing(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(feurs, MAYORS, ANA)
    again = brought_in(feurs, MAYORS, ANA)
    assert (again.new, again.changed, again.ended, Source.objects.count()) == (0, 0, 0, 1)


def test_councillors_of_towns_and_presidents_of_groups_have_their_office(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(
        feurs,
        COUNCILLORS,
        "42;Loire;;;42094;Feurs;LE GOFF;Ana;F;02/04/1970;33;Cadre;28/06/2020;Maire;05/07/2020;FR",
        "42;Loire;;;42094;Feurs;FÉLIX;Bruno;M;02/04/1970;33;Cadre;28/06/2020;1er adjoint au Maire;05/07/2020;FR",
        "42;Loire;;;42094;Feurs;ZOLA;Chloé;F;02/04/1970;33;Cadre;28/06/2020;;;FR",
    )
    brought_in(
        feurs,
        f"N° SIREN;Libellé de l'EPCI;{WHO}Libellé de la fonction;Date de début de la fonction",
        f"{GROUP};ROI;Driss;M;01/01/1980;33;Cadre;01/07/2020;Président du conseil communautaire;16/07/2020",
        f"{GROUP};VU;Eve;F;01/01/1980;33;Cadre;01/07/2020;1er vice-président du conseil communautaire;16/07/2020",
    )
    assert {(name, office) for name, office, *_ in held()} == {
        ("Ana Le Goff", "mayor"),
        ("Bruno Félix", "councillor"),
        ("Chloé Zola", "councillor"),
        ("Driss Roi", "president"),
        ("Eve Vu", "councillor"),
    }


def test_on_a_trial_nothing_stays(feurs: Feurs, bodies: dict[str, Body]) -> None:
    assert brought_in(feurs, MAYORS, ANA, trial=True).new == 1
    assert not Person.objects.exists() and not Source.objects.exists()


@pytest.mark.parametrize("line", ["", "commune;adresse", "Nom de l'élu;Prénom de l'élu", "PK\x03\x04", "a\0b;c"])
def test_another_file_is_refused_in_words(feurs: Feurs, line: str) -> None:
    with pytest.raises(Unreadable):
        brought_in(feurs, line)


def test_an_open_quotation_mark_undoes_the_whole_file(feurs: Feurs, bodies: dict[str, Body]) -> None:
    with pytest.raises(Unreadable, match="quotation mark"):
        brought_in(feurs, MAYORS, ANA, '42;"Loire' + "x" * 200_000)
    assert not Person.objects.exists()
