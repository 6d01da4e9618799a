"""What a town expects of a source of its own: these words, this value; and what finding them proves.

By default it proves nothing alone (COMPATIBLE). Whoever knows the source may say that it confirms, and what.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from beffroi.engines.procedure.days import PARIS
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

MISSING = "Fill in “{name}”: without it this source cannot be asked."
NO_PROOF = "What it proves is “compatible” or “confirmed”, not “{written}”."
NO_OUTCOME = "What it confirms is “adopted”, “rejected” or “happened”, not “{written}”."
NO_MOMENT = "Not a moment: “{written}”. Write 2026-11-20 or 2026-11-20T18:00."
FOUND = "It says: “{said}”."
NEGATED = "A negation stands beside the words that were looked for: “{said}”."
NOT_FOUND = "Nowhere does it say “{words}”."

PROOFS = {"compatible": State.COMPATIBLE, "confirmed": State.CONFIRMED}
OUTCOMES = ("adopted", "rejected", "happened")
NEGATIONS = frozenset("pas non jamais aucun aucune ne n ni sans not no rejete rejetee reporte reportee retire".split())
AROUND = 4  # words before and after in which a negation turns a sentence
LONGEST_QUOTE = 200  # characters


@dataclass(frozen=True, slots=True)
class Expectation:
    state: State
    outcome: str

    @classmethod
    def of(cls, question: Question) -> "Expectation":
        proves = question.parameters.get("proves", "").strip().lower() or "compatible"
        outcome = question.parameters.get("outcome", "").strip().lower() or "happened"
        if proves not in PROOFS:
            raise BadQuestion(Sentence(NO_PROOF, {"written": proves}))
        if outcome not in OUTCOMES:
            raise BadQuestion(Sentence(NO_OUTCOME, {"written": outcome}))
        return cls(PROOFS[proves], outcome if PROOFS[proves] is State.CONFIRMED else "")

    def met(self, said: str, evidence: Mapping[str, Any]) -> Judgement:
        told = (Sentence(FOUND, {"said": quoted(said)}),)
        return Judgement(self.state, self.outcome, told, {"said": quoted(said), **evidence})


def needed(question: Question, name: str) -> str:
    """A parameter that must be filled in. Raises BadQuestion."""
    found = question.parameters.get(name, "").strip()
    if not found:
        raise BadQuestion(Sentence(MISSING, {"name": name}))
    return found


def looked_for(text: str, question: Question, evidence: Mapping[str, Any]) -> Judgement:
    """Whether the parameter `words` stands in `text`, one word after the other, whatever the accents."""
    words, expectation = needed(question, "words"), Expectation.of(question)
    wanted, there = plain(words), plain(text)
    places = [at for at in range(len(there)) if there[at : at + len(wanted)] == wanted]
    if not places or not wanted:
        return Judgement(State.NO_DATA, "", (Sentence(NOT_FOUND, {"words": words}),), evidence)
    for at in places:
        beside = [*there[max(0, at - AROUND) : at], *there[at + len(wanted) : at + len(wanted) + AROUND]]
        if not NEGATIONS & set(beside):
            return expectation.met(text, evidence)
    return Judgement(State.NO_DATA, "", (Sentence(NEGATED, {"said": quoted(text)}),), evidence)


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def quoted(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= LONGEST_QUOTE else said[: LONGEST_QUOTE - 1] + "…"


def since(question: Question) -> datetime | None:
    """The parameter `since`, before which nothing counts; by the clock in Paris where it names no zone."""
    written = question.parameters.get("since", "").strip()
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=PARIS)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadQuestion(Sentence(NO_MOMENT, {"written": written})) from error
