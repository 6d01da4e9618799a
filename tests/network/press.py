"""A blog and a newspaper on loopback, over real HTTP: what a path answers is set by the test, and what was asked is
written down."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

import httpx

from tests.network.answering import answering

RSS = "application/rss+xml; charset=utf-8"


@dataclass
class Press:
    """`url` is where it stands; `localhost` the same place by its name, as an administrator may let it through."""

    url: str = ""
    pages: dict[str, httpx.Response] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)

    @property
    def localhost(self) -> str:
        return self.url.replace("127.0.0.1", "localhost")

    def shows(self, path: str, body: str | bytes, kind: str = RSS, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = httpx.Response(status, content=body, headers={"content-type": kind, **named})

    def sends_on(self, path: str, to: str, status: int = 301) -> None:
        self.pages[path] = httpx.Response(status, headers={"location": to})

    def answers(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        page = self.pages.get(request.url.path, httpx.Response(404))
        etag = page.headers.get("etag")
        if etag and etag == request.headers.get("if-none-match"):
            return httpx.Response(304, headers={"etag": etag})
        return page


@contextmanager
def press() -> Iterator[Press]:
    paper = Press()
    with answering(paper.answers) as paper.url:
        yield paper


def item(guid: str, title: str, html: str = "", at: datetime | None = None, link: str = "") -> str:
    date = f"<pubDate>{format_datetime(at.astimezone(UTC))}</pubDate>" if at else ""
    place = f"<link>{escape(link or f'https://blog.example/{guid}')}</link>"
    return (
        f'<item><guid isPermaLink="false">{escape(guid)}</guid><title>{escape(title)}</title>{place}{date}'
        f"<description>{escape(html)}</description></item>"
    )


def rss(items: Sequence[str], title: str = "Le Carnet de Feurs", more: str = "") -> str:
    head = f"<title>{escape(title)}</title><link>https://blog.example/</link><language>fr</language>{more}"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'
