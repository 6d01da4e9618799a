"""The public history of the parliament: brought in, ranked, and reckoned again from its own archive to the byte.

BEFFROI_TESTS_HISTORY names the whole file, 37,269 readings; without it a cut of fourteen accounts stands for it.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from beffroi.directory.models import Body, OfficialAccount
from beffroi.engines.ranking.window import holding
from beffroi.engines.tables.sheet import Unreadable
from beffroi.rankings.bundle import reckon_again
from beffroi.rankings.importing import Done, Origin, import_readings
from beffroi.rankings.making import make
from beffroi.rankings.models import CounterReading, Edition, Ranking
from beffroi.vocabulary import Sentence
from tests.rankings.test_editions import run
from tests.rankings.towns import HISTORY, NOW, exported

WHOLE = Path(os.environ.get("BEFFROI_TESTS_HISTORY", HISTORY))
ORIGIN = Origin("twitter-parlementaires", "Regards Citoyens", "ODbL 1.0", "https://github.com/regardscitoyens/")


@pytest.fixture
def assembly(kept: Path) -> Body:
    return Body.objects.create(kind="assembly", code="AN", name="Assemblée nationale", changed_at=NOW)


def brought_in(assembly: Body, file: Path, told: list[tuple[int, str]] | None = None) -> Done:
    wrong: list[tuple[int, str]] = [] if told is None else told

    def tell(line: int, why: Sentence) -> None:
        wrong.append((line, str(why)))

    return import_readings(file, "x", ORIGIN, personal_of=assembly, now=NOW, tell=tell)


def edition(measure: str, day: date, window: str = "month") -> Edition:
    ranking = Ranking.objects.create(
        measure=measure, window=window, kind="assembly", network="x", is_personal=True, added_at=NOW
    )
    exported()
    return make(ranking, holding(window, day), now=NOW)


def test_an_edition_of_the_parliament_is_reckoned_again_to_the_byte(assembly: Body) -> None:
    done = brought_in(assembly, WHOLE)
    assert (done.rows, done.wrong) == (done.new, 0)
    for measure in ("counter", "follower-progress", "silence"):
        made = edition(measure, date(2017, 1, 15))
        assert made.ranked > made.unranked, measure
        again = reckon_again(made.archive)
        assert (again.same_code, set(again.same.values())) == (True, {True})
        alone = run(made.archive)
        assert (alone.returncode, alone.stdout.count("the same, byte for byte")) == (0, 2), alone.stderr
    assert made.manifest["sources"][0]["licence"] == "ODbL 1.0"


def test_a_counter_that_fell_is_told_as_deleted_posts_and_no_negative_activity(assembly: Body) -> None:
    brought_in(assembly, HISTORY)
    made = edition("counter", date(2016, 12, 15))
    assert all((place.value or 0) >= 0 for place in made.places.exclude(value=None))


def test_the_same_file_twice_brings_nothing_new(assembly: Body) -> None:
    first, second = brought_in(assembly, HISTORY), brought_in(assembly, HISTORY)
    assert (first.new, second.new) == (first.rows, 0)
    assert CounterReading.objects.count() == first.rows
    assert OfficialAccount.objects.count() == 14


def test_a_wrong_row_is_told_and_the_others_are_kept(assembly: Body, tmp_path: Path) -> None:
    file, told = tmp_path / "x.csv", list[tuple[int, str]]()
    file.write_bytes("jour;x\n".encode("cp1252"))
    with pytest.raises(Unreadable, match="day, account"):
        brought_in(assembly, file)
    file.write_text("day;account;posts;followers\n2026-11-02;7;12;3\nhier;7;12;3\n2026-11-03;7;beaucoup;3\n")
    assert brought_in(assembly, file, told) == Done(3, 1, 2)
    assert [line for line, _ in told] == [3, 4]
    assert "“hier” is no day" in told[0][1]


def test_an_account_that_the_directory_does_not_know_is_told(assembly: Body) -> None:
    told: list[Sentence] = []
    done = import_readings(HISTORY, "x", ORIGIN, now=NOW, tell=lambda _line, why: told.append(why))
    assert (done.new, done.wrong) == (0, done.rows)
    assert "The directory has no account" in str(told[0])
