"""Editions: how they are made, that nobody changes them, and that anybody can reckon them again."""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from beffroi.directory.models import Body, Mandate, OfficialAccount, Person, Source
from beffroi.engines.ranking.window import Window
from beffroi.rankings import bundle
from beffroi.rankings.bundle import Unreadable, reckon_again
from beffroi.rankings.duties import make_editions
from beffroi.rankings.making import make
from beffroi.rankings.models import Edition, Place, Ranking
from tests.rankings.towns import MONDAY, NOW, account_of, exported, read_daily, said, town, weekly

WEEK = Window(date(2026, 11, 2), date(2026, 11, 9))


def edition_of(ranking: Ranking) -> Edition:
    exported()
    return make(ranking, WEEK, now=NOW)


def two_towns() -> None:
    feurs, roanne = town("Feurs"), town("Roanne", 35_409)
    for account, posts in ((feurs, 9), (roanne, 3)):
        read_daily(account, [100] * 7)
        said(account, "own", posts)


def ranks(edition: Edition) -> list[tuple[int | None, str]]:
    return [(place.rank, place.name) for place in edition.places.order_by("order")]


def test_the_edition_of_a_week_is_made_when_all_questions_had_their_time(kept: Path) -> None:
    two_towns()
    ranking = weekly()
    exported()
    assert make_editions(NOW) == 1
    edition = Edition.objects.get()
    assert (edition.first, edition.until, edition.number) == (WEEK.first, WEEK.until, 1)
    assert ranks(edition) == [(1, "Feurs (42)"), (2, "Roanne (42)")]
    ranking.refresh_from_db()
    assert ranking.due_at == datetime(2026, 11, 19, 5, tzinfo=UTC)  # Thursday: three days after the week
    assert make_editions(NOW + timedelta(hours=1)) == 0


def test_no_edition_is_made_while_its_days_are_still_being_written(kept: Path) -> None:
    two_towns()
    weekly()
    assert make_editions(NOW) == 0
    exported()
    assert make_editions(NOW + timedelta(minutes=10)) == 1


def test_nobody_changes_an_edition_or_a_place(kept: Path) -> None:
    two_towns()
    edition = edition_of(weekly())
    rows: list[tuple[QuerySet[Any], dict[str, object]]] = [
        (Edition.objects.all(), {"ranked": 1}),
        (Edition.objects.all(), {"sha256": "0" * 64}),
        (Place.objects.all(), {"rank": 1}),
    ]
    for row, change in rows:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            row.update(**change)
    assert ranks(edition)[0] == (1, "Feurs (42)")


def test_a_correction_is_another_edition_of_the_same_window(kept: Path) -> None:
    two_towns()
    ranking = weekly()
    assert [edition_of(ranking).number, edition_of(ranking).number] == [1, 2]


def test_the_same_facts_give_the_same_archive_byte_for_byte(kept: Path) -> None:
    two_towns()
    ranking = weekly()
    first, second = edition_of(ranking), edition_of(ranking)
    assert first.sha256 == second.sha256
    assert first.archive.exists()


def test_a_stranger_reckons_it_again_with_nothing_but_python(kept: Path, tmp_path: Path) -> None:
    two_towns()
    edition = edition_of(weekly())
    told = run(edition.archive, "--write", str(tmp_path / "again"))
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("the same, byte for byte") == 2
    with zipfile.ZipFile(edition.archive) as archive:
        archive.extractall(tmp_path / "unpacked")
        assert (tmp_path / "again" / "result.csv").read_bytes() == archive.read("result.csv")
    assert run(tmp_path / "unpacked" / "recompute.py").returncode == 0


