"""The Sénat's `liste_discussion.json`: the amendments to a text, in order of discussion, rebuilt during the sitting."""

from datetime import UTC, datetime
from typing import Any

from beffroi.engines.procedure.discussion import Amendment, Subdivision, standing
from beffroi.engines.procedure.judgement import Judgement, Question
from beffroi.engines.procedure.trust import Answer, json_of, member, misshapen


def evaluate(answer: Answer, question: Question) -> Judgement:
    """`order` among the parameters is what the last judgement's evidence called so; it may be absent."""
    listed = json_of(answer.body)
    answer.check_time(made_at(listed))
    rows = [_subdivision(row) for row in member(listed, "Subdivisions", list)]
    return standing(rows, question.subject, order=question.parameters.get("order", ""))


def made_at(listed: Any) -> datetime | None:
    """`tsgenhtml`, milliseconds since 1970 in a string; None when it is absent or no such number."""
    said = member(listed, "info_generales").get("tsgenhtml")
    try:
        return datetime.fromtimestamp(int(said) / 1000, tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _subdivision(row: Any) -> Subdivision:
    label = member(row, "libelle_subdivision", str)
    return Subdivision(label, tuple(_amendment(each) for each in member(row, "Amendements", list)))


def _amendment(row: Any) -> Amendment:
    number = member(row, "num", str)
    sort = row.get("sort", "")  # absent until it is decided
    if sort is not None and not isinstance(sort, str):
        raise misshapen("sort")
    return Amendment(number, (sort or "").strip())
