"""What does an official source say about a fact that somebody wants to announce? Bytes in, a judgement out."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State, Untrusted

MAX_AGE = timedelta(minutes=15)

__all__ = ["MAX_AGE", "BadQuestion", "Judgement", "Question", "State", "Untrusted", "judge", "weigh"]


def judge(
    kind: str,
    body: bytes,
    question: Question,
    *,
    now: datetime,
    headers: Mapping[str, str] | None = None,
    max_age: timedelta = MAX_AGE,
) -> Judgement:
    """What `body`, read from a source of `kind`, says about `question` at `now`. Raises Untrusted and BadQuestion.

    `headers` are those of the HTTP answer, None for a file that somebody handed in.
    """
    raise NotImplementedError


def weigh(judgements: Mapping[str, Judgement]) -> Judgement:
    """One judgement of what several sources say, each under the name that people gave it."""
    raise NotImplementedError
