"""The HTML of a post or of a feed's entry as plain text, with the stretches that lead somewhere.

Anybody on any server wrote it. nh3 reads it as a browser would and gives back a few known tags, well-formed; only that
is taken apart here.
"""

import re
from html.parser import HTMLParser

import nh3

from beffroi.connectors.values import storable, web_address
from beffroi.vocabulary import Link

BLOCKS = {"p", "blockquote", "ul", "ol", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6"} | {
    *("article", "aside", "dd", "dl", "dt", "figcaption", "figure", "footer", "header", "hr", "main", "section"),
    *("table", "td", "th", "tr"),
}
TAGS = {*BLOCKS, "br", "li", "a"}
LINE_END = re.compile(r"[\r\n\t]+")


def text_of(html: str) -> tuple[str, tuple[Link, ...]]:
    """The text that a reader sees, addresses in full, and its links in bytes of it."""
    clean = nh3.clean(
        storable(html), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None
    )
    reader = Reader()
    reader.feed(clean)
    reader.close()
    text = "".join(reader.parts).rstrip()
    size = len(text.encode())
    return text, tuple(Link(link.start, min(link.end, size), link.href) for link in reader.links if link.start < size)


class Reader(HTMLParser):
    """Reads what nh3 made. Gaps between blocks are written only when something follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[Link] = []
        self._size = 0  # bytes so far
        self._gap = ""
        self._verbatim = 0
        self._open: tuple[str, int] | None = None  # a link's address, and where its text began (-1: not yet)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._gap += "\n"
        elif tag == "a":
            href = web_address({"href": dict(attrs).get("href")}, "href")
            self._open = (href, -1) if href else None
        else:
            self._leave_gap(tag)
            self._verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag != "br":
            self._leave_gap(tag)
            self._verbatim -= tag == "pre"

    def handle_data(self, data: str) -> None:
        text = data if self._verbatim else LINE_END.sub(" ", data)
        if self._gap or not self._size:
            text = text.lstrip(" ")
        if not text:
            return
        if self._size:
            self._write(self._gap)
        self._gap = ""
        if self._open and self._open[1] < 0:
            self._open = (self._open[0], self._size)
        self._write(text)

    def _leave_gap(self, tag: str) -> None:
        wanted = "\n" if tag == "li" else "\n\n"
        self._gap = max(self._gap, wanted, key=len)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._size += len(text.encode())

    def _end_link(self) -> None:
        if self._open and 0 <= self._open[1] < self._size:
            self.links.append(Link(self._open[1], self._size, self._open[0]))
        self._open = None
