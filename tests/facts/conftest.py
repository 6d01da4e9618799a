"""What the tests of facts share: a Sénat on loopback that serves recorded lists with the clock of the story."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from beffroi.facts.models import Fact, Source
from beffroi.facts.reading import way_out
from tests.cast import NOW, Feurs
from tests.publishing.web import Web
from tests.ways_out import forget


class Senat:
    """A server that gives `body`, dated as the story's clock says; `etag` lets it answer that nothing changed."""

    def __init__(self, web: Web) -> None:
        self.body, self.at, self.status, self.headers = b"", NOW, 200, dict[str, str]()
        self.etag = ""
        self.url = web.serve(self._answer)
        self._web = web

    @property
    def asked(self) -> int:
        return len(self._web.seen(self.url))

    def _answer(self, to: BaseHTTPRequestHandler) -> None:
        same = self.etag and to.headers.get("If-None-Match") == self.etag
        body = b"" if same else self.body
        to.send_response_only(304 if same else self.status)
        said = {"Date": format_datetime(self.at, usegmt=True), "Content-Length": str(len(body)), **self.headers}
        for name, value in ({**said, "ETag": self.etag} if self.etag else said).items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)


@pytest.fixture
def senat() -> Iterator[Senat]:
    with ExitStack() as stack:
        yield Senat(Web(stack))
        forget(way_out)  # no connection to a server that is gone


def a_fact(feurs: Feurs, subject: str, now: datetime, **more: object) -> Fact:
    words = {"statement": f"Le Sénat a adopté : {subject}.", "subject": subject, "kind": "adoption", **more}
    return Fact.state_it(feurs.organisation, by=feurs.bruno, now=now, **words)  # type: ignore[arg-type]  # its own words


def read_at(senat: Senat, fact: Fact, feurs: Feurs, now: datetime) -> Source:
    parameters = {"address": senat.url}
    return Source.add(fact, kind="senat", parameters=parameters, address=senat.url, by=feurs.bruno, now=now)
