"""One account under watch, reading by reading."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.takeover import Finding, Identity, Lists, OutOfOrder, Reading, Watch
from beffroi.vocabulary import Profile

DAY = timedelta(days=1)
BEGIN = datetime(2015, 5, 18, 3, 30, tzinfo=UTC)
ANA = Identity("Ana Bellecloche", handles=("ana_bellecloche", "anab2014"), native_id="1")
BIO = "Maire de Feurs, conseillère départementale de la Loire. Écologie, écoles, marchés."
HERS = Profile("x", "1", "ana_bellecloche", "Ana Bellecloche", summary=BIO, icon="https://i.example/ana.jpg")
STOLEN = Profile("x", "1", "ana_bellecloche", "Crypto Queen", summary="NFT advisor", icon="https://i.example/ape.png")


def shown(profile: Profile = HERS, day: int = 0, **also: object) -> Reading:
    return Reading(BEGIN + day * DAY, profile, **also)  # type: ignore[arg-type] # whichever a test is about


def counted(day: int, posts: int, following: int | None = None) -> Reading:
    return Reading(BEGIN + day * DAY, posts=posts, following=following)


def watch(*readings: Reading, lists: Lists = Lists(), ballots: Sequence[date] = ()) -> list[tuple[Finding, ...]]:  # noqa: B008 (frozen)
    under = Watch()
    return [under.read(each, ANA, lists=lists, ballots=ballots) for each in readings]


def keys(found: Sequence[Finding]) -> list[str]:
    return [each.detector for each in found]


def said(finding: Finding) -> list[str]:
    return [str(sign) for sign in finding.signs]


def silent(until: int, posts: int = 280, first: int = 0) -> list[Reading]:
    """A reading a day that shows nothing new."""
    return [counted(day, posts) for day in range(first, until)]


# --- what stands


def test_a_stolen_name_is_told_at_its_first_reading_with_what_else_changed() -> None:
    quiet, [found, warning] = watch(shown(day=0, following=300), shown(STOLEN, day=1, following=420))
    assert not quiet and warning.detector == "office-lost"
    assert (found.detector, found.about, found.severe) == ("name", "Crypto Queen", True)
    assert said(found) == [
        "The name has changed to “Crypto Queen”.",
        "The picture has changed.",
        "The description was written anew.",
        "The description no longer says “Maire, conseillère”.",
        "Accounts that it follows since the reading before: 120 more.",
    ]


def test_what_stands_is_told_once_and_again_when_it_comes_back() -> None:
    found = watch(*[shown(each, day) for day, each in enumerate((HERS, STOLEN, STOLEN, HERS, STOLEN))])
    assert [keys(each) for each in found] == [[], ["name", "office-lost"], [], [], ["name", "office-lost"]]


def test_another_account_under_our_handle_and_under_one_we_gave_up() -> None:
    [clone] = watch(shown(Profile("x", "2", "ana_bellecloche", "Ana Bellecloche")))[0]
    assert (clone.detector, clone.about, clone.severe) == ("id", "2", True)
    squatter = Profile("x", "3", "AnaB2014", "Angela")
    [taken] = watch(shown(squatter))[0]
    assert (taken.detector, taken.about, taken.severe) == ("handle-lost", "3", False)
    assert "former handle anab2014 of ana_bellecloche" in str(taken.sentence)


def test_an_account_that_is_gone_is_certain_and_told_once() -> None:
    gone = [Reading(BEGIN + day * DAY, gone=True) for day in (1, 2)]
    _, [found], again = watch(shown(), *gone)
    assert (found.detector, found.severe) == ("gone", True)
    assert again == ()


# --- posts


def test_a_mass_delete_is_told_at_the_second_reading_that_shows_it() -> None:
    *_, first, [found] = watch(counted(0, 280), counted(1, 250), counted(2, 250))
    assert first == ()
    assert (found.detector, found.score, found.threshold, found.severe) == ("mass-delete", 30, 28, False)


@pytest.mark.parametrize(("before", "after"), [(280, 261), (1000, 905), (100, 81)])
def test_somebody_who_tidies_up_a_little_is_left_alone(before: int, after: int) -> None:
    assert watch(counted(0, before), counted(1, after), counted(2, after)) == [(), (), ()]


def test_an_account_that_comes_back_with_many_posts_is_told_at_once() -> None:
    *_, [found] = watch(*silent(200), counted(200, 285))
    assert (found.detector, found.severe) == ("return", True)
    assert "no new post for 200 days" in str(found.sentence) and "now has 5 within one day" in str(found.sentence)


def test_posts_that_come_one_by_one_within_a_day_are_counted_together() -> None:
    hours = [Reading(BEGIN + 200 * DAY + timedelta(hours=each), posts=281 + each) for each in range(6)]
    found = watch(*silent(200), *hours)[200:]
    assert [keys(each) for each in found].count(["return"]) == 1
    assert not found[0]


def test_a_first_post_after_a_long_silence_is_no_alarm_but_is_remembered() -> None:
    *_, back, stolen = watch(shown(posts=280), *silent(500, first=1), counted(500, 281), shown(STOLEN, day=501))
    assert back == ()
    assert "On 2016-09-29 it had spoken again after 500 days without a new post." in said(stolen[0])


def test_what_was_seen_an_hour_ago_is_told_too() -> None:
    hours = [Reading(BEGIN + timedelta(hours=hour), posts=posts) for hour, posts in enumerate((280, 250, 250))]
    *_, [deleted], [stolen, _warning] = watch(shown(), *hours, replace(shown(STOLEN), at=BEGIN + timedelta(hours=3)))
    assert said(deleted) == []
    assert said(stolen)[-1] == "On 2015-05-18 many of its posts had disappeared at once: 280 before, 250 after."


def test_the_same_post_after_a_mass_delete_is_an_alarm() -> None:
    before = [counted(0, 280), counted(1, 250), *silent(500, 250, first=2)]
    *_, [found] = watch(*before, counted(500, 251))
    assert found.detector == "return"
    assert "Earlier, on 2015-05-19, 30 of its posts had disappeared at once" in str(found.sentence)


def test_about_an_election_twice_as_much_is_asked_for() -> None:
    for posts, rings in ((282, False), (283, True), (284, True)):
        assert any(watch(*silent(200), counted(200, posts))) is rings
    ballot = [date(2015, 12, 13)]  # the return is of 4 December
    for posts, rings in ((283, False), (284, False), (285, True)):
        assert any(watch(*silent(200), counted(200, posts), ballots=ballot)) is rings


def test_a_holiday_is_no_silence() -> None:
    assert not any(watch(*silent(100), counted(100, 290)))


def test_after_a_hole_nothing_is_a_return() -> None:
    assert not any(watch(*silent(200), counted(230, 300), counted(231, 305)))


# --- links, warnings


def test_a_profile_that_leads_to_a_listed_place_is_told_with_the_link() -> None:
    lists = Lists({"rencontres.example": "dating"})
    harmless = shown(links=("https://feurs.example",))
    _, [found], _ = watch(
        harmless,
        shown(day=1, links=("https://www.rencontres.example/ana",)),
        shown(day=2, links=("https://www.rencontres.example/ana",)),
        lists=lists,
    )
    assert (found.detector, found.severe) == ("listed-link", True)
    assert "a list of dating sites" in str(found.sentence)
    assert said(found) == ["The profile now leads to https://www.rencontres.example/ana."]


def test_a_link_inside_the_description_counts_too() -> None:
    lists = Lists({"casino.example": "gambling"})
    profile = Profile("x", "1", "ana_bellecloche", "Ana Bellecloche", summary="Jouez : https://casino.example/x !")
    assert keys(watch(shown(profile), lists=lists)[0]) == ["listed-link"]


REWRITTEN = Profile(
    "x", "1", "ana_bellecloche", "Ana B.", summary="Love, travel, cats", icon="https://i.example/cat.jpg"
)


def test_a_description_without_its_office_and_a_new_picture_is_a_warning() -> None:
    _, [found] = watch(shown(), shown(REWRITTEN, day=1))
    assert (found.detector, found.severe) == ("office-lost", False)
    assert "(Maire, conseillère)" in str(found.sentence)


def test_about_an_election_it_is_none() -> None:
    assert watch(shown(), shown(REWRITTEN, day=1), ballots=[date(2015, 4, 1)])[1] == ()


# --- order


def test_a_reading_out_of_order_is_refused_and_changes_nothing() -> None:
    under = Watch()
    under.read(shown(day=5, posts=280), ANA)
    with pytest.raises(OutOfOrder, match=r"2015-05-19.*after a reading of 2015-05-23"):
        under.read(shown(STOLEN, day=1, posts=0), ANA)
    with pytest.raises(OutOfOrder):
        under.unchanged(BEGIN, ANA)
    assert under.read(shown(day=6, posts=280), ANA) == ()


@given(st.permutations(range(8)))
def test_readings_in_any_order_tell_what_those_that_follow_each_other_tell(order: list[int]) -> None:
    """What comes late is dropped, and what is left says what it would have said alone."""
    readings = [counted(day, 280 - 40 * (day > 3)) for day in range(8)]
    shuffled, orderly = Watch(), Watch()
    told, kept = [], []
    for place in order:
        try:
            told += [each.about for each in shuffled.read(readings[place], ANA)]
            kept.append(readings[place])
        except OutOfOrder:
            continue
    assert told == [each.about for reading in kept for each in orderly.read(reading, ANA)]
    assert shuffled == orderly


@given(st.integers(4, 400), st.integers(1, 400))
def test_a_hole_before_it_makes_no_alarm_of_any_jump(hole: int, jump: int) -> None:
    assert not any(watch(*silent(120), counted(120 + hole, 280 + jump)))


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_readings_that_show_the_same_are_as_good_as_readings(same: list[bool]) -> None:
    """`unchanged` is only the cheap way to say it."""
    long, short = Watch(), Watch()
    for each in (long, short):
        each.read(counted(0, 280), ANA)
        each.read(counted(1, 240), ANA)
    for day, cheap in enumerate(same, start=2):
        expected = long.read(counted(day, 240), ANA)
        told = short.unchanged(BEGIN + day * DAY, ANA) if cheap else short.read(counted(day, 240), ANA)
        assert keys(told) == keys(expected)


# --- keeping it


@given(st.integers(0, 6))
def test_a_watch_that_was_kept_and_taken_up_again_tells_the_same(kept_after: int) -> None:
    history = [
        shown(day=0, posts=280, following=300, links=("https://feurs.example",)),
        counted(1, 250),
        counted(2, 250),
        shown(STOLEN, day=3, posts=251, following=420),
        Reading(BEGIN + 4 * DAY, gone=True),
        shown(HERS, day=5, posts=0),
        shown(HERS, day=6, posts=0),
    ]
    straight, broken = Watch(), Watch()
    for place, reading in enumerate(history):
        assert broken.read(reading, ANA) == straight.read(reading, ANA)
        if place == kept_after:
            broken = Watch.of_json(broken.as_json())
    assert broken == straight


@pytest.mark.parametrize("text", ["", "{", "[]", '{"read_at": 3}', '{"read_at": "yesterday"}'])
def test_what_is_no_kept_watch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Watch.of_json(text)
