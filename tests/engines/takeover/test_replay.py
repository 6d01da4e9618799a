"""A kept history, replayed day by day: what rings, on which day, with which signs."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.takeover import Finding, Identity, Reading, Watch
from beffroi.engines.takeover.days import FEWEST, Followed, ReadDays
from beffroi.engines.takeover.replay import Counted, History, Version, alarms, day_at, reading_of, replay, rows
from beffroi.site.commands.guard.files import Flaws, counters, profiles
from beffroi.vocabulary import Profile

EXTRACT = Path(__file__).parent / "history"
DAY_ONE = date(2015, 5, 18).toordinal()
ANA = Profile("x", "1", "ana_bellecloche", "Ana Bellecloche", summary="Maire de Feurs")


@pytest.fixture(scope="module")
def kept() -> dict[str, History]:
    flaws = Flaws(io.StringIO())
    versions = profiles(EXTRACT / "profiles.jsonl", flaws)
    read = counters(EXTRACT / "counters.jsonl", flaws)
    histories = {account: History(account, versions[account].versions, counted) for _, account, counted in read}
    assert not flaws.counted
    return histories


def rung(history: History, days: ReadDays = ReadDays()) -> list[tuple[str, str]]:  # noqa: B008 (frozen)
    return [(str(day), found.detector) for day, found in alarms(replay(history, days).findings)]


def shown(day: int, registered: str = "Ana Bellecloche", **changed: Any) -> Version:
    return Version(DAY_ONE + day, registered, replace(ANA, **changed))


# --- what happened


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ("michel-vergnier", [("2015-07-09", "mass-delete"), ("2016-12-09", "return")]),
        ("fannette-charvier", [("2017-12-29", "name")]),
        ("constance-le-grip", [("2023-02-07", "name")]),
        ("fanny-dombre-coste", [("2015-11-15", "handle-lost")]),
        ("philippe-kaltenbach", [("2022-12-01", "return"), ("2022-12-08", "name")]),
    ],
)
def test_each_incident_rings_at_the_first_reading_that_shows_it(
    kept: dict[str, History], account: str, expected: list[tuple[str, str]]
) -> None:
    assert rung(kept[account]) == expected


def test_quiet_accounts_ring_never(kept: dict[str, History]) -> None:
    quiet = [history for account, history in kept.items() if account in ("teva-rohfritsch", "jean-sebastien-vialatte")]
    assert len(quiet) == 2
    assert [rung(history) for history in quiet] == [[], []]


def test_the_seed_case_day_by_day(kept: dict[str, History]) -> None:
    """Until the last row of the file, then the reading of 14 February 2017 that found no account.

    No file of what accounts show has a line for one that is not there: the last reading is put in by hand.
    """
    history = kept["michel-vergnier"]
    watch, told = Watch(), []
    identity = Identity("Michel Vergnier", handles=("MichelVERGNIER",), native_id="423468747")
    day = history.counted[0].day
    last_row, gone = history.counted[-1].day, date(2017, 2, 14).toordinal()
    listed = {row: (version, counted) for row, version, counted in rows(history, ReadDays()) if version or counted}
    while day < gone:
        at = day_at(day)
        found = watch.read(reading_of(at, *listed[day]), identity) if day in listed else watch.unchanged(at, identity)
        told += [(date.fromordinal(day), each) for each in found]
        day += 1
    [end] = watch.read(Reading(day_at(gone), gone=True), identity)

    assert [(str(on), each.detector) for on, each in told] == [("2015-07-09", "mass-delete"), ("2016-12-09", "return")]
    assert date.fromordinal(last_row) == date(2016, 12, 9)
    assert (end.detector, end.severe) == ("gone", True)
    assert said(end) == [
        "On 2015-07-08 many of its posts had disappeared at once: 280 before, 250 after.",
        "On 2015-09-27 it had spoken again after 132 days without a new post.",
        "On 2016-12-09 it had spoken again after 404 days without a new post.",
    ]


def said(found: Finding) -> list[str]:
    return [str(sign) for sign in found.signs]


def test_one_alarm_a_reading_with_the_others_among_its_signs() -> None:
    thief = shown(1, name="Crypto Queen", handle="cryptoqueen", summary="NFT")
    [(day, found)] = alarms(replay(History("ana", [shown(0), thief]), ReadDays()).findings)
    assert (day, found.detector) == (date(2015, 5, 19), "name")
    assert said(found)[0].startswith("The account registered as ana_bellecloche is now called cryptoqueen")


# --- what owners do


@pytest.mark.parametrize(
    "honest",
    [
        {"name": "Ana Bellecloche 🇫🇷 #Feurs"},
        {"name": "Le Maire de Feurs"},  # her office, as she registered it
        {"name": "AB42"},
        {"name": "Ana & Bruno Bellecloche"},
        {"name": ""},  # told to a person, and nobody is deceived
        {"handle": "bellecloche_ana"},
        {"summary": "Ancienne maire", "icon": "https://i.example/new.jpg"},
    ],
)
def test_what_owners_do_rings_nobody(honest: dict[str, str]) -> None:
    assert rung(History("ana", [shown(0), shown(1, **honest), shown(2)])) == []


def test_an_office_that_was_not_registered_is_no_title_of_hers() -> None:
    assert rung(History("ana", [shown(0), shown(1, name="Le Maire de Lyon")])) == [("2015-05-19", "name")]


def test_a_joke_rings_once_for_as_long_as_it_lasts() -> None:
    jokes = [shown(0), shown(1, name="Kim Jong"), shown(2, name="Bruce Wayne"), shown(3)]
    assert rung(History("ana", jokes)) == [("2015-05-19", "name")]


def test_a_rename_is_accepted_and_the_former_handle_is_watched_for_good() -> None:
    renamed = [shown(0), shown(1, handle="bellecloche_ana"), shown(400, handle="bellecloche_ana")]
    squatted = shown(401, native_id="666", handle="ana_bellecloche", name="Angela")
    back = shown(402, handle="bellecloche_ana")
    assert rung(History("ana", [*renamed, squatted, back])) == [("2016-06-22", "handle-lost")]


def test_another_name_under_our_handle_rings_and_the_same_name_is_noted() -> None:
    assert rung(History("ana", [shown(0), shown(1, native_id="2", name="Angela")])) == [("2015-05-19", "id")]
    anew = [shown(0), shown(1, native_id="2"), shown(2, native_id="2", name="Crypto Queen")]
    told = replay(History("ana", anew), ReadDays())
    assert [(str(day), note.kind) for day, note in told.notes] == [("2015-05-19", "reopened")]
    assert rung(History("ana", anew)) == [("2015-05-20", "name")]


def test_the_counters_of_the_new_account_say_nothing_about_the_one_before() -> None:
    anew = History("ana", [shown(0), shown(2, native_id="2")], counted((0, 280), (1, 281), (2, 0), (3, 0), (4, 3)))
    assert rung(anew) == []
    assert rung(replace(anew, versions=anew.versions[:1])) == [("2015-05-21", "mass-delete")]


def test_a_stranger_under_our_handle_stays_compared_with_us() -> None:
    angela = [shown(1, native_id="2", name="Angela"), shown(2, native_id="2", name="Angela", handle="angela_x")]
    told = replay(History("ana", [shown(0), *angela]), ReadDays())
    assert next((str(day), found.detector) for day, found in told.findings if found.severe) == ("2015-05-19", "id")
    assert told.notes == []  # and no account of hers is registered


def test_an_error_of_the_register_is_told_on_the_first_day_and_is_no_alarm() -> None:
    always = [shown(0, "Anne Dupré"), shown(5, "Anne Dupré", summary="Maire"), shown(9, "Anne Dupré", name="Queen")]
    told = replay(History("ana", always), ReadDays())
    [(day, note)] = told.notes
    assert (day, note.kind) == (date(2015, 5, 18), "unlike")
    assert "“Ana Bellecloche”, which does not resemble the registered one, “Anne Dupré”" in str(note.sentence)
    assert rung(History("ana", always)) == [("2015-05-27", "name")]


# --- holes and order


def counted(*rows: tuple[int, int]) -> list[Counted]:
    return [Counted(DAY_ONE + day, posts, 100, 100) for day, posts in rows]


def fleet(*holes: range, length: int = 400) -> ReadDays:
    """The read days of twenty accounts that move on every day but those of the holes."""
    followed = Followed()
    for _ in range(FEWEST):
        followed.add({DAY_ONE + day for day in range(length) if not any(day in hole for hole in holes)})
    return followed.read_days()


def test_silence_rings_when_the_others_were_read_and_not_when_nobody_was() -> None:
    back = History("ana", (), counted((0, 280), (1, 281), (200, 290)))
    assert rung(back, fleet()) == [("2015-12-04", "return")]
    assert rung(back, fleet(range(2, 200))) == []
    assert rung(back, fleet(range(190, 200))) == []


def test_in_a_small_fleet_nobody_can_tell_and_silence_is_believed() -> None:
    assert rung(History("ana", (), counted((0, 280), (200, 290)))) == [("2015-12-04", "return")]


def test_an_account_that_comes_back_with_its_usual_pace_was_not_read() -> None:
    busy = [(day, 1000 + 2 * day) for day in range(100)]
    assert rung(History("ana", (), counted(*busy, (300, 1400)))) == []
    assert rung(History("ana", (), counted(*busy, (300, 1204)))) == [("2016-03-13", "return")]


def test_an_account_that_comes_back_with_hundreds_of_posts_was_not_read() -> None:
    quiet = [(0, 280), (100, 281)]
    assert rung(History("ana", (), counted(*quiet, (300, 582)))) == []
    assert rung(History("ana", (), counted(*quiet, (300, 581)))) == [("2016-03-13", "return")]


def test_rows_out_of_order_are_dropped_and_counted() -> None:
    told = replay(History("ana", (), counted((0, 280), (9, 281), (4, 0), (10, 282))), ReadDays())
    assert told.out_of_order == [date(2015, 5, 22)]
    assert told.findings == []


@given(st.integers(2, 300), st.integers(4, 200))
def test_no_hole_of_the_fleet_is_a_return(first: int, length: int) -> None:
    hole = range(first, first + length)
    back = History("ana", (), counted((0, 280), (hole.stop, 400)))
    assert rung(back, fleet(hole, length=600)) == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 2000)), max_size=30))
def test_any_counters_can_be_replayed_and_time_never_runs_backwards(read: Sequence[tuple[int, int]]) -> None:
    told = replay(History("ana", (), counted(*read)), ReadDays())
    days = [day for day, _ in told.findings]
    assert days == sorted(days)
    assert told.days <= 300 and told.looked <= told.days


def test_account_years_leave_out_what_nobody_saw() -> None:
    told = replay(History("ana", (), counted((0, 280), (100, 280))), fleet(range(11, 50)))
    assert (told.days, told.looked) == (100, 10 + 50)
