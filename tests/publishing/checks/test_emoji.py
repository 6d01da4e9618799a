"""Few emoji, at the end."""

import pytest

from beffroi.publishing.checks import emoji
from tests.publishing.checks import checked


def about(text: str) -> list[str]:
    return [finding.about for finding in emoji.check(checked(text))]


@pytest.mark.parametrize(
    "text",
    [
        "La piscine rouvre lundi.",
        "La piscine rouvre lundi 🏊",
        "La piscine rouvre lundi ! 🏊🏽‍♀️💦",
        "📅 Samedi 12 décembre, marché de Noël.",
        "Bonne fête nationale 🇫🇷",
        "🎉 Bravo à tous 🎉",
        "Marque déposée™ et © Ville de Feurs, température : 25 °C → 30 °C",
        "Composez le 15, le 18 ou le 112 # ou *.",
        "Le marché est déplacé. 🙂\nPlace du Forum, de 8 h à 12 h.",
    ],
)
def test_an_ordinary_post_passes(text: str) -> None:
    assert about(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bravo 🎉🎉🎉🎉", ["number"]),
        ("📅 Samedi\n📍 Place du Forum\n🕐 10 h", ["bullets"]),
        ("✅ Propreté\n✅ Sécurité", ["bullets"]),
        ("Venez 🎄 nombreux", ["middle"]),
        ("Le 👉 marché 👈 de 🎅 Noël 🎄", ["number", "middle"]),
        ("👩‍👩‍👧‍👦 un\n👨‍🚒 deux\n1️⃣ trois\n🇫🇷 quatre", ["number", "bullets"]),
    ],
)
def test_what_cuts_the_reading_is_said(text: str, found: list[str]) -> None:
    assert about(text) == found


def test_a_family_is_one_emoji() -> None:
    assert about("En famille 👨‍👩‍👧‍👦👨‍👩‍👧👩‍👦") == []


def test_it_blocks_nothing() -> None:
    assert not any(finding.blocks for finding in emoji.check(checked("🎉🎉🎉🎉")))
