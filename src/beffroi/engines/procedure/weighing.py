"""What several sources say together."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from beffroi.engines.procedure.judgement import Judgement, State
from beffroi.vocabulary import Sentence

NOBODY = "No source has been read."
DISAGREE = "Two sources do not agree, “{one}” and “{other}”. Nothing leaves before a person knows which is wrong."
ADOPTED = "According to “{source}” it was adopted."
REJECTED = "According to “{source}” it was rejected."
HAPPENED = "According to “{source}” it happened."
NOT_YET = "According to “{source}” it is not so, or not yet."
SAYS = {"adopted": ADOPTED, "rejected": REJECTED, "happened": HAPPENED}

# From what proves least to what proves most. What contradicts is no weaker proof: it goes before all of them.
PROOF = (State.NO_DATA, State.PENDING_VOTE, State.COMPATIBLE, State.CONFIRMED)


def weigh(judgements: Mapping[str, Judgement]) -> Judgement:
    """One judgement of what several sources say, each under the name by which people know it.

    Two that confirm different things, or one that confirms what another contradicts, make CONTRADICTED. So does one
    that contradicts, whatever weaker proof the others have. Else the strongest proof counts.
    """
    if not judgements:
        return Judgement(State.NO_DATA, "", (Sentence(NOBODY),))
    quarrels = tuple(_quarrels(judgements))
    states = [judgement.state for judgement in judgements.values()]
    state = State.CONTRADICTED if quarrels or State.CONTRADICTED in states else max(states, key=PROOF.index)
    in_order = sorted(judgements.values(), key=lambda judgement: judgement.state is not state)
    outcome = in_order[0].outcome if state is State.CONFIRMED else ""
    reasons = (*quarrels, *(reason for judgement in in_order for reason in judgement.reasons))
    evidence = {name: {"state": str(one.state), **one.evidence} for name, one in judgements.items()}
    return Judgement(state, outcome, reasons, evidence)


def _quarrels(judgements: Mapping[str, Judgement]) -> Iterator[Sentence]:
    for (one, says), (other, replies) in combinations(judgements.items(), 2):
        if _disagree(says, replies):
            yield Sentence(DISAGREE, {"one": one, "other": other})
            yield _said(one, says)
            yield _said(other, replies)


def _disagree(one: Judgement, other: Judgement) -> bool:
    states = {one.state, other.state}
    if states == {State.CONFIRMED}:
        return one.outcome != other.outcome
    return states == {State.CONFIRMED, State.CONTRADICTED}


def _said(source: str, judgement: Judgement) -> Sentence:
    return Sentence(SAYS.get(judgement.outcome, NOT_YET), {"source": source})
