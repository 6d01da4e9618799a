"""What a counter of posts says, when it flickers, falls and is not read for a time."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.takeover.counting import BLIND, STILL, Move, PostCount

DAY = timedelta(days=1)
BEGIN = datetime(2015, 5, 18, 3, 30, tzinfo=UTC)


def daily(*shown: int, count: PostCount | None = None) -> list[Move]:
    """What each reading says, one a day."""
    count = count or PostCount()
    return [count.read(each, BEGIN + DAY * number) for number, each in enumerate(shown)]


def test_new_posts_are_told_at_once_with_the_silence_before_them() -> None:
    *before, last = daily(280, 280, 280, 284)
    assert before == [STILL] * 3
    assert last == Move(new=4, before=280, began=BEGIN + 3 * DAY, quiet=3 * DAY)


def test_a_fall_is_believed_at_the_second_reading_and_dated_from_the_first() -> None:
    assert daily(280, 250, 250)[1:] == [STILL, Move(gone=30, before=280, began=BEGIN + DAY)]
    assert daily(280, 250, 251)[2].gone == 29  # what both readings miss


def test_a_flicker_is_neither_a_fall_nor_new_posts() -> None:
    assert daily(280, 0, 280, 265, 280) == [STILL] * 5
    assert daily(280, 270, 283)[2].new == 3


def test_a_counter_that_comes_back_from_nothing_was_broken() -> None:
    moves = daily(280, 0, 0, 280)
    assert moves[2].gone == 280
    assert moves[3] == STILL


def test_a_reading_that_shows_the_same_confirms_a_fall() -> None:
    count = PostCount()
    daily(280, 250, count=count)
    assert count.unchanged(BEGIN + 2 * DAY).gone == 30
    assert count.unchanged(BEGIN + 3 * DAY) == STILL


def test_after_a_hole_nobody_knows_when_what_happened() -> None:
    for shown in (400, 100):
        count = PostCount()
        daily(280, 280, count=count)
        late = BEGIN + DAY + BLIND + DAY
        assert count.read(shown, late) == STILL
        assert count.read(shown, late + DAY) == STILL


def test_a_count_that_is_the_same_after_a_hole_was_silent_in_it() -> None:
    count = PostCount()
    daily(280, count=count)
    assert count.read(280, BEGIN + 200 * DAY) == STILL
    assert count.read(281, BEGIN + 201 * DAY).quiet == 201 * DAY


def test_readings_within_an_hour_are_one() -> None:
    count = PostCount()
    daily(280, count=count)
    for minutes in (0, 5, 55):
        assert count.read(0, BEGIN + DAY + timedelta(minutes=minutes)) == STILL
    assert count.read(0, BEGIN + DAY + timedelta(minutes=60)).gone == 280


@given(st.lists(st.integers(1, 500), min_size=1, max_size=40), st.data())
def test_one_reading_of_nothing_is_not_told(rises: list[int], data: st.DataObject) -> None:
    """A counter that only grows tells the same, whichever of its readings shows nothing."""
    grown = list(accumulate(rises))
    dark = data.draw(st.integers(1, len(grown)))  # never the last reading: another one follows it
    moves = daily(*grown[:dark], 0, *grown[dark - 1 :])
    assert sum(move.new for move in moves) == grown[-1] - grown[0]
    assert not any(move.gone for move in moves)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_what_is_told_adds_up_to_what_is_believed(shown: list[int]) -> None:
    count, believed = PostCount(), shown[0]
    for number, each in enumerate(shown):
        before = count.believed
        move = count.read(each, BEGIN + DAY * number)
        assert move.new >= 0 and move.gone >= 0 and not (move.new and move.gone)
        believed += move.new - move.gone
        if before == 0 and each:  # back from nothing: nothing is told
            believed = count.believed or 0
        assert count.believed == believed
