"""Followers that are expected of a body of its size: the four communes of 2014, and lines whose truth is known."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.counts.expected import (
    ALONE_TURNS,
    LEAST,
    NOBODY_FOLLOWS,
    NOBODY_LIVES_THERE,
    Observed,
    expect,
)
from beffroi.engines.counts.huber import fit, turned

LOIRE = (
    Observed("42218", "Saint-Étienne", 173_136, 8_520),
    Observed("42187", "Roanne", 35_409, 1_668),
    Observed("42186", "Rive-de-Gier", 15_242, 640),
    Observed("42094", "Feurs", 8_367, 296),
)


def towns(exponent: float = 0.9, *, count: int = 40, noise: float = 0.1, seed: int = 1) -> list[Observed]:
    random = Random(seed)
    found = []
    for number in range(count):
        population = round(10 ** random.uniform(3.3, 5.3))
        followers = round(0.05 * population**exponent * 10 ** random.gauss(0, noise)) + 1
        found.append(Observed(f"{number:05}", f"Ville {number}", population, followers))
    return found


def test_the_four_communes_of_2014_are_in_the_order_of_their_population_and_alike_per_head() -> None:
    per_thousand = [round(each.per_thousand or 0, 1) for each in LOIRE]
    assert per_thousand == [49.2, 47.1, 42.0, 35.4]
    assert sorted(LOIRE, key=lambda each: each.followers or 0) == sorted(LOIRE, key=lambda each: each.population or 0)
    assert max(per_thousand) / min(per_thousand) == pytest.approx(1.4, abs=0.02)


def test_four_communes_are_too_few_for_a_line_and_it_is_said() -> None:
    found = expect(LOIRE)
    assert found.line is None
    assert str(found.because) == "Too few to say what is expected. Bodies with all values: 4; it takes 8."


def test_a_line_through_the_four_explains_nearly_everything_by_population() -> None:
    found = expect(LOIRE, least=4)
    assert found.line is not None
    assert found.line.exponent == pytest.approx(1.11, abs=0.03)
    assert all(0.7 < each.times < 1.3 for each in found.placed)


def test_the_exponent_is_found_again() -> None:
    found = expect(towns(0.9))
    assert found.line is not None
    assert found.line.exponent == pytest.approx(0.9, abs=0.06)
    assert found.line.scale == pytest.approx(0.1, abs=0.05)


def test_a_town_with_bought_followers_neither_moves_the_line_nor_hides_behind_it() -> None:
    plain = expect(towns())
    bought = Observed("99999", "Achetée", 3_000, 1_000_000)
    found = expect([*towns(), bought])
    assert found.line is not None
    assert plain.line is not None
    assert found.line.exponent == pytest.approx(plain.line.exponent, abs=0.05)
    assert found.placed[0].observed == bought
    assert found.placed[0].times > 100


def test_a_city_that_alone_would_turn_the_line_does_not_draw_it() -> None:
    villages = [each for each in towns(count=60) if (each.population or 0) < 9_000]
    city = Observed("75056", "Paris", 2_100_000, 3_000)
    plain, found = expect(villages), expect([*villages, city])
    assert found.line is not None
    assert plain.line is not None
    assert found.line == plain.line
    assert {each.observed: each.said for each in found.placed}[city] == ALONE_TURNS
    assert found.placed[-1].observed == city


def test_a_body_has_no_say_in_what_is_expected_of_it() -> None:
    """The shown residual is that from a line fitted without the body."""
    bodies = towns(count=12, noise=0.15)
    found = expect(bodies)
    body = found.placed[0].observed
    x = np.column_stack([np.ones(11), [np.log10(each.population or 1) for each in bodies if each != body]])
    y = np.array([np.log10(each.followers or 1) for each in bodies if each != body])
    (intercept, exponent), _scale, _weights = fit(x, y)
    alone = 10 ** (intercept + exponent * np.log10(body.population or 1))
    assert found.placed[0].expected == pytest.approx(alone, rel=0.1)


def test_what_one_body_turns_is_what_the_line_turns_without_it() -> None:
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(30), rng.uniform(3, 5, 30)])
    y = 0.8 * x[:, 1] + rng.uniform(-0.1, 0.1, 30)
    (_intercept, whole), _scale, weights = fit(x, y)
    by = turned(x, y)
    root = np.sqrt(weights)
    for out in range(30):
        rest = np.arange(30) != out
        without = np.linalg.lstsq((x * root[:, None])[rest], (y * root)[rest], rcond=None)[0]
        assert by[out] == pytest.approx(whole - without[1], abs=1e-6)


def test_activity_is_taken_into_account_where_it_is_known() -> None:
    random, bodies = Random(5), []
    for number in range(60):
        population, posts = round(10 ** random.uniform(3.3, 5)), random.uniform(0, 40)
        followers = round(0.02 * population * (1 + posts) ** 0.5 * 10 ** random.gauss(0, 0.05)) + 1
        bodies.append(Observed(str(number), f"Ville {number}", population, followers, posts))
    found = expect(bodies, with_activity=True)
    assert found.line is not None
    assert found.line.activity == pytest.approx(0.5, abs=0.1)
    assert found.line.scale < (expect(bodies).line or found.line).scale


def test_who_cannot_be_placed_is_left_out_with_the_reason() -> None:
    out = [Observed("1", "Beaumont-en-Verdunois", 0, 3), Observed("2", "X", None, 3), Observed("3", "Y", 900, 0)]
    found = expect([*towns(), *out])
    assert {each.key: reason for each, reason in found.left_out} == {
        "1": NOBODY_LIVES_THERE,
        "2": NOBODY_LIVES_THERE,
        "3": NOBODY_FOLLOWS,
    }
    assert len(found.placed) == 40


def test_bodies_exactly_on_a_line_are_expected_as_they_are() -> None:
    bodies = [Observed(str(n), str(n), 1000 * 2**n, 50 * 2**n) for n in range(LEAST)]
    found = expect(bodies)
    assert found.line is not None
    assert found.line.exponent == pytest.approx(1)
    assert all(each.times == pytest.approx(1) for each in found.placed)


def test_bodies_of_the_same_size_have_a_line_too() -> None:
    found = expect([Observed(str(n), str(n), 5000, 100 + n) for n in range(LEAST)])
    assert found.line is not None
    assert all(0.9 < each.times < 1.1 for each in found.placed)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**7)), min_size=LEAST, max_size=30))
def test_whatever_is_observed_nobody_is_lost_and_all_is_finite(values: list[tuple[int, int]]) -> None:
    found = expect([Observed(str(n), str(n), *value) for n, value in enumerate(values)])
    assert len(found.placed) + len(found.left_out) == len(values)
    assert all(np.isfinite(each.expected) and each.times > 0 for each in found.placed)
    assert found.line is not None
    assert found.line.within >= 1
