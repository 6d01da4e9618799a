"""Ranks, ties, possible ranks, composites, windows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.ranking.placing import Place, placed, ranked
from beffroi.engines.ranking.record import Sums
from beffroi.engines.ranking.told import Figure
from beffroi.engines.ranking.window import LENGTHS, Window, holding, last_whole
from beffroi.vocabulary import Sentence
from tests.engines.ranking.towns import WEEK, asked, followers, town


def of_figures(*figures: Figure, lowest_first: bool = False) -> list[Place]:
    accounts = [town(key) for key in range(len(figures))]
    return placed(accounts, figures, lowest_first=lowest_first, within_class=False)


def sure(value: float) -> Figure:
    return Figure(value, value, value, 10)


def test_who_ties_shares_the_better_rank_and_the_next_one_counts_them_all() -> None:
    places = of_figures(sure(5), sure(9), sure(5), sure(1))
    assert [(place.account.key, place.rank) for place in places] == [(1, 1), (0, 2), (2, 2), (3, 4)]


def test_where_less_is_better_the_least_comes_first() -> None:
    places = of_figures(sure(5), sure(9), sure(1), lowest_first=True)
    assert [place.account.key for place in places] == [2, 0, 1]


def test_bounds_that_overlap_leave_several_ranks_possible() -> None:
    places = of_figures(Figure(10, 8, 12, 9), Figure(9, 7, 11, 9), Figure(1, 0, 2, 9))
    assert [(place.rank, place.best, place.worst) for place in places] == [(1, 1, 2), (2, 1, 2), (3, 3, 3)]


def test_followers_per_inhabitant_are_ranked_in_each_class_apart() -> None:
    towns = [town(1, population=300), town(2, population=12_000), town(3, population=400)]
    sums = {1: followers(30, 30), 2: followers(60, 60), 3: followers(80, 80)}
    places = ranked("audience", towns, sums, WEEK)
    assert [(place.account.key, place.rank, place.of) for place in places] == [(2, 1, 1), (3, 1, 2), (1, 2, 2)]


def test_who_is_not_ranked_comes_last_with_the_reason() -> None:
    places = ranked("answered", [town(1), town(2)], {1: asked(3, 3), 2: asked(20, 5)}, WEEK)
    assert [(place.account.key, place.rank, place.why is None) for place in places] == [(2, 1, True), (1, None, False)]


def test_a_composite_weighs_the_places_in_each_part() -> None:
    towns = [town(key) for key in (1, 2, 3)]
    sums = {
        key: Sums(days=7, own=own, images=100, described=seen) for key, own, seen in ((1, 9, 0), (2, 5, 50), (3, 1, 99))
    }
    weights = {"own-posts": 3.0, "described-images": 1.0}
    places = ranked("composite", towns, sums, WEEK, weights)
    assert [(place.account.key, place.figure and place.figure.value) for place in places] == [
        (1, 0.75),
        (2, 0.5),
        (3, 0.25),
    ]


def test_who_lacks_a_part_of_a_composite_gets_its_reason() -> None:
    sums = {1: Sums(days=7, own=9, images=2), 2: Sums(days=7, own=9, images=20)}
    places = ranked("composite", [town(1), town(2)], sums, WEEK, {"own-posts": 1, "described-images": 1})
    assert [place.rank for place in places] == [1, None]
    assert str(places[1].why) == "Counted on 2 only: at least 10 are needed."


@pytest.mark.parametrize("weights", [{}, {"own-posts": 0}, {"own-posts": -1}])
def test_a_composite_without_weights_is_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        ranked("composite", [town(1)], {}, WEEK, weights)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40))
def test_ranks_are_what_counting_says(drawn: list[tuple[int, int, int]]) -> None:
    figures = [Figure(value, value - below, value + above, 1) for value, below, above in drawn]
    places = of_figures(*figures)
    for place in places:
        mine = place.figure
        assert mine and place.rank and place.best and place.worst
        assert place.rank == 1 + sum(each.value > mine.value for each in figures)
        assert place.best == min(place.rank, 1 + sum(each.low > mine.high for each in figures))
        surely_behind = sum(each.high < mine.low for each in figures)
        assert place.worst == max(place.rank, len(figures) - surely_behind)
    assert [place.rank for place in places] == sorted(place.rank or 0 for place in places)


@given(st.permutations(range(8)))
def test_the_order_in_which_accounts_come_changes_nothing(order: list[int]) -> None:
    sums = {key: Sums(days=7, own=key % 3) for key in range(8)}
    assert ranked("own-posts", [town(key) for key in order], sums, WEEK) == ranked(
        "own-posts", [town(key) for key in range(8)], sums, WEEK
    )


def test_posts_of_before_the_window_change_no_rank() -> None:
    """A lifetime counter of a million posts is worth nothing."""
    old, young = Sums(days=7, own=1, before=1_000_000, days_before=7), Sums(days=7, own=2)
    places = ranked("own-posts", [town(1), town(2)], {1: old, 2: young}, WEEK)
    assert [place.account.key for place in places] == [2, 1]


def test_excluded_accounts_have_no_rank_and_take_none_from_others() -> None:
    left_out = replace(town(1), excluded=Sentence("It is a parody."))
    places = ranked("own-posts", [left_out, town(2)], {1: Sums(days=7, own=9), 2: Sums(days=7, own=1)}, WEEK)
    assert [(place.account.key, place.rank) for place in places] == [(2, 1), (1, None)]


@pytest.mark.parametrize(
    ("length", "first", "until"),
    [
        ("week", date(2026, 12, 21), date(2026, 12, 28)),
        ("month", date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", date(2026, 7, 1), date(2026, 10, 1)),
        ("year", date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_last_whole_window_is_over(length: str, first: date, until: date) -> None:
    assert last_whole(length, date(2026, 12, 31)) == Window(first, until)


@given(st.sampled_from(sorted(LENGTHS)), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_windows_follow_one_another_without_a_gap(length: str, day: date) -> None:
    window = holding(length, day)
    assert window.holds(day)
    assert holding(length, window.until).first == window.until
    assert last_whole(length, window.until) == window
