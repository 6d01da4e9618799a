"""Which reader understands which kind of source."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.message import Message

from beffroi.engines.procedure import (
    assemblee_ballot,
    assemblee_derouleur,
    assemblee_document,
    assemblee_dossier,
    assemblee_eliasse,
    assemblee_list,
    calendar_ended,
    css_selector,
    csv_row,
    feed_entry,
    jorf,
    json_path,
    senat_amendments,
    senat_dossier,
    senat_list,
    trusted_post,
)
from beffroi.engines.procedure.judgement import Judgement, Question
from beffroi.engines.procedure.trust import EMPTY, NO_TIME, Answer, untrusted
from beffroi.vocabulary import said_at

MAX_AGE = timedelta(minutes=15)

Evaluate = Callable[[Answer, Question], Judgement]

KINDS: Mapping[str, Evaluate] = {
    "senat": senat_list.evaluate,
    "senat-amendments": senat_amendments.evaluate,
    "senat-dossier": senat_dossier.evaluate,
    "eliasse": assemblee_eliasse.evaluate,
    "derouleur": assemblee_derouleur.evaluate,
    "assemblee-document": assemblee_document.evaluate,
    "assemblee-ballot": assemblee_ballot.evaluate,
    "assemblee-dossier": assemblee_dossier.evaluate,
    "assemblee-list": assemblee_list.evaluate,
    "jorf": jorf.evaluate,
    "json-path": json_path.evaluate,
    "css-selector": css_selector.evaluate,
    "feed": feed_entry.evaluate,
    "csv": csv_row.evaluate,
    "calendar": calendar_ended.evaluate,
    "trusted-post": trusted_post.evaluate,
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
    answer = Answer(body, now, max_age, _charset(headers or {}))
    if not body.strip():
        raise untrusted(EMPTY)
    if headers is not None:
        _check_header(kind, headers, answer)
    return KINDS[kind](answer, question)


def _check_header(kind: str, headers: Mapping[str, str], answer: Answer) -> None:
    date = headers.get("date", "")
    if date:
        answer.check_time(said_at(date))
    elif kind in DATED_BY_THEIR_HEADER:
        raise untrusted(NO_TIME)


def _charset(headers: Mapping[str, str]) -> str:
    said = Message()
    said["content-type"] = headers.get("content-type", "")
    return said.get_content_charset("")
