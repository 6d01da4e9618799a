"""The Assemblée's `liste.xml`: the amendments to a text in order of discussion. Called deprecated since 2020."""

from collections.abc import Iterable
from itertools import groupby

from beffroi.engines.procedure.discussion import Amendment, Subdivision, standing
from beffroi.engines.procedure.judgement import Judgement, Question
from beffroi.engines.procedure.trust import Answer, misshapen, xml_of


def evaluate(answer: Answer, question: Question) -> Judgement:
    listed = xml_of(answer.body, "amdtsParOrdreDeDiscussion").find("amendements")
    if listed is None:
        raise misshapen("amendements")
    rows = [(row.get("place"), row.get("numero"), row.get("sort")) for row in listed.iterfind("amendement")]
    return standing(subdivisions(rows), question.subject, order=question.parameters.get("order", ""))


def subdivisions(rows: Iterable[tuple[str | None, str | None, str | None]]) -> list[Subdivision]:
    """From (place, number, sort) in order of discussion. A division without amendments is in no such list."""
    return [Subdivision(place, tuple(found)) for place, found in _grouped(rows)]


def _grouped(rows: Iterable[tuple[str | None, str | None, str | None]]) -> Iterable[tuple[str, list[Amendment]]]:
    for place, group in groupby(rows, key=lambda row: row[0]):
        if not place:
            raise misshapen("place")
        yield place, [_amendment(number, sort) for _, number, sort in group]


def _amendment(number: str | None, sort: str | None) -> Amendment:
    if number is None or sort is None:
        raise misshapen("sort")
    return Amendment(number, sort.strip())
