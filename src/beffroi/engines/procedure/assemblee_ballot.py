"""A public ballot of the Assemblée, `VTANR….json`: the one machine source that says what became of an article.

The article stands only in the title, and two ballots in three name no dossier: so words of the text's own title must
be given, and all of them must be in the title of the ballot.
"""

import re
from collections.abc import Mapping
from typing import Any

from beffroi.engines.procedure.days import days_meant
from beffroi.engines.procedure.divisions import is_whole_text, same_division
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, json_of, member
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

SAYS_ADOPTED = "Public ballot {number} of {day}: “{title}” Adopted."
SAYS_REJECTED = "Public ballot {number} of {day}: “{title}” Rejected."
SOMETHING_ELSE = "Public ballot {number} is about something else: “{title}”"
ANOTHER_TEXT = "Public ballot {number} does not name the text that is meant: “{title}”"
ANOTHER_DAY = "Public ballot {number} is of another day, {day}."
WHICH_TEXT = "Which text is meant was not said, and every text has such an article: give words of its title."
STRANGE = "Public ballot {number} ends with “{sort}”, which is not understood."

# "l'article 2 et l'annexe A du projet de loi …": what is voted on stands before what it belongs to.
PARTS = re.compile(
    r"(.*?)\s+(?:du|de la|de l['’]|d['’]une?|des)\s*((?:projet|proposition|texte|motion|declaration)\b.*)"
)
OUTCOMES: Mapping[str, tuple[str, str]] = {"adopte": ("adopted", SAYS_ADOPTED), "rejete": ("rejected", SAYS_REJECTED)}


def evaluate(answer: Answer, question: Question) -> Judgement:
    ballot = member(json_of(answer.body), "scrutin")
    title = member(ballot, "titre", str).strip()
    sort = member(member(ballot, "sort"), "code", str).strip()
    named: dict[str, str | int] = {"number": member(ballot, "numero", str), "title": title}
    day = member(ballot, "dateScrutin", str)
    evidence = {"ballot": named["number"], "title": title, "sort": sort, "day": day, "votes": _votes(ballot)}
    if not _is_about(title, question.subject):
        return Judgement(State.NO_DATA, "", (Sentence(SOMETHING_ELSE, named),), evidence)
    words = fold(question.parameters.get("dossier", "")).split()
    if not all(re.search(rf"\b{re.escape(word)}\b", fold(title)) for word in words):
        return Judgement(State.NO_DATA, "", (Sentence(ANOTHER_TEXT, named),), evidence)
    if fold(sort) not in OUTCOMES:
        strange = Sentence(STRANGE, {"number": named["number"], "sort": sort})
        return Judgement(State.NO_DATA, "", (strange,), evidence)
    if question.parameters.get("day") and day not in map(str, days_meant(question, answer.now)):
        return Judgement(State.NO_DATA, "", (Sentence(ANOTHER_DAY, named | {"day": day}),), evidence)
    outcome, say = OUTCOMES[fold(sort)]
    told = Sentence(say, named | {"day": day})
    if not words:
        return Judgement(State.COMPATIBLE, "", (told, Sentence(WHICH_TEXT)), evidence)
    return Judgement(State.CONFIRMED, outcome, (told,), evidence)


def _is_about(title: str, subject: str) -> bool:
    """Whether the ballot was on `subject` itself, and not on an amendment to it."""
    found = PARTS.match(fold(title))
    voted = found[1] if found else fold(title).rstrip(". ")
    if is_whole_text(subject):
        return is_whole_text(voted) and bool(voted)
    return same_division(voted, subject)


def _votes(ballot: Any) -> dict[str, str]:
    counted = ballot.get("syntheseVote")
    found = counted.get("decompte") if isinstance(counted, dict) else None
    named = found if isinstance(found, dict) else {}
    return {side: str(named[side]) for side in ("pour", "contre", "abstentions") if side in named}
