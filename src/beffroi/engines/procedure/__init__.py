"""What does an official source say about a fact that somebody wants to announce? Bytes in, a judgement out."""

from beffroi.engines.procedure.divisions import same_division
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State, Untrusted
from beffroi.engines.procedure.judging import KINDS, MAX_AGE, judge
from beffroi.engines.procedure.weighing import weigh

__all__ = [
    "KINDS",
    "MAX_AGE",
    "BadQuestion",
    "Judgement",
    "Question",
    "State",
    "Untrusted",
    "judge",
    "same_division",
    "weigh",
]