def run(script: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Isolated, and without what is installed: neither Beffroi nor Django is to be found."""
    command = [sys.executable, "-I", "-S", str(script), *more]
    if script.suffix == ".py":  # -I leaves out the folder of a script
        command = [sys.executable, "-S", str(script), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={}, cwd=script.parent)


def test_a_changed_fact_is_noticed(kept: Path, tmp_path: Path) -> None:
    two_towns()
    edition = edition_of(weekly())
    forged = tmp_path / "forged.zip"
    rewrite(edition.archive, forged, "daily.csv", lambda facts: facts.replace(b",3,0", b",30,0"))
    assert reckon_again(edition.archive).same == {"result.csv": True, "result.json": True}
    assert reckon_again(forged).same == {"result.csv": False, "result.json": False}
    assert run(forged).returncode == 1


def test_code_that_somebody_put_into_an_archive_does_not_run_here(kept: Path, tmp_path: Path) -> None:
    two_towns()
    forged = tmp_path / "forged.zip"
    name = "beffroi/engines/ranking/formulas.py"
    rewrite(edition_of(weekly()).archive, forged, name, lambda code: b"raise SystemExit(99)\n" + code)
    reckoned = reckon_again(forged)
    assert (reckoned.same_code, all(reckoned.same.values())) == (False, True)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_said_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(Unreadable):
        reckon_again(file)


def test_an_archive_of_another_formula_says_how_it_is_reckoned(kept: Path, tmp_path: Path) -> None:
    two_towns()
    other = tmp_path / "other.zip"
    rewrite(
        edition_of(weekly()).archive,
        other,
        "manifest.json",
        lambda told: told.replace(b'"formula": "1"', b'"formula": "0"'),
    )
    with pytest.raises(Unreadable, match="python3 FILE"):
        reckon_again(other)


def rewrite(archive: Path, to: Path, name: str, change: object) -> None:
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(to, "w") as after:
        for each in before.namelist():
            content = before.read(each)
            after.writestr(each, change(content) if each == name else content)  # type: ignore[operator]


def test_an_archive_says_its_sources_and_holds_no_more_than_its_measure_needs(kept: Path) -> None:
    source = Source.objects.create(kind="geography", title="Populations", licence="Licence Ouverte 2.0", read_at=NOW)
    feurs = town("Feurs", origins={"population": [source.pk, 50, "2026-01-01"]})
    read_daily(feurs, [100] * 7)
    said(feurs, "reply", 2, other="did:citizen")
    edition = edition_of(weekly("replies"))
    with zipfile.ZipFile(edition.archive) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.read("daily.csv").splitlines()[0] == b"account,day,replies"
        assert not any(
            b"citizen" in archive.read(name) for name in archive.namelist() if name.endswith((".csv", ".json"))
        )
    assert [(each["title"], each["licence"]) for each in manifest["sources"]] == [
        ("Populations", "Licence Ouverte 2.0")
    ]


def test_the_account_of_a_merged_commune_counts_for_its_successor(kept: Path) -> None:
    feurs, small = town("Feurs"), town("Civens", 1_400)
    assert feurs.body
    assert small.body
    small.body.successor, small.body.ended_on = feurs.body, date(2026, 1, 1)
    small.body.save()
    for account in (feurs, small):
        read_daily(account, [80] * 7)
    edition = edition_of(weekly("audience"))
    assert {(place.name, place.body_code, place.bound, place.value) for place in edition.places.all()} == {
        ("Feurs (42)", "Feurs", 2_000, 10.0)
    }


def test_only_the_asked_kind_class_and_network_are_compared(kept: Path) -> None:
    two_towns()
    agglo = Body.objects.create(kind="epci", code="200", name="Forez", population=9_000, changed_at=NOW)
    account_of(agglo, "forez")
    account_of(Body.objects.get(name="Feurs"), "feurs-masto", network="mastodon")
    parked = town("Balbigny", 3_000)
    parked.status = "parked"
    parked.save()
    edition = edition_of(weekly(bound=2_000, network="bluesky"))
    assert ranks(edition) == [(1, "Feurs (42)")]


def test_own_institutions_are_the_body_its_group_and_its_communes(kept: Path) -> None:
    agglo = Body.objects.create(kind="epci", code="200", name="Forez", population=9_000, changed_at=NOW)
    account_of(agglo, "forez")
    feurs = town("Feurs", group=agglo)
    town("Panissières", group=agglo)
    said(feurs, "share", 1, other="did:forez")
    for number in range(9):
        said(feurs, "reply", 1, at=MONDAY + timedelta(days=number % 7, hours=9), other=f"did:citizen{number % 7}")
    for number, other in enumerate(("did:panissières", "did:citizen8", "did:citizen9")):
        said(feurs, "quote", 1, at=MONDAY + timedelta(days=number), other=other)
    place = edition_of(weekly("reciprocity")).places.get(name="Feurs (42)")
    assert place.sample == 11
    assert place.value == pytest.approx(9 / 11, rel=1e-5)


def test_a_composite_shows_its_weights_in_its_archive(kept: Path) -> None:
    two_towns()
    edition = edition_of(weekly("composite", weights={"own-posts": 2, "silence": 1}))
    assert edition.manifest["weights"] == {"own-posts": 2, "silence": 1}
    assert ranks(edition)[0] == (1, "Feurs (42)")
    assert all(reckon_again(edition.archive).same.values())


def test_an_edition_without_anybody_is_an_edition(kept: Path) -> None:
    edition = edition_of(weekly())
    assert (edition.ranked, edition.unranked) == (0, 0)
    assert all(reckon_again(edition.archive).same.values())


def test_a_file_that_does_not_fit_is_not_unpacked(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two_towns()
    edition = edition_of(weekly())
    monkeypatch.setattr(bundle, "LARGEST", 10)
    with pytest.raises(Unreadable, match="unpacks"):
        reckon_again(edition.archive)


def test_the_own_accounts_of_people_in_office_are_compared_by_name_and_apart(kept: Path) -> None:
    house = Body.objects.create(kind="assembly", code="AN", name="Assemblée nationale", changed_at=NOW)
    for name, posts in (("Ana Berger", 9), ("Bruno Lefort", 3), ("Eve Ailleurs", 5)):
        person = Person.objects.create(name=name)
        account = OfficialAccount.objects.create(
            person=person, network="bluesky", native_id=name, handle=name[:3], is_institutional=False, changed_at=NOW
        )
        read_daily(account, [100] * 7)
        said(account, "own", posts)
        if name != "Eve Ailleurs":  # who holds no office there
            Mandate.objects.create(person=person, body=house, office="deputy", since=date(2024, 7, 7))
    two_towns()

    ranking = Ranking.objects.create(
        measure="own-posts", window="week", kind="assembly", is_personal=True, added_at=NOW, due_at=NOW
    )
    assert ranks(edition_of(ranking)) == [(1, "Ana Berger"), (2, "Bruno Lefort")]
