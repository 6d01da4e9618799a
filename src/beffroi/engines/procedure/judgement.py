"""What is asked of a source, and what its answer is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from beffroi.vocabulary import Sentence


class State(StrEnum):
    """What a reading says about a fact that somebody wants to announce.

    For "article 2 was adopted": CONTRADICTED, an amendment to it is still undecided; PENDING_VOTE, all are decided and
    nothing after it has begun, so that its own vote may be still to come; NO_DATA, the source has nothing on it;
    COMPATIBLE, something after it has begun, which a rejection would show as well; CONFIRMED, the source itself says
    what became of it.
    """

    CONTRADICTED = "CONTRADICTED"
    PENDING_VOTE = "PENDING_VOTE"
    NO_DATA = "NO_DATA"
    COMPATIBLE = "COMPATIBLE"
    CONFIRMED = "CONFIRMED"


@dataclass(frozen=True, slots=True)
class Question:
    """`subject` as people write it ("Article 2 bis", "l'ensemble"); `parameters` as the source's fields ask for."""

    subject: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """`outcome` is "adopted", "rejected" or "happened" when the state is CONFIRMED, else empty.

    `reasons` are in the order in which a person reads them; `evidence` is what they rest on, as JSON can hold it.
    """

    state: State
    outcome: str = ""
    reasons: tuple[Sentence, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


class Untrusted(Exception):
    """The reading cannot be believed: cut, garbled, stale, not what it claims to be. It says nothing about the fact."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


class BadQuestion(ValueError):
    """The question lacks what this source needs, or writes it in a way that cannot be meant."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason
