"""`beffroi directory`, as an administrator types it."""

import argparse
import io
from pathlib import Path

import pytest

from beffroi.directory.models import OfficialAccount, Source
from beffroi.rankings.models import CounterReading
from beffroi.site.commands import directory
from tests.cast import Feurs
from tests.directory.test_parliament_base import ANA, BRUNO, TITLES


def typed(*words: str) -> tuple[int, str, str]:
    """The exit code, what it printed, and what it complained of."""
    parser = argparse.ArgumentParser()
    directory.ask_for(parser, lambda _parser: None, lambda _asked: 0)
    out, err = io.StringIO(), io.StringIO()
    return directory.run(parser.parse_args(words), out, err), out.getvalue(), err.getvalue()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    file = tmp_path / "deputes_2023-04-06.csv"
    file.write_text("\n".join([TITLES, ANA, BRUNO]))
    return file


def bring_in(base: Path, feurs: Feurs, *more: str) -> tuple[int, str, str]:
    who = ("--organisation", feurs.organisation.name, "--by", feurs.ana.email)
    return typed("import", str(base), "--kind", "parliament", *who, *more)


def test_the_counters_of_the_parliaments_base_are_kept_with_their_source(feurs: Feurs, base: Path) -> None:
    code, said, _complaints = bring_in(base, feurs)

    assert (code, "2 read, 2 new" in said) == (0, True)
    reading = CounterReading.objects.get(account__handle="AnaLeopard")
    assert (reading.followers, reading.following, reading.posts) == (34411, 7769, 7315)
    assert reading.source == Source.objects.get(kind="parliament")
    assert f"{reading.at:%Y-%m-%d}" == "2023-04-06"


def test_a_dry_run_changes_nothing(feurs: Feurs, base: Path) -> None:
    code, _said, _complaints = bring_in(base, feurs, "--dry-run")

    assert code == 0
    assert not OfficialAccount.objects.exists()
    assert not CounterReading.objects.exists()


def test_eve_may_not_write_into_the_directory(feurs: Feurs, base: Path) -> None:
    code, said, _ = typed(
        *("import", str(base), "--kind", "parliament"),
        *("--organisation", feurs.organisation.name, "--by", feurs.eve.email),
    )
    assert code == 1
    assert "may not write into the directory" in said


def test_a_file_that_is_not_there_is_said_to_be_missing(feurs: Feurs, tmp_path: Path) -> None:
    code, _said, complaints = bring_in(tmp_path / "nowhere.csv", feurs)
    assert code == 2
    assert "nowhere.csv" in complaints
