"""Every detector says how often it is wrong."""

import pytest

from beffroi.engines.takeover import DETECTORS, WARNINGS, Rate
from beffroi.engines.takeover.rates import years_apart

CERTAIN = {"gone", "access-lost", "not-sent"}


def test_every_detector_has_a_rate_but_what_is_certain() -> None:
    assert {key for key, detector in DETECTORS.items() if detector.rate is None} == CERTAIN
    assert all(detector.rate for detector in WARNINGS.values())
    assert not DETECTORS.keys() & WARNINGS.keys()


@pytest.mark.parametrize(("alarms", "bound"), [(0, 2.9957), (3, 7.7537), (16, 24.3012)])
def test_the_bound_is_the_exact_one(alarms: int, bound: float) -> None:
    """Garwood 1936, as its table has it."""
    assert Rate(alarms, 1.0).bound == pytest.approx(bound, abs=1e-3)
    assert Rate(alarms, 1000.0).bound == pytest.approx(bound / 1000, abs=1e-6)


def test_how_rare_is_told_in_years_to_two_figures() -> None:
    assert all(years_apart(key) >= 1 for key in (DETECTORS | WARNINGS).keys() - CERTAIN)
    assert all(len(str(years_apart(key)).rstrip("0")) <= 2 for key in DETECTORS)
    assert all(years_apart(key) == 0 for key in CERTAIN)


def test_what_never_rang_for_nothing_is_told_by_its_bound() -> None:
    rate = DETECTORS["listed-link"].rate
    assert rate and rate.alarms == 0
    assert years_apart("listed-link") == pytest.approx(1 / rate.bound, rel=0.05)
