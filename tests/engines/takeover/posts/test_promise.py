"""What the guard promises about its false alarms over posts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.takeover.detectors import Rate
from beffroi.engines.takeover.posts import POSTS_A_YEAR, Model, NotAModel
from beffroi.engines.takeover.posts.betting import EDGES, Calibration, limits_of, widths
from beffroi.guard.post_model import shipped

A_MILLION = 1_000_000
THRESHOLD = 10 * POSTS_A_YEAR


def test_the_bet_pays_no_more_than_it_takes() -> None:
    pays = shipped().calibration.pays
    assert sum(pay * (high - low) for pay, low, high in zip(pays, EDGES, EDGES[1:], strict=False)) <= 1
    assert list(pays) == sorted(pays, reverse=True)


@pytest.mark.parametrize("seed", range(3))
def test_the_promise_is_kept_on_a_million_genuine_posts(seed: int) -> None:
    pays = np.array(shipped().calibration.pays)
    payments = pays[np.searchsorted(EDGES, np.random.default_rng(seed).random(A_MILLION), side="left") - 1]
    evidence, alarms = 0.0, 0
    for pay in payments.tolist():
        evidence = pay * (evidence + 1)
        if evidence >= THRESHOLD:
            evidence, alarms = 0.0, alarms + 1
    assert alarms <= A_MILLION / THRESHOLD


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=500))
def test_no_more_genuine_scores_fall_into_a_bin_than_its_p_value_says(scores: list[float]) -> None:
    calibration = Calibration((limits_of(scores), limits_of(scores)), ())
    places = [calibration.place(score, is_repost=False) for score in scores]
    for place, edge in enumerate(EDGES[1:]):
        assert 1 + sum(found <= place for found in places) <= edge * (len(scores) + 1) or place not in places


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=200), st.floats(-60, 60), st.floats(-60, 60))
def test_an_odder_post_never_pays_less(scores: list[float], one: float, other: float) -> None:
    calibration = Calibration((limits_of(scores), limits_of(scores)), ())
    low, high = sorted((one, other))
    assert calibration.place(high, is_repost=True) <= calibration.place(low, is_repost=True)


def test_few_calibration_posts_make_every_bin_wider() -> None:
    assert all(few > many > 0 for few, many in zip(widths(1_000), widths(20_000), strict=True))


def test_the_bound_of_a_rate_is_that_of_poisson() -> None:
    assert Rate(0, 1.0).bound == pytest.approx(2.9957, abs=1e-3)  # minus the logarithm of 0.05
    assert Rate(3, 3702.0).bound == pytest.approx(7.7537 / 3702, rel=1e-4)  # Garwood's table


def test_a_model_is_read_as_it_was_written() -> None:
    model = shipped()
    again = Model.read(model.written())
    assert (again.weights, again.calibration, again.fleet.peers.totals) == (
        model.weights,
        model.calibration,
        model.fleet.peers.totals,
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a model", None])
def test_what_is_no_model_is_refused(content: bytes | None) -> None:
    with pytest.raises(NotAModel):
        Model.read(content if content is not None else shipped().written()[:5_000])
