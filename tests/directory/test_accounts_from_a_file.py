"""Lists of accounts as town halls make them."""

import pytest
from django.utils import translation

from beffroi.directory.bringing_in.accounts import bring_in_accounts, read_accounts
from beffroi.directory.bringing_in.reading import Reading
from beffroi.directory.models import Body, FormerHandle, Mandate, OfficialAccount, Source
from beffroi.engines.tables.sheet import Unreadable, read
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs
from tests.directory.bodies import SAID, settle_register

FILE = {"file": "comptes.csv", "licence": "Licence Ouverte 2.0", "now": NOW}


@pytest.fixture
def bodies(feurs: Feurs) -> dict[str, Body]:
    return settle_register()


def looked_at(text: str, encoding: str = "utf-8") -> Reading:
    return read_accounts(text.encode(encoding), **FILE)  # type: ignore[arg-type]


def brought_in(feurs: Feurs, text: str) -> Reading:
    said = {"organisation": feurs.organisation, "by": feurs.ana}
    return bring_in_accounts(text.encode(), **FILE, **said)  # type: ignore[arg-type]


def wrong(reading: Reading) -> list[tuple[int, str, str, str]]:
    return [(row.line, each.column, each.cell, str(each.words)) for row, found in reading.merge.wrong for each in found]


def listed() -> set[tuple[str, str, str]]:
    rows = OfficialAccount.objects.select_related("body")
    return {(row.body.name if row.body else "", row.network, row.handle) for row in rows}


EXCEL = """Recensement des comptes officiels;;;;;
Fait le 3 novembre, par Driss;;;;;
Commune;Code INSEE;Réseau;Adresse du compte;Statut;Remarques
Ambérieu-en-Bugey;1004;Facebook;https://www.facebook.com/amberieu.ville/?ref=hl;Actif;à jour
;;Twitter;@VilleAmberieu;En sommeil;
;;Instagram;néant;;
Annecy-le-Vieux;;X (ex-Twitter);https://twitter.com/Annecy_le_Vieux;Abandonné;
"""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_table_with_two_lines_above_its_titles_and_merged_cells_is_read(
    bodies: dict[str, Body], encoding: str
) -> None:
    reading = looked_at(EXCEL, encoding)
    told = [
        (change.account.body, change.account.network, change.account.handle, change.account.status)
        for change in reading.merge.new
    ]
    assert told == [
        (bodies["01004"], "facebook", "amberieu.ville", "active"),
        (bodies["01004"], "x", "VilleAmberieu", "dormant"),
        (bodies["74010"], "x", "Annecy_le_Vieux", "left"),
    ]
    assert wrong(reading) == [(6, "", "", "There is no account in this line.")]
    assert reading.table.ignored == ["Remarques"]
    assert not OfficialAccount.objects.exists()  # it was looked at only


def test_what_was_repaired_or_followed_is_said_beside_its_row(bodies: dict[str, Body]) -> None:
    notes = [[str(note) for note in change.listed.notes] for change in looked_at(EXCEL).merge.new]
    assert notes == [
        ["The code 1004 was read as 01004: a spreadsheet had taken its zero away."],
        [
            "Its body was taken from line 4: the cell is empty, as below a merged one.",
            "The code 1004 was read as 01004: a spreadsheet had taken its zero away.",
        ],
        ["Annecy-le-Vieux went into Annecy in 2017."],
    ]


