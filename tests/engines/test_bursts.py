"""Whether more is said than usual, and when the pace changed, on series whose truth is known."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from math import exp, factorial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.counts.bursts import LEAST_STRETCH, Usual, _cost, _sums, chance, changes, is_burst, per_bin, usual

NOW = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the night on which the clock goes back
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def poisson(pace: float, random: Random) -> int:
    count, left = 0, random.expovariate(1)
    while left < pace:
        count, left = count + 1, left + random.expovariate(1)
    return count


def test_moments_are_counted_in_the_minute_they_fall_into() -> None:
    moments = [NOW, NOW + timedelta(seconds=59), NOW + MINUTE, NOW - timedelta(seconds=1), NOW + 3 * MINUTE]
    assert per_bin(moments, NOW, 3, MINUTE) == [2, 1, 0]


def test_usual_is_the_same_hour_of_the_last_fourteen_days() -> None:
    inside = [NOW - DAY, NOW - 14 * DAY, NOW - 3 * DAY - 80 * MINUTE]
    outside = [NOW, NOW - 30 * MINUTE, NOW - 15 * DAY, NOW - 3 * DAY - 100 * MINUTE]
    assert usual([*inside, *outside], NOW, since=NOW - 100 * DAY) == Usual(3, 14 * 180)


def test_nothing_is_usual_before_anybody_looked() -> None:
    moments = [NOW - day * DAY for day in range(1, 15)]
    assert usual(moments, NOW, since=NOW - 4 * DAY) == Usual(3, 3 * 180)
    assert usual(moments, NOW, since=NOW - DAY) == usual(moments, NOW, since=NOW) == Usual(0, 0)


def test_a_long_history_makes_the_chance_that_of_a_poisson() -> None:
    tail = 1 - sum(exp(-2) * 2**k / factorial(k) for k in range(5))
    assert chance(5, 10, Usual(200_000, 1_000_000)) == pytest.approx(tail, rel=1e-3)


def test_without_a_history_nothing_is_rare() -> None:
    assert chance(50, 10, Usual(0, 0)) == 1.0
    assert not is_burst(50, Usual(0, 0))


def test_no_posts_are_certain() -> None:
    assert chance(0, 10, Usual(5, 100)) == 1.0


@pytest.mark.parametrize(
    ("posts", "before", "burst"),
    [
        (30, Usual(50, 2520), True),
        (8, Usual(0, 2520), True),
        (7, Usual(0, 2520), False),  # too few to be anything
        (12, Usual(2520, 2520), False),  # a lively account: one a minute
        (40, Usual(2520, 2520), True),
    ],
)
def test_a_burst_is_judged_against_what_is_usual(posts: int, before: Usual, burst: bool) -> None:
    assert is_burst(posts, before) is burst


def test_an_even_pace_is_hardly_ever_a_burst() -> None:
    """A hundred thousand windows at three paces: about two years of separate windows, and no false alarm."""
    random = Random(7)
    for pace in (0.02, 0.3, 2.0):
        history = Usual(poisson(pace * 2520, random), 2520)
        assert not any(is_burst(poisson(pace * 10, random), history) for _look in range(33_000))


def test_the_changes_of_pace_are_found_where_they_are() -> None:
    random = Random(3)
    counts = [poisson(pace, random) for pace in [0.2] * 60 + [6.0] * 40 + [1.5] * 80]
    found = changes(counts)
    assert [change.at for change in found] == pytest.approx([60, 100], abs=2)
    assert found[0].before < found[0].after > found[1].after


def test_a_level_series_has_no_change() -> None:
    random = Random(5)
    assert all(changes([poisson(2.0, random) for _minute in range(120)]) == [] for _series in range(50))
    assert changes([0] * 60) == changes([4] * 60) == changes([]) == changes([3]) == []


def test_a_single_loud_minute_is_no_change_of_pace_of_its_own() -> None:
    found = changes([1] * 30 + [9] + [1] * 30)
    assert all(other.at - one.at >= LEAST_STRETCH for one, other in pairwise(found))


def test_many_bins_are_done_at_once() -> None:
    counts = [1] * 300 + [8] * 120 + [2] * 300
    assert [change.at for change in changes(counts)] == [300, 420]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=11), st.floats(0.5, 10))
def test_no_segmentation_is_cheaper(counts: list[int], penalty: float) -> None:
    """Against all segmentations there are."""
    cost = total(counts, [change.at for change in changes(counts, penalty)], penalty)
    every = (list(ends) for n in range(4) for ends in combinations(range(1, len(counts)), n))
    fair = [ends for ends in every if all(b - a >= LEAST_STRETCH for a, b in edges(counts, ends))]
    assert cost <= min((total(counts, ends, penalty) for ends in fair), default=cost) + 1e-9


def edges(counts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    return list(zip([0, *ends], [*ends, len(counts)], strict=True))


def total(counts: list[int], ends: list[int], penalty: float) -> float:
    return sum(_cost(_sums(counts), a, b) for a, b in edges(counts, ends)) + penalty * len(ends)
