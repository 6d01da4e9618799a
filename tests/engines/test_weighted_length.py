"""X's count is that of its own library, which is asked only where a link or an emoji may stand."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from twitter_text import parse_tweet
from twitter_text.regexp.valid_cctld import valid_cctld
from twitter_text.regexp.valid_gtld import valid_gtld

import beffroi.site
from beffroi.engines.texts.lengths import weighted

ENDINGS = Path(beffroi.site.__file__).parent / "static" / "beffroi" / "js" / "later" / "endings.js"
PIECES = """
a é fr . .. feurs.fr https:// / ( ) @ # - _ com 日本 www. ?a=b ! » © … € 👩‍👩‍👧‍👦 ❤️ ❤ 🇫🇷 🇫 1️⃣ 1⃣ 12 x.y 。 . 🏽 * ½ 〰
""".split()
SIGNS = [" ", "\n", "\r\n", "\u202f", "\u0301", "e\u0301", "\u212b", "\u200d", "\ufe0f", "\u20e3", "\x00"]


@given(st.lists(st.sampled_from([*PIECES, *SIGNS]), max_size=8).map("".join))
def test_the_weight_is_that_of_the_whole_library(text: str) -> None:
    assert weighted(text) == int(parse_tweet(text).weightedLength)


def test_half_a_character_weighs_two() -> None:
    assert weighted("a\ud83d") == 3


def test_the_page_knows_the_same_endings_of_hosts_as_the_library() -> None:
    known = {ending for pattern in (valid_cctld, valid_gtld) for ending in in_pattern(pattern.pattern)}
    _before, listed, _after = ENDINGS.read_text(encoding="utf-8").split("`")
    assert set(listed.split()) == known


def in_pattern(pattern: str) -> list[str]:
    alternatives = re.fullmatch(r"\(\?:\(\?:(.*?)\)\(\?=.*", pattern)
    assert alternatives
    return alternatives[1].split("|")
