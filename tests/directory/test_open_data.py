"""The directory given out as open data."""

import csv
import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.directory.duties import write_open_data
from beffroi.directory.models import Body, Mandate, OfficialAccount, Person, Proof, Source
from beffroi.directory.open_data.writing import write
from tests.cast import NOW
from tests.directory.bodies import settle_register


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def bodies(db: None) -> dict[str, Body]:
    """A town with an account that is proven, and a deputy whose account comes from a database to be shared alike."""
    found = settle_register()
    geography = Source.objects.create(kind="geography", title="COG", licence="Licence Ouverte 2.0", read_at=NOW)
    base = Source.objects.create(kind="parliament", title="Base", licence="ODbL 1.0", vintage="2023-04-06", read_at=NOW)
    feurs = found["42094"]
    feurs.take(geography, name="Feurs", population=8_400)
    feurs.save()
    account = OfficialAccount(body=feurs, network="x", changed_at=NOW)
    account.take(geography, handle="VilleFeurs", name="=Ville de Feurs")
    account.save()
    Proof.objects.create(
        account=account, kind="site", address="https://feurs.example/", added_at=NOW, proven_at=NOW, due_at=None
    )
    ana = Person()
    ana.take(base, name="Ana Léopard")
    ana.save()
    theirs = OfficialAccount(person=ana, network="x", is_institutional=False, changed_at=NOW)
    theirs.take(base, handle="ana", status="dormant")
    theirs.save()
    mandate = Mandate(person=ana, body=feurs, since=date(2022, 6, 22))
    mandate.take(base, office="deputy")
    mandate.save()
    return found


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_body_stands_in_the_table_in_its_order(bodies: dict[str, Body], tmp_path: Path) -> None:
    write(tmp_path)
    found = rows(tmp_path, "bodies.csv")
    places = [(row["kind"], row["code"]) for row in found]
    assert places == sorted(places) and len(places) == len(bodies)
    feurs = next(row for row in found if row["code"] == "42094")
    assert (feurs["name"], feurs["population"], feurs["departement"]) == ("Feurs", "8400", "42")
    assert [row["name"] for row in rows(tmp_path, "former_names.csv")] == ["Annecy-le-Vieux"]


def test_what_must_be_shared_alike_stands_apart(bodies: dict[str, Body], tmp_path: Path) -> None:
    write(tmp_path)
    assert [row["handle"] for row in rows(tmp_path, "accounts.csv")] == ["VilleFeurs"]
    assert [row["handle"] for row in rows(tmp_path, "accounts-odbl.csv")] == ["ana"]
    assert [row["person"] for row in rows(tmp_path, "mandates-odbl.csv")] == ["Ana Léopard"]
    ours = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir() if "-odbl." not in path.name}
    assert not [name for name, text in ours.items() if "Ana L" in text]


def test_it_can_be_left_out_altogether(bodies: dict[str, Body], tmp_path: Path) -> None:
    assert not [name for name in write(tmp_path, with_shared_alike=False) if "odbl" in name]
    assert "Base" not in (tmp_path / "datapackage.json").read_text("utf-8")


def test_each_field_has_its_source(bodies: dict[str, Body], tmp_path: Path) -> None:
    write(tmp_path)
    (source,) = rows(tmp_path, "sources.csv")
    told = {(row["table"], row["key"]): (row["source"], row["fields"]) for row in rows(tmp_path, "provenance.csv")}
    assert told == {
        ("accounts", "x:VilleFeurs"): (source["source"], "handle name"),
        ("bodies", "commune:42094"): (source["source"], "name population"),
    }
    assert (source["licence"], source["rank"]) == ("Licence Ouverte 2.0", "50")


def test_the_document_holds_the_same_with_the_proofs_of_each_account(bodies: dict[str, Body], tmp_path: Path) -> None:
    write(tmp_path)
    whole = json.loads((tmp_path / "directory.json").read_text("utf-8"))
    feurs = next(body for body in whole["bodies"] if body["code"] == "42094")
    (account,) = feurs["accounts"]
    assert account["name"] == "=Ville de Feurs"
    assert account["proofs"] == [
        {"kind": "site", "address": "https://feurs.example/", "proven_at": "2026-11-20T14:00:00Z"}
    ]
    assert set(feurs["sources"]) == {"name", "population"} and not whole["people"]
    alike = json.loads((tmp_path / "directory-odbl.json").read_text("utf-8"))
    assert alike["about"]["licence"]["name"] == "ODbL-1.0"
    assert [(one["name"], one["account"]["handle"]) for one in alike["people"]] == [("Ana Léopard", "ana")]
    assert alike["people"][0]["mandates"][0]["office"] == "deputy"


