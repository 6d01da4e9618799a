"""A row of a table: a list of délibérations after the common schema (SCDL 2.1.4), or any other.

The schema has no column for the result. Being listed means adopted only by custom: the counts of the vote prove it,
where they are filled in. An act binds once the préfecture has received it as well: what is missing is said.
"""

from collections.abc import Mapping, Sequence

from beffroi.engines.procedure.expectation import Expectation, needed, plain
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State
from beffroi.engines.procedure.trust import CUT, Answer, check_characters, misshapen, no_page, untrusted
from beffroi.engines.tables import sheet
from beffroi.vocabulary import Sentence

NO_COLUMN = "There is no column “{column}” in this table."
NO_ROW = "No row has “{value}” in the column “{column}”."
LISTED = "Deliberation {number} of {day} is listed: “{object}”."
COUNTED = "Votes: {for_it} for, {against} against."
NOT_COUNTED = "The votes are not filled in, and this table has no column for the result."
NOT_CARRIED = "There are not more votes for it than against it."
RECEIVED = "The préfecture received it on {day}."
NOT_RECEIVED = "The préfecture has not received it yet: it does not bind yet."

MOST_ROWS = 200_000
DELIBERATIONS = frozenset(("COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_OBJET"))

Row = Mapping[str, str]


def evaluate(answer: Answer, question: Question) -> Judgement:
    value = needed(question, "value")
    titles, rows = table(answer.body)
    column = question.parameters.get("column", "").strip().upper() or "DELIB_ID"
    if column not in titles:
        raise BadQuestion(Sentence(NO_COLUMN, {"column": column}))
    found = [row for row in rows if plain(row[column]) == plain(value)]
    if not found:
        return Judgement(State.NO_DATA, "", (Sentence(NO_ROW, {"value": value, "column": column}),), {"rows": 0})
    if titles >= DELIBERATIONS:
        return _deliberation(found[-1])
    return Expectation.of(question).met(", ".join(cell for cell in found[-1].values() if cell), {"rows": len(found)})


def table(body: bytes) -> tuple[set[str], list[Row]]:
    """The titles in capitals, and the rows under them. Raises Untrusted."""
    no_page(body)
    try:
        titles, rows = sheet.read(body, most_rows=MOST_ROWS)
    except sheet.Unreadable as error:
        raise misshapen("CSV") from error
    check_characters("\n".join([*titles, *(cell for row in rows for cell in row.cells)]))
    names = [title.upper() for title in titles]
    if len(names) < 2:
        raise misshapen("CSV")
    last = len(rows[-1].cells) if rows else 0
    if last < len(names) and not body.endswith((b"\n", b"\r", b"\n\0")):
        raise untrusted(CUT)
    return set(names), [_named(names, row.cells) for row in rows]


def _named(names: Sequence[str], cells: Sequence[str]) -> Row:
    filled = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
    return dict(zip(names, filled, strict=False))


def _deliberation(row: Row) -> Judgement:
    listed = Sentence(LISTED, {"object": row["DELIB_OBJET"], "number": row["DELIB_ID"], "day": row["DELIB_DATE"]})
    received = Sentence(RECEIVED, {"day": row["PREF_DATE"]}) if row.get("PREF_DATE") else Sentence(NOT_RECEIVED)
    for_it, against = row.get("VOTE_POUR", ""), row.get("VOTE_CONTRE", "")
    evidence = {name: row.get(name, "") for name in ("DELIB_ID", "DELIB_DATE", "PREF_DATE", "VOTE_POUR", "VOTE_CONTRE")}
    if not (for_it.isdecimal() and against.isdecimal()):
        return Judgement(State.COMPATIBLE, "", (listed, Sentence(NOT_COUNTED), received), evidence)
    counted = Sentence(COUNTED, {"for_it": for_it, "against": against})
    if int(for_it) <= int(against):
        return Judgement(State.CONTRADICTED, "", (listed, counted, Sentence(NOT_CARRIED), received), evidence)
    return Judgement(State.CONFIRMED, "adopted", (listed, counted, received), evidence)
