"""The Sénat's feed of one bill: what became of the text as a whole, and which public ballots there were.

Atom 0.3 under the namespace of 1.0, in ISO-8859-15. Entries carry days, not hours: a decision counts for the day that
is meant only, since the same text comes back in a later reading.
"""

import re
from collections.abc import Iterator
from datetime import date

from beffroi.engines.procedure.days import days_meant, written_out
from beffroi.engines.procedure.divisions import is_whole_text
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, misshapen, xml_of
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

DECIDED = "The Sénat's page of the bill says: “{summary}”"
ANOTHER_DAY = "The last decision on this page is of another day: “{summary}”"
NOTHING_DECIDED = "This page shows no decision of the Sénat on the text as a whole."
WHOLE_ONLY = "This page tells of the text as a whole, not of “{subject}”."
BALLOTS = "There were {count} public ballots on that day: one of them may be on it."

DECISION = re.compile(r"\btexte\b[^:]*?\b(adopte|modifie|rejete)e?\b[^:]*\bpar le senat le\b")
OUTCOMES = {"adopte": "adopted", "modifie": "adopted", "rejete": "rejected"}


def evaluate(answer: Answer, question: Question) -> Judgement:
    entries = list(_entries(answer.body))
    days = days_meant(question, answer.now)
    ballots = sum(fold(title).startswith("scrutin public") and written_out(title) in days for title, _ in entries)
    if not is_whole_text(question.subject):
        told = Sentence(WHOLE_ONLY, {"subject": question.subject})
        seen = (Sentence(BALLOTS, {"count": ballots}),) if ballots else ()
        return Judgement(State.NO_DATA, "", (told, *seen), {"ballots": ballots})
    return _whole([summary for _, summary in entries], days, ballots)


def _entries(body: bytes) -> Iterator[tuple[str, str]]:
    for entry in xml_of(body, "feed").iterfind("entry"):
        title, summary = entry.findtext("title"), entry.findtext("summary")
        if title is None or summary is None:
            raise misshapen("summary")
        yield title.strip(), summary.strip()


def _whole(summaries: list[str], days: tuple[date, ...], ballots: int) -> Judgement:
    decided = [(found[1], summary) for summary in summaries if (found := DECISION.search(fold(summary)))]
    on_the_day = [(how, summary) for how, summary in decided if written_out(summary) in days]
    if on_the_day:
        how, summary = on_the_day[0]
        evidence = {"summary": summary, "ballots": ballots}
        return Judgement(State.CONFIRMED, OUTCOMES[how], (Sentence(DECIDED, {"summary": summary}),), evidence)
    if decided:
        summary = decided[0][1]
        return Judgement(State.NO_DATA, "", (Sentence(ANOTHER_DAY, {"summary": summary}),), {"summary": summary})
    return Judgement(State.NO_DATA, "", (Sentence(NOTHING_DECIDED),), {"ballots": ballots})