def test_no_cell_is_run_as_a_formula(bodies: dict[str, Body], tmp_path: Path) -> None:
    write(tmp_path)
    assert rows(tmp_path, "accounts.csv")[0]["name"] == "'=Ville de Feurs"


def test_the_same_content_gives_the_same_bytes(bodies: dict[str, Body], tmp_path: Path) -> None:
    first = write(tmp_path / "a")
    account = OfficialAccount.objects.get(handle="VilleFeurs")
    proofs = list(account.proofs.all())
    account.delete()  # and again, under another key
    account.pk = None
    account.save()
    for proof in proofs:
        proof.pk, proof.account = None, account
        proof.save()
    assert write(tmp_path / "b") == first
    Body.objects.filter(code="42094").update(population=8_401)
    changed = write(tmp_path / "c")
    assert {name for name in first if first[name] != changed[name]} == {
        "bodies.csv",
        "directory.json",
        "datapackage.json",
        "SHA256SUMS",
    }


def test_the_checksums_are_those_of_the_files(bodies: dict[str, Body], tmp_path: Path) -> None:
    sums = write(tmp_path)
    lines = (line.partition("  ") for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
    told = {name: value for value, _blanks, name in lines}
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {*told, "SHA256SUMS"} == set(sums)
    assert all(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == value for name, value in told.items())


def test_the_description_names_every_column_and_every_file(bodies: dict[str, Body], tmp_path: Path) -> None:
    write(tmp_path)
    package: Mapping[str, Any] = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    described = {resource["path"]: resource for resource in package["resources"]}
    assert {*described, "datapackage.json", "SHA256SUMS"} == {path.name for path in tmp_path.iterdir()}
    for name, resource in described.items():
        assert resource["bytes"] == (tmp_path / name).stat().st_size
        if resource["format"] == "csv":
            with (tmp_path / name).open(encoding="utf-8", newline="") as file:
                assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
            keys = [tuple(row[key] for key in resource["schema"].get("primaryKey", ())) for row in rows(tmp_path, name)]
            assert not any(keys) or len(keys) == len(set(keys))
    assert described["accounts-odbl.csv"]["licenses"][0]["name"] == "ODbL-1.0"


def test_the_files_are_written_anew_only_after_a_change(bodies: dict[str, Body]) -> None:
    assert (write_open_data(NOW), write_open_data(NOW)) == (1, 0)
    OfficialAccount.objects.filter(handle="ana").update(changed_at=NOW + timedelta(hours=1))
    assert (write_open_data(NOW), write_open_data(NOW)) == (1, 0)


def test_everybody_can_download_a_file_and_who_has_it_is_told_so(bodies: dict[str, Body], client: Client) -> None:
    write_open_data(NOW)
    address = reverse("directory_export_file", args=["bodies.csv"])
    answer = client.get(address)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is given in blocks
    assert answer["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("public, max-age=3600", "text/csv; charset=utf-8")
    assert not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])


def test_what_is_no_file_of_it_is_not_given(bodies: dict[str, Body], client: Client) -> None:
    name = reverse("directory_export_file", args=["bodies.csv"])
    assert client.get(name).status_code == 404  # nothing is written yet
    write_open_data(NOW)
    for other in ("nothing.csv", "..", "current.json", "..%2Fcurrent.json"):
        assert client.get(name.replace("bodies.csv", other)).status_code == 404


def test_the_page_lists_the_files_by_their_licence(bodies: dict[str, Body], client: Client) -> None:
    english = {"accept-language": "en"}
    assert "The files are being written" in client.get(reverse("directory_export"), headers=english).content.decode()
    write_open_data(NOW)
    page = client.get(reverse("directory_export"), headers=english).content.decode()
    ours, alike = page.split("To be shared alike")
    assert "accounts.csv" in ours and "accounts-odbl.csv" in alike and "accounts-odbl.csv" not in ours
