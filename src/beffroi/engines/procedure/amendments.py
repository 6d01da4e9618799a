"""What the fate of single amendments says: about themselves, everything; about their article, next to nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.engines.procedure.discussion import Amendment
from beffroi.engines.procedure.divisions import same_division
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

ADOPTED = "Amendment {number} was adopted."
REJECTED = "Amendment {number} was rejected."
DROPPED = "Amendment {number} was not put to the vote: “{sort}”."
OPEN = "Amendment {number} is not decided yet."
STRANGE = "Of amendment {number} this source says “{sort}”, which is not understood."
ANOTHER = "This source speaks of other amendments."
OPEN_IN_DIVISION = "Amendment {number} to “{subject}” is not decided yet."
SOME_DECIDED = "Amendments to “{subject}” are decided; that says nothing of the article's own vote."
NOTHING_ON_IT = "This source has nothing on “{subject}”."

ASKED = re.compile(r"(?:sous-)?amendement\s+(?:n\s*[°ºo]?\s*)?([\w-]+)")
DROPS = ("retire", "tombe", "non soutenu", "irrecevable", "satisfait", "sans objet", "cet amendement est retire")


@dataclass(frozen=True, slots=True)
class Seen:
    division: str
    amendment: Amendment


def fates(seen: Sequence[Seen], question: Question) -> Judgement:
    """Asked about an amendment ("amendement n° 12", or no subject and the parameter `amendment`), its fate; asked about
    a division, whether one of its amendments is undecided."""
    wanted = asked_for(question)
    if wanted:
        return _of_one([each.amendment for each in seen if bare(each.amendment.number) == wanted])
    return _of_a_division([each.amendment for each in seen if same_division(each.division, question.subject)], question)


def asked_for(question: Question) -> str:
    """The number of the amendment that is meant, empty when a division is.

    The subject goes first: that amendment 12 was adopted must never be taken for the adoption of its article.
    """
    found = ASKED.match(fold(question.subject).strip().removeprefix("l'").removeprefix("l’"))
    if question.subject.strip():
        return bare(found[1]) if found else ""
    return bare(question.parameters.get("amendment", ""))


def bare(number: str) -> str:
    """A number without what a later wording adds: "I-238 rect. bis" is I-238."""
    return re.sub(r"\s*rect.*$", "", fold(number).strip()).lstrip("0")


def _of_one(found: Sequence[Amendment]) -> Judgement:
    if not found:
        return Judgement(State.NO_DATA, "", (Sentence(ANOTHER),))
    amendment = found[-1]
    state, outcome, say = _fate(amendment)
    evidence = {"amendment": amendment.number, "sort": amendment.sort}
    return Judgement(state, outcome, (Sentence(say, _named(amendment, say)),), evidence)


def _fate(amendment: Amendment) -> tuple[State, str, str]:
    sort = fold(amendment.sort).strip()
    if not amendment.is_decided:
        return State.CONTRADICTED, "", OPEN
    if sort.startswith("adopte"):
        return State.CONFIRMED, "adopted", ADOPTED
    if sort.startswith("rejete"):
        return State.CONFIRMED, "rejected", REJECTED
    if sort.startswith(DROPS):
        return State.CONTRADICTED, "", DROPPED
    return State.NO_DATA, "", STRANGE


def _named(amendment: Amendment, say: str) -> dict[str, str | int]:
    if say in (DROPPED, STRANGE):
        return {"number": amendment.number, "sort": amendment.sort}
    return {"number": amendment.number}


def _of_a_division(found: Sequence[Amendment], question: Question) -> Judgement:
    subject = question.subject
    evidence = {"amendments": len(found), "undecided": sum(not amendment.is_decided for amendment in found)}
    if not found:
        return Judgement(State.NO_DATA, "", (Sentence(NOTHING_ON_IT, {"subject": subject}),), evidence)
    for amendment in found:
        if not amendment.is_decided:
            told = Sentence(OPEN_IN_DIVISION, {"number": amendment.number, "subject": subject})
            return Judgement(State.CONTRADICTED, "", (told,), evidence)
    return Judgement(State.NO_DATA, "", (Sentence(SOME_DECIDED, {"subject": subject}),), evidence)
