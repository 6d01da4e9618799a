"""Texts that were sent already, or that leave at the same time."""

from beffroi.publishing.checks import similar
from tests.publishing.checks import checked


def test_a_text_sent_lately_is_said() -> None:
    [finding] = similar.check(checked("Bonjour", similar=[("sent", "@feurs, 12 November")]))
    assert (finding.place, finding.blocks) == ("text", False)
    assert "12 November" in finding.words


def test_a_text_that_leaves_at_the_same_time_is_said() -> None:
    [finding] = similar.check(checked("Bonjour", similar=[("time", "10:05, “Le marché”")]))
    assert (finding.place, finding.blocks) == ("time", False)
    assert "Le marché" in finding.words


def test_two_of_them_can_be_told_apart() -> None:
    first, second = similar.check(checked("Bonjour", similar=[("time", "10:05, “A”"), ("time", "10:05, “B”")]))
    assert first.about != second.about
