"""The time of a question, taken apart: whatever overlaps, three parts sum to the whole, in real and in open time."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.times.waits import (
    MINUTE,
    NOTHING,
    PARTS,
    Span,
    Waits,
    holder,
    in_minutes,
    mean,
    shares,
    waits,
)
from beffroi.engines.worktime import hours_of
from beffroi.engines.worktime.writing import read

PARIS = ZoneInfo("Europe/Paris")
OFFICE = hours_of(read(["8:30-12:00 13:30-17:30"] * 5 + ["", ""], PARIS, territory="metropole"))
BEGIN = datetime(2026, 10, 23, tzinfo=UTC)  # two days before the clocks are changed
MOMENTS = st.integers(0, 7 * 24 * 3600).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
SPANS = st.lists(st.tuples(MOMENTS, MOMENTS | st.none()), max_size=5)
LENGTHS = st.builds(Waits, *[st.timedeltas(NOTHING, timedelta(days=60)) for _part in PARTS])


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(BEGIN.date(), time(hour, minute), UTC)


def span(begins: int, ends: int | None) -> Span:
    return at(begins), None if ends is None else at(ends)


def hours(*numbers: float) -> Waits:
    return Waits(*(timedelta(hours=number) for number in numbers))


def test_what_nobody_else_holds_is_the_desk_s() -> None:
    assert waits(at(8), at(12), service=[], approval=[]) == hours(0, 0, 4)
    assert waits(at(8), at(12), service=[span(9, 10)], approval=[span(11, 12)]) == hours(1, 1, 2)


def test_an_answer_that_waits_for_its_approval_waits_for_no_service() -> None:
    assert waits(at(8), at(12), service=[span(8, None)], approval=[span(10, 11)]) == hours(3, 1, 0)


def test_two_services_at_once_count_once() -> None:
    assert waits(at(8), at(12), service=[span(8, 10), span(9, 11)], approval=[]) == hours(3, 0, 1)


def test_who_holds_it_is_told_of_any_moment() -> None:
    held = {"service": [span(9, 11)], "approval": [span(10, None)]}
    assert [holder(at(hour), **held) for hour in (8, 9, 10, 11)] == ["desk", "service", "approval", "approval"]


def test_a_night_in_which_the_clocks_are_changed_is_as_long_as_it_is() -> None:
    midnight = datetime(2026, 10, 25, tzinfo=PARIS)
    night = waits(midnight, midnight + timedelta(days=1), service=[], approval=[])
    assert night.desk == timedelta(hours=25)


@given(MOMENTS, MOMENTS, SPANS, SPANS)
def test_the_parts_sum_to_the_whole_in_real_and_in_opened_time(
    start: datetime, end: datetime, service: list[Span], approval: list[Span]
) -> None:
    real = waits(start, end, service=service, approval=approval)
    opened = waits(start, end, service=service, approval=approval, measure=OFFICE.opened)
    assert real.whole == max(end - start, NOTHING)
    assert opened.whole == OFFICE.opened(start, end)
    assert all(NOTHING <= some <= more for some, more in zip(opened.parts, real.parts, strict=True))


@given(MOMENTS, MOMENTS, SPANS, SPANS, st.randoms(use_true_random=False))
def test_their_order_changes_nothing(
    start: datetime, end: datetime, service: list[Span], approval: list[Span], random: Random
) -> None:
    before = waits(start, end, service=service, approval=approval)
    random.shuffle(service)
    random.shuffle(approval)
    assert waits(start, end, service=[*service, *service], approval=approval) == before


@given(MOMENTS, MOMENTS, MOMENTS, SPANS, SPANS)
def test_a_stretch_cut_in_two_waits_as_long_for_each(
    one: datetime, two: datetime, three: datetime, service: list[Span], approval: list[Span]
) -> None:
    start, middle, end = sorted((one, two, three))
    before, after, whole = (
        waits(*stretch, service=service, approval=approval)
        for stretch in ((start, middle), (middle, end), (start, end))
    )
    assert whole.parts == tuple(a + b for a, b in zip(before.parts, after.parts, strict=True))


@given(LENGTHS)
def test_whole_minutes_sum_to_the_whole_minutes_of_the_whole(each: Waits) -> None:
    rounded = in_minutes(each)
    assert rounded.whole == each.whole // MINUTE * MINUTE
    assert all(abs(part - exact) < MINUTE for part, exact in zip(rounded.parts, each.parts, strict=True))
    assert all(part >= NOTHING and not part % MINUTE for part in rounded.parts)


@given(LENGTHS)
def test_shares_sum_to_a_hundred(each: Waits) -> None:
    found = shares(each)
    assert (found is None) == (not each.whole)
    assert found is None or (sum(found) == 100 and min(found) >= 0)


def test_on_average_each_part_for_itself() -> None:
    assert mean([hours(1, 0, 3), hours(3, 2, 1)]) == hours(2, 1, 2)
    assert mean([]) == hours(0, 0, 0)
