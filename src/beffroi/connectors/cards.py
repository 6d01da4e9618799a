"""The card of a public page: what other sites show of it where somebody links to it (OpenGraph)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from beffroi import outbound
from beffroi.connectors.contract import Refused, TryLater

NO_ANSWER = "The public page of the account could not be read."
NOT_THERE = "The public page of the account is not there."
NO_CARD = "The public page of the account shows no card."
MOST = 2_000_000  # characters: the head of a page comes first
TITLE = re.compile(r"(?P<name>.*?)\s*\(@(?P<handle>[^()\s]+)\)\s*")  # "Ville de Feurs (@feurs.example)"


@dataclass(frozen=True, slots=True)
class Card:
    """`handle` is empty where the title does not name it."""

    name: str
    handle: str
    summary: str


def read(address: str, policy: outbound.Policy, transport: outbound.Transport) -> Card:
    """Asks for the page once. Raises Refused when there is no card, TryLater when nobody can tell."""
    try:
        answer = _way_out(policy, transport).get(address, headers={"Accept": "text/html"})
    except outbound.OutboundError as error:
        raise TryLater(NO_ANSWER, delivered=False) from error
    if answer.status_code in (404, 410):
        raise Refused(NOT_THERE)
    if answer.status_code != 200:
        raise TryLater(NO_ANSWER, delivered=False)
    found = card_in(answer.text)
    if found is None:
        raise Refused(NO_CARD)
    return found


def card_in(page: str) -> Card | None:
    """The card that a page announces in its head, None for none."""
    from selectolax.lexbor import LexborHTMLParser  # only who looks at a page pays for it

    said: dict[str, str] = {}
    for node in LexborHTMLParser(page[:MOST]).css("meta[property][content]"):
        said.setdefault(str(node.attributes.get("property")), str(node.attributes.get("content") or ""))
    title = said.get("og:title", "").strip()
    if not title:
        return None
    parts = TITLE.fullmatch(title)
    name, handle = (parts["name"], parts["handle"]) if parts else (title, "")
    return Card(name, handle, said.get("og:description", ""))


@lru_cache(maxsize=8)
def _way_out(policy: outbound.Policy, transport: outbound.Transport) -> outbound.Client:
    """Never closed: its connections are those of all accounts."""
    return outbound.client(policy, over=transport)
