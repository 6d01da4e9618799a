"""A web page as its links: where each leads, and in which relation it says that it stands."""

from dataclasses import dataclass
from urllib.parse import urljoin

from beffroi import outbound
from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.values import storable
from beffroi.vocabulary import Sentence

NOT_THERE = "There is no page at {address}."
NOT_OPEN = "The page {address} is not shown to programs (status {status})."
NO_PAGE = "What is at {address} is no web page."
NOT_READ = "The page {address} could not be read."
MOST = 4_000  # links of one page that are looked at
KINDS = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Leading:
    """One link, as a whole address. `rel` is in small letters."""

    href: str
    rel: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """`address` is where it was found in the end, after the redirects."""

    address: str
    links: tuple[Leading, ...]


def read(address: str, *, client: outbound.Client) -> Page:
    """Asks for one page, once. Raises Refused when there is none, TryLater when nobody can tell."""
    said = {"address": address}
    try:
        answer = client.get(address, headers={"Accept": "text/html"})
    except outbound.Blocked as error:
        raise Refused(str(error.reason)) from error
    except outbound.OutboundError as error:
        raise TryLater(Sentence(NOT_READ, said), delivered=False) from error
    if answer.status_code in (404, 410):
        raise Refused(Sentence(NOT_THERE, said))
    if answer.status_code >= 500 or answer.status_code in (408, 425, 429):
        raise TryLater(Sentence(NOT_READ, said), delivered=False)
    if answer.status_code != 200:
        raise Refused(Sentence(NOT_OPEN, {**said, "status": answer.status_code}))
    if answer.headers.get("content-type", KINDS[0]).partition(";")[0].strip().lower() not in KINDS:
        raise Refused(Sentence(NO_PAGE, said))
    return Page(str(answer.url), links_in(answer.text, str(answer.url)))


def links_in(html: str, here: str) -> tuple[Leading, ...]:
    """Every link of a page that stands at `here`."""
    from selectolax.lexbor import LexborHTMLParser  # only who looks at a page pays for it

    tree = LexborHTMLParser(html)
    base = tree.css_first("base[href]")
    start = _joined(here, str(base.attributes.get("href") or "")) if base else here
    found = []
    for node in tree.css("a[href], area[href], link[rel][href]")[:MOST]:
        href = _joined(start or here, str(node.attributes.get("href") or ""))
        if href:
            found.append(Leading(href, frozenset(str(node.attributes.get("rel") or "").lower().split())))
    return tuple(found)


def _joined(here: str, said: str) -> str:
    try:
        whole = urljoin(here, storable(said).strip())
    except ValueError:  # "http://[" and its like
        return ""
    return whole if whole.lower().startswith(("https://", "http://")) else ""
