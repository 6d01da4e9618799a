"""Eliasse, the Assemblée's server of the sitting, about a second behind the room: three of its answers are read.

`amendement.do`: amendments with their fate. `discussion.do`: the list in order of discussion. `prochainADiscuter.do`:
which amendment is being discussed or comes next. None of them says when it was made: the HTTP header does.
"""

from typing import Any

from beffroi.engines.procedure.amendments import asked_for, bare, fates
from beffroi.engines.procedure.assemblee_document import seen_in
from beffroi.engines.procedure.assemblee_list import subdivisions
from beffroi.engines.procedure.discussion import standing
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, json_of, member, misshapen
from beffroi.vocabulary import Sentence

NOW_OR_NEXT = "Amendment {number} is being discussed now, or comes next."


def evaluate(answer: Answer, question: Question) -> Judgement:
    said = json_of(answer.body)
    if isinstance(said, dict) and "prochainADiscuter" in said:
        return _next(member(said, "prochainADiscuter"), question)
    if isinstance(said, dict) and "amdtsParOrdreDeDiscussion" in said:
        return _discussion(member(said, "amdtsParOrdreDeDiscussion"), question)
    return fates([seen_in(each) for each in member(said, "amendements", list)], question)


def _next(said: Any, question: Question) -> Judgement:
    number = member(said, "numAmdt", str)
    told = (Sentence(NOW_OR_NEXT, {"number": number}),)
    state = State.CONTRADICTED if bare(number) == asked_for(question) else State.NO_DATA
    return Judgement(state, "", told, {"amendment": number})


def _discussion(said: Any, question: Question) -> Judgement:
    listed = member(said, "amendements", list)
    if not all(isinstance(row, dict) for row in listed):
        raise misshapen("amendements")
    rows = [(row.get("place"), row.get("numero"), row.get("sort")) for row in listed]
    return standing(subdivisions(rows), question.subject, order=question.parameters.get("order", ""))
