"""Folding sets aside case, accents and typography, and nothing else."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.texts.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Guéret", "gueret"),
        ("GUE\u0301RET", "gueret"),  # the accent as a character of its own
        ("Œuvre, cœur, VŒUX", "oeuvre, coeur, voeux"),
        ("Lætitia", "laetitia"),
        ("Groß", "gross"),
        ("İstanbul ısı", "istanbul isi"),
        ("Łódź, Þór, Ðuro, smørrebrød", "lodz, thor, duro, smorrebrod"),
        ("ﬃ ½", "ffi 1⁄2"),
        ("𝗚𝘂𝗲́𝗿𝗲𝘁", "gueret"),  # bold mathematical letters
        ("Ｇｕｅｒｅｔ", "gueret"),  # full width
        ("co\u00adopé\u200bration", "cooperation"),  # soft hyphen, space of no width
        ("👍🏽", "👍"),
        ("m²", "m2"),
        ("مُحَمَّد", "محمد"),  # vowel marks
        ("שָׁלוֹם", "שלום"),
        ("L’été\u00a0!", "l’ete !"),
    ],
)
def test_spellings_of_one_word_fold_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_every_code_point_twice_changes_nothing_more() -> None:
    unstable = [hex(code) for code in range(sys.maxunicode + 1) if fold(fold(chr(code))) != fold(chr(code))]
    assert not unstable


@given(st.text(), st.text())
def test_the_fold_of_two_texts_is_the_two_folds(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert fold("\ud83d É") == "\ud83d e"
