"""Mentions of accounts that only look like one we know."""

from beffroi.publishing.checks import lookalike
from tests.publishing.checks import checked

KNOWN = ["villedefeurs.bsky.social", "prefet42"]


def test_a_handle_that_looks_the_same_blocks_until_somebody_says_why() -> None:
    [finding] = lookalike.check(checked("Merci @viIledefeurs.bsky.social !", known=KNOWN))
    assert (finding.blocks, finding.liftable, finding.about) == (True, True, "viIledefeurs.bsky.social")


def test_a_slip_of_the_finger_is_asked_about() -> None:
    [finding] = lookalike.check(checked("Merci @villedefleurs.bsky.social", known=KNOWN))
    assert not finding.blocks
    assert "Did you mean" in finding.words


def test_known_and_foreign_handles_pass() -> None:
    text = (
        "Merci @villedefeurs.bsky.social, @prefet42, @prefet69 et @saint-etienne.fr (https://x.example/@viIledefeurs)"
    )
    assert list(lookalike.check(checked(text, known=KNOWN))) == []


def test_without_known_handles_nothing_is_said() -> None:
    assert list(lookalike.check(checked("@viIledefeurs"))) == []
