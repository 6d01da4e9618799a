"""The scatter: everything inside its frame, no name on another name or on a point."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.counts.expected import LEAST, Observed, expect
from beffroi.rankings.expected.labels import FOOT, HEIGHT, LEFT, RADIUS, TOP, WIDTH
from beffroi.rankings.expected.scatter import Drawing, drawn
from tests.engines.test_expected import LOIRE, towns

BODIES = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**7)), min_size=LEAST, max_size=25)


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def drawing_of(bodies: list[Observed]) -> Drawing:
    found = drawn(expect(bodies, least=4))
    assert found is not None
    return found


def test_the_four_communes_of_2014_are_all_named() -> None:
    found = drawing_of(list(LOIRE))
    assert {label.said for label in found.labels} == {each.name for each in LOIRE}
    assert [tick.value for tick in found.across] == [10_000, 20_000, 50_000, 100_000, 200_000]


def test_larger_stands_right_and_more_followers_stand_higher() -> None:
    by_name = {dot.placed.observed.name: dot for dot in drawing_of(list(LOIRE)).dots}
    assert by_name["Saint-Étienne"].x > by_name["Roanne"].x > by_name["Feurs"].x
    assert by_name["Saint-Étienne"].y < by_name["Roanne"].y < by_name["Feurs"].y


def test_without_a_line_nothing_is_drawn() -> None:
    assert drawn(expect(LOIRE)) is None


def test_in_a_crowd_some_names_are_left_to_the_table() -> None:
    found = drawing_of(towns(count=300))
    assert 5 < len(found.labels) < 41
    assert len(found.dots) == 300


def test_of_a_multitude_the_farthest_are_all_drawn_and_the_rest_is_counted() -> None:
    expectation = expect(towns(count=5_000))
    found = drawn(expectation)
    assert found is not None
    assert len(found.dots) + found.not_drawn == 5_000
    assert 1_000 < len(found.dots) <= 1_500
    shown = {dot.placed.observed.key for dot in found.dots}
    assert {each.observed.key for each in (*expectation.placed[:300], *expectation.placed[-300:])} <= shown


@given(BODIES)
def test_no_name_covers_another_name_or_a_point_and_all_is_in_the_frame(values: list[tuple[int, int]]) -> None:
    found = drawing_of([Observed(str(n), f"Ville {n}" * (n % 3 + 1), *value) for n, value in enumerate(values)])
    boxes = [label.box for label in found.labels]
    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    for dot in found.dots:
        assert LEFT <= dot.x <= WIDTH
        assert TOP - 1 <= dot.y <= HEIGHT - FOOT + 1
        point = (dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS)
        assert not any(meet(box, point) for box in boxes)
    for left, top, right, foot in boxes:
        assert left >= 0 and right <= WIDTH and top >= 0 and foot <= HEIGHT
