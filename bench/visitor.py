"""A person at the desk, over HTTP: signs in through the form, opens pages, follows the pager."""

import html
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import httpx

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NEXT = re.compile(r'<a href="([^"]*)" rel="next"')
TICKET = re.compile(r'<meta name="beffroi-live" content="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that answered. `seconds` from the request to its last byte, `text` its HTML."""

    seconds: float
    text: str

    @property
    def kib(self) -> float:
        return len(self.text.encode()) / 1024


class Visitor:
    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    @classmethod
    @contextmanager
    def signed_in(cls, address: str, email: str, password: str) -> Iterator[Self]:
        with httpx.Client(base_url=address, timeout=60) as client:
            visitor = cls(client)
            visitor.send("/sign-in", "/sign-in", username=email, password=password)
            yield visitor

    def open(self, path: str) -> Opened:
        """Raises RuntimeError for anything but a page."""
        began = time.perf_counter()
        answer = self._client.get(path)
        took = time.perf_counter() - began
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return Opened(took, answer.text)

    def send(self, page: str, action: str, **fields: str) -> None:
        """Fills in a form of `page` and sends it to `action`; a form that is shown again is an error."""
        token = CSRF.search(self.open(page).text)
        assert token, f"{page} has no form"
        answer = self._client.post(action, data={"csrfmiddlewaretoken": token[1], **fields})
        if answer.status_code != 302:
            raise RuntimeError(f"{action} answered {answer.status_code}: {answer.text[:300]}")

    def ticket(self) -> str:
        """What opens the live stream."""
        found = TICKET.search(self.open("/").text)
        assert found, "the page opens no live stream"
        return html.unescape(found[1])

    def pages(self, path: str) -> Iterator[tuple[str, Opened]]:
        """The pages of a list with their addresses, from `path` along the pager to its end."""
        bare = path.partition("?")[0]
        while path:
            opened = self.open(path)
            yield path, opened
            following = NEXT.search(opened.text)
            path = bare + html.unescape(following[1]) if following else ""
