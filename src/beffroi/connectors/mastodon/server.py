"""One server, asked with one access token. Whatever goes wrong comes out as one of the contract's errors."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from beffroi import outbound
from beffroi.connectors import cards
from beffroi.connectors.contract import Credentials, Refused, TryLater
from beffroi.connectors.mastodon import host_of, server_address, troubles
from beffroi.connectors.values import Json, identifier, items
from beffroi.vocabulary import said_at

LINK = re.compile(r'<([^<>]*)>[^<>]*?;\s*rel="?([a-z]+)"?')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came with success. Asking for an `object` or a `list` that is not there says so in words."""

    server: str
    status: int
    body: Json
    link: str = ""
    at: datetime | None = None  # by the server's own clock

    @property
    def object(self) -> Json:
        if not isinstance(self.body, dict):
            raise TryLater(troubles.said(troubles.NOT_UNDERSTOOD, self.server))
        return self.body

    @property
    def list(self) -> Sequence[Json]:
        if not isinstance(self.body, list):
            raise TryLater(troubles.said(troubles.NOT_UNDERSTOOD, self.server))
        return self.body

    @property
    def before(self) -> str:
        """The `max_id` of the next, older page as the server names it, empty after the last one; the last id of this
        page where the server names nothing."""
        for address, relation in LINK.findall(self.link):
            if relation == "next" and (named := parse_qs(urlsplit(address).query).get("max_id")):
                return str(named[0])
        return identifier(self.body[-1], "id") if items(self.body) and not self.link else ""


class Server:
    def __init__(self, credentials: Credentials, policy: outbound.Policy, transport: outbound.Transport) -> None:
        self.address = server_address(credentials)
        self.name = host_of(self.address)
        self.policy = policy
        self.token = credentials["access_token"].strip()
        self._transport = transport

    @property
    def authorization(self) -> dict[str, str]:
        """A token that no header can hold is none that a server gave: it is sent as one that opens nothing. Without any
        token the server is asked as anybody asks it."""
        if not self.token:
            return {}
        sendable = self.token and self.token.isascii() and self.token.isprintable()
        return {"Authorization": "Bearer " + (self.token if sendable else "-")}

    def get(self, path: str, *params: tuple[str, str]) -> Answer:
        return self._told("GET", path, params=list(params))

    def delete(self, path: str) -> Answer:
        return self._told("DELETE", path)

    def write(self, method: str, path: str, body: str, key: str = "") -> Answer:
        """Sends `body`, which is JSON, byte for byte."""
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        return self._told(method, path, content=body.encode(), headers=headers)

    def upload(self, path: str, content: bytes, mime: str, description: str) -> Answer:
        file = (f"image.{mime.rpartition('/')[2]}", content, mime)
        fields = {"description": description} if description else {}
        return self._told("POST", path, files={"file": file}, data=fields)

    def card(self, address: str) -> cards.Card:
        """What the public page at `address` shows of itself elsewhere, read without our token."""
        return cards.read(address, self.policy, self._transport)

    def pages(self, path: str, *params: tuple[str, str]) -> Iterator[Answer]:
        """Pages newest first, to the end. A server that goes on giving what it gave before is not asked again."""
        seen: set[str] = set()
        before = ""
        while True:
            page = self.get(path, *params, *([("max_id", before)] if before else []))
            ids = {identifier(one, "id") for one in page.list}
            if seen and not ids - seen:
                return
            yield page
            seen |= ids
            before = page.before
            if not before:
                return

    @cached_property
    def _http(self) -> outbound.Client:
        """Never closed: its connections are those of all accounts."""
        return outbound.client(self.policy, base_url=self.address, headers=self.authorization, over=self._transport)

    def _told(self, method: str, path: str, **sent: Any) -> Answer:
        try:
            response = self._http.request(method, path, **sent)
        except outbound.OutboundError as error:
            raise troubles.not_reached(error) from error
        if has_moved(response):
            raise Refused(troubles.said(troubles.MOVED, self.name))
        return self._judged(response)

    def _judged(self, response: outbound.Response) -> Answer:
        body = json_in(response.content)
        if not 200 <= response.status_code < 300:
            raise troubles.answered(response.status_code, body, response.headers, self.name)
        link, date = response.headers.get("link", ""), response.headers.get("date", "")
        return Answer(self.name, response.status_code, body, link, said_at(date))


def has_moved(response: outbound.Response) -> bool:
    """Whether a redirect made a question of an act, or went where our token does not go along."""
    asked, answered = (response.history or [response])[0].request, response.request
    return (asked.method, asked.url.host) != (answered.method, answered.url.host)


def json_in(content: bytes | str) -> Json:
    """What was written, None when it is not JSON."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def path_of(kind: str, native_id: str, *more: str) -> str:
    """The address of one thing: an id is whatever its server says, and must not lead elsewhere."""
    return "/".join(("/api/v1", kind, quote(native_id, safe=""), *more))
