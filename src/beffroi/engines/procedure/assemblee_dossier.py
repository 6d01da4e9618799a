"""The Assemblée's file of one bill: what became of the text as a whole at each stage, in both chambers.

Decisions carry a day at midnight, so one counts for the day that is meant only. `stage` chooses among those of a day:
"AN1-DEBATS-DEC" is the first reading at the Assemblée, "SN1-…" at the Sénat, "CMP-DEC" the joint committee.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from beffroi.engines.procedure.assemblee_derouleur import several
from beffroi.engines.procedure.days import PARIS, days_meant
from beffroi.engines.procedure.divisions import is_whole_text
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, json_of, member, misshapen
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

DECIDED = "The Assemblée's file of the bill says: {stage}, {day}, “{said}”."
ANOTHER_DAY = "The last decision in this file is of another day: {stage}, {day}, “{said}”."
NOTHING_DECIDED = "This file shows no decision on the text as a whole."
SEVERAL = "This file shows several decisions on that day: say at which stage."
WHOLE_ONLY = "This file tells of the text as a whole, not of “{subject}”."
NO_VOTE = "This is neither an adoption nor a rejection."

OUTCOMES = {"adopte": "adopted", "modifie": "adopted", "considere comme adopte": "adopted", "rejete": "rejected"}


@dataclass(frozen=True, slots=True)
class Decision:
    stage: str
    day: date
    said: str

    @property
    def named(self) -> dict[str, str | int]:
        return {"stage": self.stage, "day": self.day.isoformat(), "said": self.said}

    @property
    def outcome(self) -> str:
        said = fold(self.said)
        return next((outcome for word, outcome in OUTCOMES.items() if said.startswith(word)), "")


def evaluate(answer: Answer, question: Question) -> Judgement:
    dossier = member(json_of(answer.body), "dossierParlementaire")
    decisions = sorted(_decisions(member(dossier, "actesLegislatifs")), key=lambda decision: decision.day)
    if not is_whole_text(question.subject):
        return Judgement(State.NO_DATA, "", (Sentence(WHOLE_ONLY, {"subject": question.subject}),))
    stage = question.parameters.get("stage", "").strip().upper()
    at_stage = [decision for decision in decisions if stage in ("", decision.stage)]
    meant = [decision for decision in at_stage if decision.day in days_meant(question, answer.now)]
    if not at_stage:
        return Judgement(State.NO_DATA, "", (Sentence(NOTHING_DECIDED),))
    if not meant:
        return Judgement(State.NO_DATA, "", (Sentence(ANOTHER_DAY, at_stage[-1].named),), at_stage[-1].named)
    return _judged(meant)


def _judged(meant: list[Decision]) -> Judgement:
    told = tuple(Sentence(DECIDED, decision.named) for decision in meant)
    if len(meant) > 1:
        return Judgement(State.NO_DATA, "", (*told, Sentence(SEVERAL)))
    decision = meant[0]
    if not decision.outcome:
        return Judgement(State.NO_DATA, "", (*told, Sentence(NO_VOTE)), decision.named)
    return Judgement(State.CONFIRMED, decision.outcome, told, decision.named)


def _decisions(acts: Any) -> Iterator[Decision]:
    """Every decision in the tree of acts."""
    waiting = several(acts, "acteLegislatif")
    while waiting:
        act = waiting.pop()
        stage = member(act, "codeActe", str)
        if stage.endswith("-DEC") and act.get("dateActe") and act.get("statutConclusion"):
            said = member(member(act, "statutConclusion"), "libelle", str)
            yield Decision(stage, _day(member(act, "dateActe", str)), said)
        if act.get("actesLegislatifs"):
            waiting.extend(several(act["actesLegislatifs"], "acteLegislatif"))


def _day(written: str) -> date:
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(PARIS).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError) as error:
        raise misshapen("dateActe") from error
