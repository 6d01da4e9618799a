"""What several sources say together."""

from itertools import permutations

import pytest

from beffroi.engines.procedure import Judgement, State, weigh
from beffroi.vocabulary import Sentence

CONTRADICTED, PENDING, NO_DATA = State.CONTRADICTED, State.PENDING_VOTE, State.NO_DATA
COMPATIBLE, CONFIRMED = State.COMPATIBLE, State.CONFIRMED


def said(word: str) -> Judgement:
    """A judgement from one word: a state, or an outcome that is confirmed."""
    if word in ("adopted", "rejected", "happened"):
        return Judgement(CONFIRMED, word, (Sentence(f"it was {word}"),))
    return Judgement(State(word), "", (Sentence(f"why {word}"),))


@pytest.mark.parametrize(
    ("words", "state", "outcome"),
    [
        ([NO_DATA], NO_DATA, ""),
        ([PENDING], PENDING, ""),
        ([COMPATIBLE], COMPATIBLE, ""),
        ([CONTRADICTED], CONTRADICTED, ""),
        (["adopted"], CONFIRMED, "adopted"),
        ([NO_DATA, PENDING], PENDING, ""),
        ([NO_DATA, COMPATIBLE], COMPATIBLE, ""),
        ([PENDING, COMPATIBLE], COMPATIBLE, ""),
        ([NO_DATA, CONTRADICTED], CONTRADICTED, ""),
        ([PENDING, CONTRADICTED], CONTRADICTED, ""),
        ([COMPATIBLE, CONTRADICTED], CONTRADICTED, ""),
        ([NO_DATA, "adopted"], CONFIRMED, "adopted"),
        ([PENDING, "adopted"], CONFIRMED, "adopted"),  # the last article of a finished text stays pending for ever
        ([COMPATIBLE, "rejected"], CONFIRMED, "rejected"),
        (["adopted", "adopted"], CONFIRMED, "adopted"),
        (["adopted", CONTRADICTED], CONTRADICTED, ""),
        (["adopted", "rejected"], CONTRADICTED, ""),
        (["adopted", "happened"], CONTRADICTED, ""),
        (["adopted", COMPATIBLE, "rejected"], CONTRADICTED, ""),
        ([NO_DATA, PENDING, COMPATIBLE, "adopted"], CONFIRMED, "adopted"),
    ],
)
def test_together_they_say_this_in_whatever_order(words: list[str], state: State, outcome: str) -> None:
    for order in permutations(words):
        judgement = weigh({f"source {at}": said(word) for at, word in enumerate(order)})
        assert (judgement.state, judgement.outcome) == (state, outcome), order


def test_a_quarrel_names_both_and_what_each_says() -> None:
    judgement = weigh({"Ballot 12": said("adopted"), "Live list": said(CONTRADICTED), "Feed": said(NO_DATA)})
    told = [str(reason) for reason in judgement.reasons]
    assert told[0].startswith("Two sources do not agree, “Ballot 12” and “Live list”.")
    assert told[1:3] == [
        "According to “Ballot 12” it was adopted.",
        "According to “Live list” it is not so, or not yet.",
    ]
    assert "it was adopted" in told and "why CONTRADICTED" in told


def test_the_reasons_that_decide_come_first() -> None:
    judgement = weigh({"a": said(NO_DATA), "b": said(COMPATIBLE)})
    assert [str(reason) for reason in judgement.reasons] == ["why COMPATIBLE", "why NO_DATA"]


def test_what_each_says_is_kept_as_evidence() -> None:
    judgement = weigh({"Live list": Judgement(PENDING, "", (), {"undecided": 0})})
    assert judgement.evidence == {"Live list": {"state": "PENDING_VOTE", "undecided": 0}}


def test_without_any_source_nothing_is_known() -> None:
    assert weigh({}).state is NO_DATA
