"""A text is as long as its network counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.texts.lengths import Length, Limit, graphemes, utf8_bytes

BLUESKY = Limit(max_length=300, max_bytes=3_000)
FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "seen", "sent"),
    [
        ("", 0, 0),
        ("Guéret", 6, 7),
        ("Gue\u0301ret", 6, 8),  # the accent as a character of its own
        (FAMILY, 1, 25),
        ("👍🏽", 1, 8),
        ("🇫🇷🇩🇪", 2, 16),  # two flags, not four letters
        ("❤️", 1, 6),
        ("1️⃣", 1, 7),
        ("\r\n", 1, 2),
        ("한국", 2, 6),
        ("नमस्ते", 3, 18),
        ("שָׁלוֹם", 4, 14),
        ("\ud83d", 1, 3),
    ],
)
def test_graphemes_and_bytes(text: str, seen: int, sent: int) -> None:
    assert (graphemes(text), utf8_bytes(text)) == (seen, sent)


def test_an_empty_text_leaves_all_the_characters() -> None:
    assert BLUESKY.measure("") == Length(used=0, left=300, unit="graphemes")


def test_ordinary_text_is_counted_in_characters() -> None:
    assert BLUESKY.measure("é" * 300) == Length(300, 0, "graphemes")
    assert not BLUESKY.measure("é" * 300).over
    assert BLUESKY.measure("é" * 301) == Length(301, -1, "graphemes")
    assert BLUESKY.measure("é" * 301).over


def test_heavy_emoji_are_counted_in_bytes() -> None:
    assert BLUESKY.measure(FAMILY * 120) == Length(3_000, 0, "bytes")
    assert not BLUESKY.measure(FAMILY * 120).over
    assert BLUESKY.measure(FAMILY * 121) == Length(3_025, -25, "bytes")
    assert BLUESKY.measure(FAMILY * 121).over


def test_the_limit_that_is_overrun_most_is_told_when_both_are() -> None:
    assert BLUESKY.measure(FAMILY * 400) == Length(10_000, -7_000, "bytes")


def test_a_network_may_count_characters_only() -> None:
    assert Limit(500).measure(FAMILY * 500) == Length(500, 0, "graphemes")


@given(st.text(alphabet=["a", "é", "\u0301", "🇫", "👩", "\u200d", "👧"]), st.integers(1, 8), st.integers(1, 40))
def test_over_means_that_one_of_the_two_limits_is_overrun(text: str, characters: int, octets: int) -> None:
    over = graphemes(text) > characters or utf8_bytes(text) > octets
    assert Limit(characters, octets).measure(text).over is over


MASTODON = Limit(max_length=500, counts="characters", url_length=23)
X = Limit(max_length=280, counts="weighted", url_length=23)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("é", 1),
        (FAMILY, 7),  # code points: each person, each joiner
        ("https://www.feurs.fr/a-very-long-address/that-goes-on?and=on&for=ever", 23),
        ("https://a.fr.", 24),  # the full stop is not the link's
        ("@mairie@social.feurs.fr bonjour", len("@mairie bonjour")),
        ("écrire à mairie@feurs.fr", 24),  # an e-mail address is not a mention
    ],
)
def test_mastodon_counts_characters_links_at_one_length_and_mentions_without_their_server(
    text: str, counted: int
) -> None:
    assert MASTODON.measure(text).used == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("é œ « » ’", 9),
        ("…", 2),
        ("€", 2),
        ("\u202f", 2),
        (FAMILY, 2),
        ("https://www.feurs.fr/a-very-long-address/that-goes-on", 23),
        ("feurs.fr", 23),  # X makes a link of a bare host
    ],
)
def test_x_weighs_its_characters(text: str, counted: int) -> None:
    assert X.measure(text).used == counted
    assert X.measure(text).unit == "weighted"
