"""Words in one place of a web page, found by its CSS selector."""

import re

from beffroi.engines.procedure.expectation import looked_for, needed
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State
from beffroi.engines.procedure.trust import CUT, Answer, misshapen, text, untrusted
from beffroi.vocabulary import Sentence

BAD_SELECTOR = "Not a CSS selector: “{selector}”. Write #results .status."
NOTHING_THERE = "Nothing on the page is at “{selector}”."

IN_THE_PAGE = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._-]+)""", re.IGNORECASE)
OPENED = re.compile(r"<(html|body)\b", re.IGNORECASE)
CLOSED = re.compile(r"</(html|body)\s*>\s*(<!--.*?-->\s*)*(</html\s*>\s*)?(<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)


def evaluate(answer: Answer, question: Question) -> Judgement:
    selector = needed(question, "selector")
    needed(question, "words")
    page = text(answer.body, _charset(answer))
    if "<" not in page:
        raise misshapen("HTML")
    if OPENED.search(page) and not CLOSED.search(page[-2000:]):
        raise untrusted(CUT)
    places = _texts(page, selector)
    if not places:
        return Judgement(State.NO_DATA, "", (Sentence(NOTHING_THERE, {"selector": selector}),), {"places": 0})
    judged = [looked_for(place, question, {"places": len(places)}) for place in places]
    return next((one for one in judged if one.state is not State.NO_DATA), judged[0])


def _charset(answer: Answer) -> str:
    """As browsers do: what the header says, else what the page says, else UTF-8."""
    found = IN_THE_PAGE.search(answer.body[:4096])
    charset = answer.charset or (found[1].decode() if found else "utf-8")
    return "utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset


def _texts(page: str, selector: str) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # only who reads such a source pays for it

    try:
        return [" ".join(node.text(separator=" ").split()) for node in LexborHTMLParser(page).css(selector)]
    except (SelectolaxError, ValueError) as error:
        raise BadQuestion(Sentence(BAD_SELECTOR, {"selector": selector})) from error
