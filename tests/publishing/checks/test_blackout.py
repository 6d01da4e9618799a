"""What would leave inside a window."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.engines.times.blackout import Window
from beffroi.publishing.checks import blackout
from tests.publishing.checks import checked


def window(effect: Any, calendar: Any = "custom", name: str = "Deuil national") -> Window:
    start, end = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
    return Window("own-7", calendar, name, start, end, effect, source="Décret du 19 novembre")


@pytest.mark.parametrize(
    ("effect", "blocks", "liftable"), [("blocks", True, False), ("asks", True, True), ("warns", False, False)]
)
def test_the_window_decides_what_may_be_done(effect: str, blocks: bool, liftable: bool) -> None:
    [finding] = blackout.check(checked("Bonjour", windows=[window(effect)]))
    assert (finding.check, finding.place, finding.about) == ("blackout", "time", "own-7")
    assert (finding.blocks, finding.liftable) == (blocks, liftable)


def test_it_says_which_window_until_when_and_from_where() -> None:
    [finding] = blackout.check(checked("Bonjour", windows=[window("blocks")]))
    assert "Deuil national" in finding.words
    assert "20:30" in finding.words  # in Paris
    assert "Décret du 19 novembre" in finding.words


def test_a_window_without_a_source_says_none() -> None:
    unsourced = replace(window("warns"), source="")
    [finding] = blackout.check(checked("Bonjour", windows=[unsourced]))
    assert "Source" not in finding.words


def test_two_accounts_in_one_window_are_one_finding() -> None:
    both = checked("Bonjour", windows=[window("asks"), window("asks")])
    assert len(list(blackout.check(both))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bilan de mandat : six ans au service des Foréziens",
        "Nous avons rénové l’école Charles-Perrault.",
        "Grâce à l’action de votre maire, la piscine rouvre.",
        "Votre municipalité agit pour vous.",
        "Un record d’investissements en 2026 !",
        "Des promesses tenues.",
        "Les impôts n’ont pas augmenté.",
    ],
)
def test_a_text_that_boasts_is_told_the_four_tests_of_the_judge(text: str) -> None:
    [finding] = blackout.check(checked(text, windows=[window("warns", "promotion")]))
    assert not finding.blocks
    for test in ("antériorité", "régularité", "identité", "ton neutre"):
        assert test in finding.words


@pytest.mark.parametrize(
    "text",
    [
        "La piscine rouvre lundi à 10 h.",
        "Conseil municipal ce soir : budget, école, voirie.",
        "Grâce à la pluie, la restriction d’eau est levée.",
        "Le bilan de l’accident est de deux blessés légers.",
        "Bilan énergétique gratuit : inscrivez-vous en mairie.",
        "Nous avons besoin de bénévoles.",
    ],
)
def test_daily_information_is_not_warned_for_seven_months(text: str) -> None:
    assert list(blackout.check(checked(text, windows=[window("warns", "promotion")]))) == []
