"""What was observed becomes columns, a day a file; and they add up as the plain way does."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.engines.ranking.measures import MEASURES, needs
from beffroi.engines.ranking.summing import summed
from beffroi.engines.ranking.window import Window
from beffroi.rankings.models import Activity, ChangedDay, CounterReading
from beffroi.rankings.store import Store
from tests.rankings.towns import MONDAY, NOW, exported, read_daily, said, town

EVERYTHING = {name: 1.0 for name in MEASURES}
WEEK = Window(date(2026, 11, 2), date(2026, 11, 9))


def modified(kept: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in kept.rglob("*.parquet")}


def test_a_night_writes_only_the_days_that_changed(kept: Path) -> None:
    feurs = town("Feurs")
    read_daily(feurs, range(100, 107))
    assert exported() == 7
    before = modified(kept)
    said(feurs, "own", 1, at=MONDAY + timedelta(days=3))
    assert exported() == 1
    changed = {Path(file).stem for file, moment in modified(kept).items() if before.get(file) != moment}
    assert changed == {"2026-11-05"}


def test_what_is_noted_twice_is_there_once_and_changes_no_day(kept: Path) -> None:
    feurs = town("Feurs")
    said(feurs, "own", 3)
    exported()
    said(feurs, "own", 3)
    read_daily(feurs, [1])
    read_daily(feurs, [1])
    assert (Activity.objects.count(), CounterReading.objects.count()) == (3, 1)
    assert exported() == 1  # for the reading


def test_what_comes_while_a_day_is_written_is_written_once_more(kept: Path) -> None:
    said(town("Feurs"), "own", 1)
    row = ChangedDay.objects.get()
    assert ChangedDay.objects.claim(row, until=NOW + timedelta(minutes=30))
    ChangedDay.mark([MONDAY], now=NOW + timedelta(minutes=1))
    row.settle()
    assert ChangedDay.objects.due(NOW + timedelta(minutes=1)).count() == 1


def test_an_answer_changes_the_day_on_which_the_question_was_asked(kept: Path) -> None:
    feurs = town("Feurs")
    said(feurs, "heard", 1, other="did:eve")
    exported()
    heard = Activity.objects.get()
    assert Activity.answer(feurs, heard.native_id, at=MONDAY + timedelta(days=2), now=NOW)
    assert not Activity.answer(feurs, heard.native_id, at=MONDAY + timedelta(days=3), now=NOW)  # the first one counts
    assert [changed.day for changed in ChangedDay.objects.due(NOW)] == [MONDAY.date()]
    exported()
    wanted = needs("answered", {})
    assert Store(kept).sums(WEEK, wanted, [feurs.pk])[feurs.pk].answered == 1


def test_an_answer_after_three_days_is_none(kept: Path) -> None:
    feurs = town("Feurs")
    said(feurs, "heard", 1)
    Activity.answer(feurs, Activity.objects.get().native_id, at=MONDAY + timedelta(hours=73), now=NOW)
    exported()
    sums = Store(kept).sums(WEEK, needs("composite", {"answered": 1, "response": 1}), [feurs.pk])[feurs.pk]
    assert (sums.heard, sums.answered, sums.waits) == (1, 0, ())


def test_whom_an_account_talks_with_is_counted_once_and_its_own_apart(kept: Path) -> None:
    feurs = town("Feurs")
    for day in range(3):
        said(feurs, "reply", 2, at=MONDAY + timedelta(days=day), other="did:eve")
        said(feurs, "share", 1, at=MONDAY + timedelta(days=day), other="did:agglo")
    exported()
    met = Store(kept).counterparts(WEEK, [feurs.pk], [(feurs.pk, "did:agglo"), (feurs.pk, "did:other")])
    assert met == {feurs.pk: (2, 1)}


def test_nothing_of_a_post_but_numbers_is_kept(kept: Path) -> None:
    """No text, and of whom it spoke with a number only, in what is added up."""
    assert not {"text", "words"} & {field.name for field in Activity._meta.get_fields()}
    feurs = town("Feurs")
    said(feurs, "reply", 1, other="did:plc:secretcitizen")
    exported()
    added_up = [file.read_bytes() for name in ("daily", "pairs") for file in (kept / name).rglob("*.parquet")]
    assert len(added_up) == 2
    assert not any(b"secretcitizen" in content for content in added_up)


EVENT = st.tuples(
    st.integers(1, 3),
    st.sampled_from(["own", "reply", "share", "quote", "heard"]),
    st.integers(0, 14 * 24 * 60 - 1),
    st.sampled_from(["", "a", "b", "c"]),
    st.none() | st.integers(-10, 6_000),
    st.integers(0, 3),
)
READING = st.tuples(
    st.integers(1, 3),
    st.integers(0, 14 * 24 - 1),
    st.none() | st.integers(0, 5_000),
    st.none() | st.integers(0, 50),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENT, max_size=60), st.lists(READING, max_size=40))
def test_the_quick_way_adds_up_exactly_as_the_plain_one(
    tmp_path_factory: pytest.TempPathFactory, events: list[Any], readings: list[Any]
) -> None:
    store, first = Store(tmp_path_factory.mktemp("store")), datetime(2026, 10, 26)  # noqa: DTZ001  # as the store keeps it
    for number in range(14):
        day = (first + timedelta(days=number)).date()
        store.write_day(
            day,
            [_event(each, first) for each in events if each[2] // 1440 == number],
            [_reading(each, first) for each in readings if each[1] // 24 == number],
        )
    wanted, file = needs("composite", EVERYTHING), store.folder / "daily.csv"
    assert store.write_daily(WEEK, wanted, [1, 2, 3], file)
    with file.open(encoding="utf-8", newline="") as lines:
        plain = dict(summed(csv.DictReader(lines), WEEK))
    assert store.sums(WEEK, wanted, [1, 2, 3]) == plain


def _event(drawn: tuple[Any, ...], first: datetime) -> list[Any]:
    account, kind, minute, other, wait, many = drawn
    moment = first + timedelta(minutes=minute)
    answered = moment + timedelta(minutes=wait) if wait is not None else None
    return [account, kind, moment, other, answered, many, min(many, 1), many, many // 2]


def _reading(drawn: tuple[Any, ...], first: datetime) -> list[Any]:
    account, hour, followers, posts = drawn
    return [account, first + timedelta(hours=hour), followers, 0, posts]


def test_days_are_those_of_utc(kept: Path) -> None:
    feurs = town("Feurs")
    said(feurs, "own", 1, at=datetime(2026, 11, 2, 23, 59, tzinfo=UTC))
    exported()
    assert [file.stem for file in kept.glob("daily/*/*.parquet")] == ["2026-11-02"]
