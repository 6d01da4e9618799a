"""Communes that went into others, got other names, or came back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.directory.bringing_in.known import Asked
from beffroi.directory.bringing_in.matching import Bodies
from beffroi.directory.models import Body, FormerName
from beffroi.directory.register import former_communes
from beffroi.directory.register.files import DATA
from tests.cast import NOW
from tools.former_communes import Former, history, written


def standing(code: str, name: str) -> dict[str, Any]:
    return {"code": code, "nom": name, "type": "commune-actuelle", "departement": code[:2]}


def part(code: str, name: str, of: str, kind: str = "commune-deleguee") -> dict[str, Any]:
    parent = {"commune-absorbee": "communeAbsorbante", "ancien-code": "nouveauCode"}.get(kind, "chefLieu")
    return {"code": code, "nom": name, "type": kind, parent: of}


def test_a_commune_that_goes_into_another_has_its_year() -> None:
    assert history(
        [
            ("2023", [standing("74010", "Annecy"), standing("74011", "Annecy-le-Vieux")]),
            ("2024", [standing("74010", "Annecy"), part("74011", "Annecy-le-Vieux", "74010")]),
        ]
    ) == [Former("74011", "Annecy-le-Vieux", "74010", "2024")]


def test_over_several_mergers_the_last_commune_is_found() -> None:
    older = [part("01001", "A", "01002"), part("01009", "Z", "01001", "commune-absorbee"), standing("01002", "B")]
    newer = [standing("01003", "C"), part("01002", "B", "01003")]
    assert {(each.name, each.successor) for each in history([("2023", older), ("2024", newer)])} == {
        ("A", "01003"),
        ("B", "01003"),
        ("Z", "01003"),
    }


def test_a_renamed_commune_keeps_its_code_and_a_hyphen_is_no_other_name() -> None:
    found = history(
        [
            ("2023", [standing("50129", "Cherbourg-Octeville"), standing("14406", "Moulins en Bessin")]),
            ("2024", [standing("50129", "Cherbourg-en-Cotentin"), standing("14406", "Moulins-en-Bessin")]),
        ]
    )
    assert found == [Former("50129", "Cherbourg-Octeville", "50129", "2024")]


def test_a_commune_that_came_back_is_not_former() -> None:
    together = [standing("14712", "Saline"), part("14666", "Sannerville", "14712")]
    apart = [standing("14712", "Troarn"), standing("14666", "Sannerville")]
    assert history([("2019", together), ("2021", apart)]) == [Former("14712", "Saline", "14712", "2021")]


def test_a_commune_under_another_code_is_known_by_its_name_in_its_departement() -> None:
    before, after = standing("49069", "Orée d'Anjou"), standing("49126", "Orée d'Anjou")
    assert history([("2024", [before]), ("2025", [after])]) == [Former("49069", "Orée d'Anjou", "49126", "2025")]
    assert history([("2024", [before]), ("2025", [after, standing("49999", "Orée-d'Anjou")])]) == []


def test_a_commune_of_which_nobody_says_what_it_became_is_left_out() -> None:
    versions = [
        ("2024", [standing("26371", "Véronne"), standing("26340", "Saou")]),
        ("2025", [standing("26340", "Saou")]),
    ]
    assert history(versions) == []


SHIPPED = (DATA / former_communes.FILE).read_text("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "74011,Annecy-le-Vieux,74010,",
        "50129,Cherbourg-Octeville,50129,",
        "50602,Tourlaville,50129,",
        "49069,Orée d'Anjou,49126,2025",
        "27058,Les Trois Lacs,27676,2023",
    ],
)
def test_the_shipped_history_knows_it(line: str) -> None:
    assert line in SHIPPED.splitlines()


def test_no_shipped_line_is_of_a_code_that_came_back() -> None:
    codes = {line.split(",")[0] for line in SHIPPED.splitlines()}
    assert not codes & {"14666", "85165", "85212", "15047"}  # Sannerville, L'Oie, Sainte-Florence, Chavagnac


@pytest.fixture
def data(db: None, tmp_path: Path) -> Path:
    communes = {"74010": "Annecy", "50129": "Cherbourg-en-Cotentin", "26340": "Saou"}
    bodies = [Body(kind="commune", code=code, name=name, changed_at=NOW) for code, name in communes.items()]
    Body.objects.bulk_create(bodies)
    Body.note_words(bodies)
    (tmp_path / former_communes.FILE).write_text(
        written(
            [
                Former("74011", "Annecy-le-Vieux", "74010", "2017"),
                Former("50129", "Cherbourg-Octeville", "50129", ""),
                Former("26371", "Véronne", "26340", "2025"),
                Former("99999", "Ys", "99998", ""),
            ]
        ),
        "utf-8",
    )
    return tmp_path


def test_who_looks_for_a_former_name_finds_what_it_became(data: Path) -> None:
    assert former_communes.apply(data) == 3
    assert [body.name for body in Body.objects.called("annecy-le-vieux")] == ["Annecy"]
    assert [body.name for body in Body.objects.called("octeville")] == ["Cherbourg-en-Cotentin"]
    Body.note_words(Body.objects.all())  # as after another change of the bodies
    assert [body.name for body in Body.objects.called("octeville")] == ["Cherbourg-en-Cotentin"]


def test_a_file_that_names_a_former_commune_is_followed(data: Path) -> None:
    former_communes.apply(data)
    bodies = Bodies.of_the_directory()
    for asked, note in (
        (Asked(insee="74011"), "Annecy-le-Vieux went into Annecy in 2017."),
        (Asked(name="Cherbourg-Octeville"), "Cherbourg-Octeville is called Cherbourg-en-Cotentin now."),
    ):
        assert [str(each) for each in bodies.find(asked).notes] == [note]


def test_it_is_written_once(data: Path) -> None:
    former_communes.apply(data)
    assert (former_communes.apply(data), FormerName.objects.count()) == (0, 3)


def test_a_commune_that_the_directory_knew_gets_its_successor(data: Path) -> None:
    gone = Body.objects.create(kind="commune", code="26371", name="Véronne", ended_on=date(2025, 1, 1), changed_at=NOW)
    former_communes.apply(data)
    gone.refresh_from_db()
    assert gone.successor == Body.objects.get(code="26340")


def test_a_code_that_stands_again_is_no_former_one(data: Path) -> None:
    former_communes.apply(data)
    Body.objects.create(kind="commune", code="74011", name="Annecy-le-Vieux", changed_at=NOW)
    (data / former_communes.FILE).write_text(written([]), "utf-8")
    former_communes.apply(data)
    assert not FormerName.objects.filter(code="74011").exists()