def test_a_column_for_each_network_holds_an_account_in_each_cell(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(
        feurs,
        "Collectivité;Réseaux sociaux;;\n"
        ";Facebook;Twitter;Chaîne YouTube\n"
        "Ville de Feurs;https://www.facebook.com/VilleDeFeurs;@VilleFeurs;néant\n"
        "Le Mans;facebook.com/lemans, facebook.com/lemansculture;;@VilleduMans\n",
    )
    assert listed() == {
        ("Feurs", "facebook", "VilleDeFeurs"),
        ("Feurs", "x", "VilleFeurs"),
        ("Le Mans", "facebook", "lemans"),
        ("Le Mans", "facebook", "lemansculture"),
        ("Le Mans", "youtube", "VilleduMans"),
    }


def test_what_is_wrong_is_told_by_line_column_and_cell(bodies: dict[str, Body]) -> None:
    reading = looked_at(
        "commune;réseau;adresse;statut;ouvert le\n"
        "Saint-Denis;X;@saintdenis;;\n"
        "Feurs;Minitel;3615 FEURS;;\n"
        "Feurs;X;https://www.facebook.com/feurs;;\n"
        "Feurs;X;@feurs;bof;31/02/2020\n"
        ";X;@nobody;;\n"
    )
    assert [(line, column, cell) for line, column, cell, _words in wrong(reading)] == [
        (2, "commune", "Saint-Denis"),
        (3, "réseau", "Minitel"),
        (4, "adresse", "https://www.facebook.com/feurs"),
        (5, "ouvert le", "31/02/2020"),
        (5, "statut", "bof"),
    ]
    assert [change.account.handle for change in reading.merge.new] == ["nobody"]  # below Feurs, as a merged cell


@translation.override("en")
def test_the_rows_to_mend_can_be_brought_in_again(feurs: Feurs, bodies: dict[str, Body]) -> None:
    reading = brought_in(feurs, "commune;adresse\nFeurs;https://x.com/feurs\nSaint-Denis;https://x.com/sd93\n")
    titles, rows = read(reading.wrong_rows(), most_rows=10)
    assert titles == ["commune", "adresse", "What could not be brought in"]
    assert rows[0].cells[:2] == ["Saint-Denis", "https://x.com/sd93"]
    assert rows[0].cells[2].startswith("[commune: Saint-Denis] 2 bodies are called Saint-Denis")
    mended = reading.wrong_rows().decode("utf-8-sig").replace("Saint-Denis;", "Saint-Denis (93);", 1)
    assert not brought_in(feurs, mended).merge.wrong
    assert ("Saint-Denis", "x", "sd93") in listed()


def test_a_file_that_is_brought_in_twice_changes_nothing_the_second_time(feurs: Feurs, bodies: dict[str, Body]) -> None:
    text = "commune;adresse\nFeurs;https://x.com/feurs\n"
    brought_in(feurs, text)
    again = brought_in(feurs, text.replace("x.com/feurs", "twitter.com/FEURS?s=20"))
    assert (len(again.merge.same), OfficialAccount.objects.count(), Source.objects.count()) == (1, 1, 1)
    assert [event.detail["new"] for event in Event.objects.filter(verb="ACCOUNTS_BROUGHT_IN")] == [1]


def test_what_a_stronger_origin_said_stays_and_this_is_shown(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(feurs, "commune;adresse;statut\nFeurs;https://x.com/feurs;actif\n")
    account = OfficialAccount.objects.get()
    person = Source.objects.create(kind="person", title="Ana", read_at=NOW)
    account.take(person, status="left")
    account.save()
    reading = brought_in(feurs, "commune;adresse;statut;ouvert le\nFeurs;https://x.com/feurs;dormant;03/02/2012\n")
    ((change,),) = [reading.merge.kept]
    assert [(kept.field, kept.has, kept.said) for kept in change.kept] == [("status", "left", "dormant")]
    account.refresh_from_db()
    assert (account.status, str(account.opened_on)) == ("left", "2012-02-03")
    assert [account.rank_of(name) for name in ("status", "opened_on")] == [90, 20]


def test_an_account_of_one_body_is_not_given_to_another(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(feurs, "commune;adresse\nFeurs;https://x.com/feurs\n")
    reading = brought_in(feurs, "commune;adresse\nLe Mans;https://x.com/Feurs\n")
    assert [words for *_place, words in wrong(reading)] == [
        "The directory lists this account for Feurs: a person must say whose it is."
    ]
    assert listed() == {("Feurs", "x", "feurs")}


def test_two_lines_that_give_one_account_to_two_bodies_are_told(bodies: dict[str, Body]) -> None:
    reading = looked_at("commune;adresse\nFeurs;https://x.com/a\nLe Mans;https://twitter.com/A\nFeurs;x.com/a\n")
    assert wrong(reading) == [(3, "", "A", "Line 2 lists this account for another body.")]
    assert len(reading.merge.new) == 1


def test_a_handle_that_was_given_up_is_not_listed_again(feurs: Feurs, bodies: dict[str, Body]) -> None:
    """Whoever took it since is somebody else."""
    account = OfficialAccount.objects.create(body=bodies["42094"], network="x", handle="feurs42", changed_at=NOW - SAID)
    account.rename("VilleDeFeurs", now=NOW)
    assert FormerHandle.objects.get().handle == "feurs42"
    reading = looked_at("commune;adresse\nFeurs;https://x.com/Feurs42\n")
    assert [words for *_place, words in wrong(reading)] == [
        "This handle was given up: the account of Feurs is called VilleDeFeurs now."
    ]


def test_the_account_of_a_person_is_theirs_and_they_are_one_person(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(
        feurs,
        "commune;élu;fonction;adresse\nFeurs;Ana Léopard;Maire;https://x.com/ana\nFeurs;LÉOPARD Ana;;https://www.instagram.com/ana\n"
        "Le Mans;Ana Léopard;maire;https://x.com/ana_du_mans\n",
    )
    ana, insta, other = OfficialAccount.objects.order_by("pk").select_related("person")
    assert (ana.is_institutional, ana.person, str(ana.owner)) == (False, insta.person, "Ana Léopard")
    assert other.person != ana.person  # of the same name, in another town
    assert sorted(Mandate.objects.values_list("office", "body__name")) == [("mayor", "Feurs"), ("mayor", "Le Mans")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in this file"),
        (b"PK\x03\x04rest", "workbook"),
        (b"commune;adresse\nFeurs;\0\n", "not a table of text"),
        (b'commune;adresse\nFeurs;"https://x.com/feurs\n' + b"x" * 140_000, "quotation mark"),
        (b"rue;quartier\nLilas;Centre\n", "No column says whose the accounts are"),
        (b"commune;population\nFeurs;8400\n", "No column holds addresses"),
    ],
)
def test_what_is_no_list_is_refused_in_words(bodies: dict[str, Body], content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_accounts(content, **FILE)  # type: ignore[arg-type]


def test_hostile_cells_are_told_and_come_back_harmless(bodies: dict[str, Body]) -> None:
    reading = looked_at(
        "commune;adresse\n"
        "Feurs;'=HYPERLINK(1)\n"
        "=CMD();https://x.com/a\n"
        "Feurs;https://x.com/\u202egnp.lleh\n"
        "\u202bפֶר\u202c;https://x.com/b\n"
        f"Feurs;{'a' * 5000}\n"
    )
    assert [line for line, *_ in wrong(reading)] == [2, 3, 4, 5, 6]
    back = reading.wrong_rows().decode("utf-8-sig").splitlines()
    assert back[1].startswith("Feurs;'=HYPERLINK") and back[2].startswith("'=CMD()")
