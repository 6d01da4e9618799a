"""Which reader understands which kind of source."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from beffroi.engines.procedure import senat_list
from beffroi.engines.procedure.judgement import Judgement, Question
from beffroi.engines.procedure.trust import EMPTY, NO_TIME, Clock, said_at, untrusted

MAX_AGE = timedelta(minutes=15)

Evaluate = Callable[[bytes, Question, Clock], Judgement]

KINDS: Mapping[str, Evaluate] = {
    "senat": senat_list.evaluate,
}
# Whose answers do not say themselves when they were made, and are worth nothing when nobody knows.
DATED_BY_THEIR_HEADER = frozenset(("eliasse", "assemblee-list"))


def judge(
    kind: str,
    body: bytes,
    question: Question,
    *,
    now: datetime,
    headers: Mapping[str, str] | None = None,
    max_age: timedelta = MAX_AGE,
) -> Judgement:
    """What `body`, read from a source of `kind`, says about `question` at `now`.

    Raises Untrusted for an answer that cannot be believed, BadQuestion for a question that the kind cannot answer.
    `headers` are those of the HTTP answer, their names in small letters; None for a file that somebody handed in, of
    which only the time that it says itself is checked.
    """
    clock = Clock(now, max_age)
    if not body.strip():
        raise untrusted(EMPTY)
    if headers is not None:
        _check_header(kind, headers, clock)
    return KINDS[kind](body, question, clock)


def _check_header(kind: str, headers: Mapping[str, str], clock: Clock) -> None:
    date = headers.get("date", "")
    if date:
        clock.check(said_at(date))
    elif kind in DATED_BY_THEIR_HEADER:
        raise untrusted(NO_TIME)
