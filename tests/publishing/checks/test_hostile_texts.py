"""No text holds the page up: each of these would run for minutes if a check went over it again and again."""

import pytest

from beffroi.publishing.checks.run import findings
from tests.publishing.checks import checked

LONGEST = 20_000  # what the composer takes
PIECES = [
    "a",
    "A ",
    "1",
    "06 ",
    "FR76 ",
    "@",
    "@a",
    "#a",
    "#A",
    "a.",
    "a@",
    "a@a.",
    "\n",
    " ",
    "🎉",
    "🎉\n",
    "a🎉",
    "𝐁",
]
PIECES += ["https://", "https://a ", "AB-", "habite ", "M. ", "é", "\u200d", "\ue000", "(", "http://[", "%", "FR76A"]


@pytest.mark.parametrize("piece", PIECES)
def test_it_is_read_in_one_go(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    assert all(each.check for each in findings(checked(text, known=["villedefeurs", "sdis42.example"])))
