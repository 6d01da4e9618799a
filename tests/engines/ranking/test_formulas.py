"""What each measure says, and of whom it says nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.ranking import intervals
from beffroi.engines.ranking.leaps import leap
from beffroi.engines.ranking.measures import MEASURES
from beffroi.engines.ranking.placing import told
from beffroi.engines.ranking.record import Account, Count, Leap, Sums
from beffroi.engines.ranking.told import Figure
from beffroi.engines.ranking.window import Window
from beffroi.vocabulary import Sentence
from tests.engines.ranking.towns import FIRST, MONTH, WEEK, asked, followers, town


def figure(measure: str, sums: Sums, account: Account | None = None, window: Window = WEEK) -> Figure:
    said = say(measure, sums, account, window)
    assert isinstance(said, Figure), said
    return said


def reason(measure: str, sums: Sums, account: Account | None = None, window: Window = WEEK) -> str:
    said = say(measure, sums, account, window)
    assert isinstance(said, Sentence), said
    return str(said)


def say(measure: str, sums: Sums, account: Account | None, window: Window) -> Figure | Sentence:
    account = account or town(1)
    return told(MEASURES[measure], [account], {account.key: sums}, window)[0]


def test_posts_replies_and_shares_are_counted_apart_and_per_week() -> None:
    sums = Sums(days=30, own=20, quotes=10, replies=60, shares=3)
    weeks = 30 / 7
    counted = [figure(measure, sums, window=MONTH).value for measure in ("own-posts", "replies", "shares")]
    assert counted == pytest.approx([30 / weeks, 60 / weeks, 3 / weeks], rel=1e-5)


def test_an_account_at_which_nobody_looked_is_not_taken_for_a_silent_one() -> None:
    assert reason("own-posts", Sums()) == "Nothing was read of it in this window."
    assert reason("own-posts", Sums(days=3)) == "Seen on 3 days only: at least 4 are needed."
    assert figure("own-posts", Sums(days=4)).value == 0


def test_three_answered_mentions_are_never_a_hundred_percent() -> None:
    assert reason("answered", asked(3, 3)) == "Counted on 3 only: at least 10 are needed."
    all_of_ten = figure("answered", asked(10, 10))
    assert (all_of_ten.value, all_of_ten.high) == (1.0, 1.0)
    assert all_of_ten.low == pytest.approx(0.722, abs=0.001)  # Wilson's bound


def test_the_time_to_answer_is_the_median_and_its_bounds_are_waits_that_were_seen() -> None:
    waits = tuple(range(60, 60 * 26, 60))  # 1 to 25 hours
    said = figure("response", Sums(days=7, waits=waits))
    assert (said.value, said.sample) == (13.0, 25)
    assert 1 < said.low < 13 < said.high < 25


def test_the_four_communes_of_the_loire_in_followers_per_thousand_inhabitants() -> None:
    seen = {173_136: 8_520, 35_409: 1_668, 15_242: 640, 8_367: 296}
    said = [figure("audience", followers(n, n), town(1, population=people)).value for people, n in seen.items()]
    assert [round(each, 1) for each in said] == [49.2, 47.1, 42.0, 35.4]


def test_where_nobody_lives_or_nobody_counted_there_is_no_figure_per_inhabitant() -> None:
    assert reason("audience", followers(9, 9), town(1, population=0)).startswith("Nobody lives there")
    assert reason("audience", followers(9, 9), town(1, population=None)) == "Its population is not known."
    assert reason("audience", Sums(days=7)).startswith("Its followers were not read")


def test_whoever_starts_from_three_followers_has_not_doubled_with_six() -> None:
    small, large = figure("follower-progress", followers(3, 6)), figure("follower-progress", followers(3_000, 3_300))
    assert small.value == pytest.approx(3 / 103, rel=1e-5)
    assert large.value == pytest.approx(300 / 3_100, rel=1e-5)
    assert small.low < 0 < small.high  # three more may be nothing
    assert large.low > 0


def test_progress_wants_two_readings_far_enough_apart() -> None:
    near = Count(100, FIRST, 120, FIRST + timedelta(days=2))
    assert reason("follower-progress", Sums(days=7, followers=near)).startswith("Its followers were not read")


def test_the_activity_is_compared_with_the_days_before() -> None:
    said = figure("activity-progress", Sums(days=7, own=30, days_before=7, before=10))
    assert said.value == pytest.approx(40 / 20 - 1)
    assert reason("activity-progress", Sums(days=7, own=30, days_before=2)).startswith("Seen on 2 days")


def test_a_counter_counts_its_steps_up_between_two_readings_and_not_the_life_of_an_account() -> None:
    counter = Count(18_900, FIRST, 18_940, FIRST + timedelta(days=6))
    assert figure("counter", Sums(days=7, posts=counter, gained=45, lost=5)).value == pytest.approx(45 * 7 / 6)
    assert reason("counter", Sums(days=7)).startswith("Its counter of posts")


def test_images_and_hashtags_and_others_are_shares_with_a_least_number() -> None:
    sums = Sums(days=7, images=20, described=15, tags=10, readable=9)
    assert figure("described-images", sums).value == 0.75
    assert figure("readable-hashtags", sums).value == 0.9
    assert figure("reciprocity", sums, town(1, counterparts=40, outside=10)).value == 0.25
    assert reason("reciprocity", sums, town(1, counterparts=9, outside=9)).startswith("Counted on 9 only")


def test_silence_is_counted_to_the_last_day_of_the_window() -> None:
    posted = replace(town(1), last_post=WEEK.until - timedelta(days=1))
    assert figure("silence", Sums(days=7), posted).value == 0
    assert figure("silence", Sums(days=7), replace(posted, last_post=date(2026, 10, 31))).value == 8
    assert reason("silence", Sums(days=7)) == "No post of it is known in the year before."


def test_a_million_followers_in_a_day_are_left_out_with_the_reason() -> None:
    found = leap([(FIRST, 1_200), (FIRST + timedelta(days=1), 1_001_200)])
    assert found == Leap(FIRST + timedelta(days=1), 1, 1_200, 1_000_000)
    bought = replace(followers(1_200, 1_001_200), leap=found)
    for measure in ("audience", "follower-progress"):
        assert "1000000 followers came in 1 days" in reason(measure, bought)
    assert figure("own-posts", bought).value == 0  # what does not count followers says what it said


def test_a_good_market_day_and_a_steady_growth_are_no_leap() -> None:
    days = [FIRST + timedelta(days=day) for day in range(30)]
    assert leap([(days[0], 100), (days[1], 400)]) is None
    assert leap([(day, 1_000 + 600 * number) for number, day in enumerate(days)]) is None
    assert leap([(days[0], 1_000), (days[20], 10_500)]) is None  # spread over twenty days that nobody looked


def test_a_leap_after_a_month_of_calm_is_found_among_many_days() -> None:
    seen = [(FIRST + timedelta(days=day), 2_000 + 3 * day) for day in range(30)]
    found = leap([*seen, (FIRST + timedelta(days=30), 9_000)])
    assert found is not None
    assert found.day == FIRST + timedelta(days=30)


def test_what_a_person_left_out_stays_out_of_every_measure() -> None:
    parody = replace(town(1), excluded=Sentence("It is a parody."))
    assert {reason(measure, Sums(days=7, own=5), parody) for measure in MEASURES} == {"It is a parody."}


@given(st.integers(1, 10_000), st.data())
def test_a_shares_bounds_hold_the_share_and_stay_between_0_and_1(tries: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, tries))
    low, high = intervals.of_share(hits, tries)
    assert 0 <= low <= hits / tries <= high <= 1


@given(st.integers(0, 1_000_000))
def test_a_counts_bounds_hold_the_count(count: int) -> None:
    low, high = intervals.of_count(count)
    assert 0 <= low <= count < high


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.69), (1, 0.025, 5.57), (10, 4.80, 18.39)])
def test_the_bounds_of_a_count_are_nearly_the_exact_ones(count: int, low: float, high: float) -> None:
    """Exact ones: Garwood 1936."""
    assert intervals.of_count(count) == pytest.approx((low, high), abs=0.06)


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=60))
def test_a_medians_bounds_are_values_on_both_sides_of_it(values: list[int]) -> None:
    ordered = sorted(values)
    low, high = intervals.of_median(ordered)
    assert low <= ordered[(len(ordered) - 1) // 2] <= ordered[len(ordered) // 2] <= high
