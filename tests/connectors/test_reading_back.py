"""Whether a post left: there, certainly not there, or nobody can tell."""

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.reading_back import SETTLED, Seen, which
from beffroi.vocabulary import Media, Outgoing, Receipt, said_at

NOW = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
LATER = NOW + SETTLED
THERE = Receipt("1", "https://network.example/1")
IMAGE = Media("image/png", "")


def outgoing(text: str, *media: Media) -> Outgoing:
    return Outgoing("key", text, NOW, media=media)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Le conseil, à 20 h.", "Le conseil,\u202fà 20 h."),
        ("L’e\u0301te\u0301", "L’été"),
        ("Voir https://www.feurs.example/a?b=1#c", "Voir http://feurs.example/"),
        ("Voir feurs.example/agenda (demain)", "Voir https://feurs.example (demain)"),
        ("Deux  lignes\n\nici", "Deux lignes ici"),
    ],
)
def test_what_a_network_may_change_is_still_ours(sent: str, shown: str) -> None:
    assert which(outgoing(sent), [Seen(THERE, shown)], answered_at=LATER) == THERE


@pytest.mark.parametrize("shown", ["Une tout autre nouvelle", "Le stade ferme ce soir"])
def test_other_words_are_not_ours(shown: str) -> None:
    assert which(outgoing("Le conseil commence à 20 h."), [Seen(THERE, shown)], answered_at=LATER) is None


def test_nothing_there_is_an_answer_once_it_had_time_to_be_shown() -> None:
    assert which(outgoing("Oui"), [], answered_at=LATER) is None
    with pytest.raises(TryLater):
        which(outgoing("Oui"), [], answered_at=LATER - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (outgoing("Le conseil commence à 20 h."), Seen(THERE, "Le conseil commence à 21 h.")),
        (outgoing("", IMAGE), Seen(THERE, "", pictures=None)),
        (outgoing("", IMAGE), Seen(THERE, "Une légende")),
        (outgoing("Une légende", IMAGE), Seen(THERE, "Une légende", pictures=0)),
    ],
)
def test_what_could_be_ours_is_never_sent_again(post: Outgoing, seen: Seen) -> None:
    with pytest.raises(Refused):
        which(post, [seen], answered_at=LATER)


def test_a_picture_without_words_is_known_by_its_number() -> None:
    assert which(outgoing("", IMAGE), [Seen(THERE, "", pictures=1)], answered_at=LATER) == THERE


def test_without_a_clock_of_theirs_nobody_can_tell() -> None:
    with pytest.raises(Refused):
        which(outgoing("Oui"), [], answered_at=said_at("yesterday"))


@pytest.mark.parametrize("header", ["", "yesterday", "Mon, 30 Nov 99999999999999999999 00:00:00 GMT", "Nov 2026"])
def test_a_header_that_holds_no_moment_is_none(header: str) -> None:
    assert said_at(header) is None
