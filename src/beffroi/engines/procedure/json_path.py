"""One value in a JSON answer, found by its JSONPath (RFC 9535)."""

from typing import Any

from beffroi.engines.procedure.days import in_paris
from beffroi.engines.procedure.expectation import Expectation, needed, plain, quoted
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, json_of
from beffroi.vocabulary import Sentence

BAD_PATH = "Not a JSONPath: “{path}”. Write $.results[0].status."
NOTHING_THERE = "There is nothing at “{path}”."
SOMETHING_ELSE = "At “{path}” it says “{said}”, not “{value}”."


def evaluate(answer: Answer, question: Question) -> Judgement:
    path, value = needed(question, "path"), needed(question, "value")
    expectation = Expectation.of(question)
    data = json_of(answer.body)
    if made_at := question.parameters.get("made_at", "").strip():
        moments = _found(made_at, data)
        answer.check_time(in_paris(str(moments[0])) if moments else None)
    found = [_written(each) for each in _found(path, data)]
    if not found:
        return Judgement(State.NO_DATA, "", (Sentence(NOTHING_THERE, {"path": path}),), {"found": []})
    if any(plain(each) == plain(value) for each in found):
        return expectation.met(value, {"path": path})
    told = Sentence(SOMETHING_ELSE, {"path": path, "said": quoted(found[0]), "value": value})
    return Judgement(State.CONTRADICTED, "", (told,), {"path": path, "said": quoted(found[0])})


def _found(path: str, data: Any) -> list[Any]:
    import jsonpath  # only who reads such a source pays for it

    try:
        return list(jsonpath.findall(path, data)) if isinstance(data, dict | list) else []
    except jsonpath.JSONPathError as error:
        raise BadQuestion(Sentence(BAD_PATH, {"path": path})) from error


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
