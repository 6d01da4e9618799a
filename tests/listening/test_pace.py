"""How often, in words that promise no more than was heard."""

import pytest
from django.utils import translation

from beffroi.engines.counts.sampling import Estimate
from beffroi.listening.templatetags.pace import pace, short_pace


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(12.3, 8.7, 16.2), "about 12 posts a day (between 8 and 17)"),
        (Estimate(1.2, 0.4, 3.1), "about 1 post a day (between 0 and 4)"),
        (Estimate(1_234, 1_219, 1_251), "about 1,200 posts a day (between 1,200 and 1,300)"),
        (Estimate(0.5, 0.2, 1.1), "about 4 posts a week (between 1 and 8)"),
        (Estimate(0.1, 0.01, 0.4), "about 3 posts a month (between 0 and 12)"),
        (Estimate(0, 0, 3.2), "none in the sample, so fewer than 4 posts a day"),
        (Estimate(0, 0, 0.53), "none in the sample, so fewer than 4 posts a week"),
    ],
)
def test_two_figures_and_a_unit_that_one_can_picture(estimate: Estimate, words: str) -> None:
    with translation.override("en"):
        assert pace(estimate) == words


def test_in_french() -> None:
    with translation.override("fr"):
        assert pace(Estimate(12.3, 8.7, 16.2)) == "environ 12 messages par jour (entre 8 et 17)"
        assert short_pace(Estimate(1_234, 0, 0)) == "environ 1\N{NO-BREAK SPACE}200 messages par jour"
