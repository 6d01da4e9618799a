"""One amendment of the Assemblée as a document of its own, in XML or in JSON.

The JSON of its open data has another shape than the XML; both are read. Written from the documentation for the JSON.
"""

from typing import Any
from xml.etree.ElementTree import Element

from beffroi.engines.procedure.amendments import Seen, fates
from beffroi.engines.procedure.discussion import Amendment
from beffroi.engines.procedure.judgement import Judgement, Question
from beffroi.engines.procedure.trust import Answer, json_of, member, misshapen, xml_of


def evaluate(answer: Answer, question: Question) -> Judgement:
    is_json = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    seen = _from_json(json_of(answer.body)) if is_json else _from_xml(xml_of(answer.body, "amendement"))
    return fates([seen], question)


def _from_xml(document: Element) -> Seen:
    return Seen(
        _text(document, "division/titre"),
        Amendment(_text(document, "numero"), _text(document, "sortEnSeance")),
    )


def _text(document: Element, path: str) -> str:
    found = document.find(path)
    if found is None:
        raise misshapen(path)
    return (found.text or "").strip()


def _from_json(document: Any) -> Seen:
    amendment = member(document, "amendement")
    if "numero" in amendment:
        return seen_in(amendment)
    number = member(member(amendment, "identification"), "numeroLong", str)
    division = member(member(member(amendment, "pointeurFragmentTexte"), "division"), "titre", str)
    sort = member(amendment, "cycleDeVie").get("sort")
    if isinstance(sort, dict):  # as it was called in earlier legislatures
        sort = sort.get("sortEnSeance")
    return Seen(division, Amendment(number, sort if isinstance(sort, str) else ""))


def seen_in(amendment: Any) -> Seen:
    """An amendment as the Assemblée's servers of the sitting write it."""
    division = member(member(amendment, "division"), "titre", str)
    return Seen(
        division.strip(),
        Amendment(member(amendment, "numero", str).strip(), member(amendment, "sortEnSeance", str).strip()),
    )
