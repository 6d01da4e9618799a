"""The shipped register of public bodies, loaded and searched."""

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from beffroi.directory.duties import load_register
from beffroi.directory.models import Body, Source
from beffroi.directory.register.files import DATA
from beffroi.directory.register.loading import is_loaded, load

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
TITLES = {
    "communes": "code,name,departement,region,siren,population,group",
    "epci": "code,name,nature,departement,region,population",
    "departements": "code,name,region,population",
    "regions": "code,name,population",
}
LOIRE = {
    "communes": [
        "42094,Feurs,42,84,214200941,8367,200065894",
        "42207,Saint-Chamond,42,84,214202079,35608,244200770",
        "42218,Saint-Étienne,42,84,214202186,173136,244200770",
    ],
    "epci": ["200065894,CC de Forez-Est,CC,42,84,64713", "244200770,Saint-Étienne Métropole,METRO,42,84,405832"],
    "departements": ["42,Loire,84,774133"],
    "regions": ["84,Auvergne-Rhône-Alpes,8205557"],
}
pytestmark = pytest.mark.django_db


def write(folder: Path, **changed: list[str]) -> Path:
    """The files of a small register, in `folder`."""
    folder.mkdir(exist_ok=True)
    for name, rows in {**LOIRE, **changed}.items():
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress("\n".join([TITLES[name], *rows]).encode(), mtime=0))
    return folder


def names(asked: str) -> list[str]:
    return [body.name for body in Body.objects.called(asked)]


def test_every_body_of_the_shipped_register_is_there_with_its_people_and_its_group() -> None:
    assert load(now=NOW) == 34_969 + 1_255 + 109 + 18

    feurs = Body.objects.get(kind="commune", code="42094")
    assert (feurs.name, feurs.population, feurs.population_year, feurs.departement) == ("Feurs", 8_367, 2026, "42")
    assert feurs.group is not None and feurs.group.kind == "epci"
    assert Body.objects.get(kind="commune", code="2A004").name == "Ajaccio"
    assert Body.objects.get(kind="departement", code="42").population == 774_133
    assert Body.objects.filter(kind="commune", population=None).count() == 6
    called_so = [body for body in Body.objects.called("saint-denis") if body.name == "Saint-Denis"]
    assert [body.departement for body in called_so] == ["974", "93", "11", "30"]
    assert names("saint-denis")[:5] == [*["Saint-Denis"] * 4, "Seine-Saint-Denis"]
    assert names("hay roses") == ["L'Haÿ-les-Roses"]


def test_the_register_is_loaded_once(tmp_path: Path) -> None:
    register = write(tmp_path)
    assert not is_loaded(register)

    assert load(now=NOW, data=register) == 7
    assert is_loaded(register)
    assert load(now=NOW + timedelta(days=1), data=register) == 0


def test_a_body_is_found_by_the_beginnings_of_its_words_and_by_its_codes(tmp_path: Path) -> None:
    load(now=NOW, data=write(tmp_path))

    assert names("saint-et") == ["Saint-Étienne Métropole", "Saint-Étienne"]
    assert names("SAINT ÉTIENNE metro") == ["Saint-Étienne Métropole"]
    assert names("42094") == ["Feurs"]
    assert names("214202079") == ["Saint-Chamond"]
    assert names("eurs") == []


def test_what_a_person_wrote_stays_when_the_register_is_loaded_again(tmp_path: Path) -> None:
    load(now=NOW, data=write(tmp_path))
    by_hand = Source.objects.create(kind="person", title="Ana", read_at=NOW)
    feurs = Body.objects.get(code="42094")
    feurs.take(by_hand, name="Feurs-en-Forez")
    feurs.save()

    later = [row.replace("Feurs,", "FEURS,").replace("8367", "8400") for row in LOIRE["communes"]]
    assert load(now=NOW, data=write(tmp_path, communes=later)) == 1

    feurs.refresh_from_db()
    assert (feurs.name, feurs.population) == ("Feurs-en-Forez", 8_400)


def test_a_commune_that_the_next_register_does_not_have_has_ended_and_is_kept(tmp_path: Path) -> None:
    load(now=NOW, data=write(tmp_path))
    Body.objects.create(kind="commune", code="our-own", name="Added by hand", changed_at=NOW)

    load(now=NOW, data=write(tmp_path, communes=LOIRE["communes"][1:]))

    assert Body.objects.get(code="42094").ended_on == date(2026, 1, 1)
    assert Body.objects.get(code="our-own").ended_on is None


def test_two_workers_do_not_load_it_side_by_side(settings: Any) -> None:
    settings.REGISTER = True
    Source.objects.create(kind="geography", title="begun by another one", read_at=NOW - timedelta(minutes=2))

    assert load_register(NOW) == 0
    assert not Body.objects.exists()


def test_a_register_that_was_cut_off_is_loaded_again_from_the_start(tmp_path: Path) -> None:
    register = write(tmp_path)
    (register / "communes.csv.gz").write_bytes((DATA / "communes.csv.gz").read_bytes()[:-5_000])
    with pytest.raises(EOFError):
        load(now=NOW, data=register)
    assert not is_loaded(register)

    load(now=NOW, data=write(tmp_path))

    assert Body.objects.get(code="42094").population == 8_367
