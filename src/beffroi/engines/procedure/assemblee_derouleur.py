"""The Assemblée's `derouleur.json`: what is still to be discussed, by the clock of the broadcast, behind the room.

Lines that were discussed are taken away and nothing marks the current one. So what is there says that something is
still to come, and what is not there says nothing: it may be over, or of another text. Made from XML: a single child is
an object, several are a list.
"""

import re
from collections.abc import Iterator
from typing import Any

from beffroi.engines.procedure import divisions
from beffroi.engines.procedure.days import in_paris
from beffroi.engines.procedure.discussion import NO_SUBJECT
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, json_of, member
from beffroi.vocabulary import Sentence

STILL_OPEN = "Amendments to “{subject}” that are still to be discussed: {count}."
STILL_THERE = "Still among what is to come, without amendments: “{subject}”. Its own vote may be still to come."
NOT_THERE = "Not among what is to come: “{subject}”. It may be over, or be of another text."

AMENDMENTS = ("ADT", "SSADT")


def evaluate(answer: Answer, question: Question) -> Judgement:
    said = member(json_of(answer.body), "racine")
    answer.check_time(in_paris(member(member(said, "jaune"), "extract_date_time", str)))
    wanted = divisions.key(question.subject)
    if not wanted:
        raise BadQuestion(Sentence(NO_SUBJECT))
    places = [(kind, key) for kind, key in _lines(said) if key == wanted]
    count = sum(kind in AMENDMENTS for kind, _ in places)
    named: dict[str, str | int] = {"subject": question.subject}
    evidence = {"subject": question.subject, "found": bool(places), "to_come": count}
    if count:
        return Judgement(State.CONTRADICTED, "", (Sentence(STILL_OPEN, named | {"count": count}),), evidence)
    if places:
        return Judgement(State.PENDING_VOTE, "", (Sentence(STILL_THERE, named),), evidence)
    return Judgement(State.NO_DATA, "", (Sentence(NOT_THERE, named),), evidence)


def _lines(said: Any) -> Iterator[tuple[str, divisions.Key]]:
    """The kind of each line, and the division that it is about."""
    for phase in several(member(said, "contenu"), "phase"):
        current: divisions.Key = ()
        for line in several(phase, "ligne"):
            kind = member(line, "ligne_type", str)
            if kind == "ARTICLE":
                current = divisions.key(member(line, "ligne_libelle_1", str))
            yield kind, _anchored(line) or current


def _anchored(line: Any) -> divisions.Key:
    """The division that an amendment names itself: "D_Article_1er"."""
    anchor = line.get("ligne_amendement_derouleur_division_ancre")
    return divisions.key(re.sub(r"^D_|_", " ", anchor)) if isinstance(anchor, str) else ()


def several(holder: Any, name: str) -> list[Any]:
    """What an XML element has under `name`: none, one or several children. Raises Untrusted for anything else."""
    found = holder.get(name) if isinstance(holder, dict) else None
    if found is None:
        return []
    return found if isinstance(found, list) else [member(holder, name)]
