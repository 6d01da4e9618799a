"""In front of Django: the pages for everybody, given again from memory while they are fresh.

Such a page is rendered without its reader's session, so that what is kept is the same for all who read that language in
that light. A page that is not there yet is made once, however many ask for it at that moment.
"""

import asyncio
import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from beffroi.site.live import Receive, Scope, Send

MOST_BYTES = 64 * 1024 * 1024
LARGEST = 2 * 1024 * 1024  # bytes of one answer that is kept; larger ones pass through
LONGEST = 500  # characters of a path and its query
WORTH_PACKING = 500  # bytes
THEMES = ("light", "dark")
MAX_AGE = re.compile(rb"\bmax-age=(\d+)")
OF_THE_MOMENT = (b"date", b"content-length", b"content-encoding", b"transfer-encoding", b"connection")

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, ...]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was made, and packed where that helps. `until` is on the monotonic clock, in seconds."""

    status: int
    headers: Headers
    body: bytes
    packed: bytes
    mark: bytes
    until: float

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed) + 1_000


class OpenCache:
    """Wraps `pages`: asks it for what is not kept, and passes on what is not for everybody."""

    def __init__(self, pages: Asgi, *, most: int = MOST_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._pages, self._most, self._clock = pages, most, clock
        self._held = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = key_of(scope)
        if (kept := self._fresh(key)) is not None:
            await give(kept, scope, send)
        elif not is_open(scope["path"]):
            await self._pages(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") or sum(map(len, key)) > LONGEST:
            await self._pages(for_everybody(scope, key), receive, send)
        else:
            await self._make(key, scope, receive, send)

    async def _make(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        """Asks for the page, or waits for whoever is asking; what turned out not to be kept is asked for again."""
        if (making := self._making.get(key)) is not None:
            await making.wait()
            if (kept := self._fresh(key)) is not None:
                await give(kept, scope, send)
                return
        made = self._making[key] = asyncio.Event()
        try:
            answer = Answer(scope, send)
            await self._pages({**for_everybody(scope, key), "method": "GET"}, receive, answer.take)
            kept = answer.kept(self._clock())
            if kept is not None:
                self._keep(key, kept)
                await give(kept, scope, send)
            else:
                await answer.let_go()
        finally:
            made.set()
            if self._making.get(key) is made:
                del self._making[key]

    def _fresh(self, key: Key) -> Kept | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.until <= self._clock():
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def _keep(self, key: Key, kept: Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        self._held += kept.size
        while self._held > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        if (kept := self._kept.pop(key, None)) is not None:
            self._held -= kept.size


class Answer:
    """One answer on its way: held back until it is whole, let through once it is too large to be kept."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._head_only, self._send = scope["method"] == "HEAD", send
        self._start: dict[str, object] = {}
        self._parts: list[bytes] = []
        self._whole = self._passing = False

    async def take(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._parts.append(bytes(message.get("body") or b""))  # type: ignore[call-overload]  # bytes, as ASGI has it
        self._whole = not message.get("more_body")
        if self._passing or sum(map(len, self._parts)) > LARGEST:
            await self.let_go()

    async def let_go(self) -> None:
        """Gives what has come so far."""
        if not self._passing:
            self._passing = True
            await self._send(self._start)
        body, self._parts = b"" if self._head_only else b"".join(self._parts), []
        await self._send({"type": "http.response.body", "body": body, "more_body": not self._whole})

    def kept(self, now: float) -> Kept | None:
        """What may be given again, None where the answer does not say so, or was let through."""
        headers: Headers = list(self._start.get("headers", ()))  # type: ignore[call-overload]  # pairs of bytes
        seconds = freshness(headers)
        if self._passing or not seconds or any(name.lower() == b"set-cookie" for name, _value in headers):
            return None
        body = b"".join(self._parts)
        packed = gzip.compress(body, 6, mtime=0) if len(body) > WORTH_PACKING else b""
        mark = b'W/"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
        plain = [(name, value) for name, value in headers if name.lower() not in (*OF_THE_MOMENT, b"etag")]
        status = int(str(self._start["status"]))
        return Kept(
            status, [*plain, (b"etag", mark)], body, packed if len(packed) < len(body) else b"", mark, now + seconds
        )


async def give(kept: Kept, scope: Scope, send: Send) -> None:
    asked = dict(scope["headers"])
    headers, body = kept.headers, kept.body
    if kept.mark in asked.get(b"if-none-match", b""):
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    if kept.packed and b"gzip" in asked.get(b"accept-encoding", b""):
        headers, body = [*headers, (b"content-encoding", b"gzip")], kept.packed
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": kept.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def key_of(scope: Scope) -> Key:
    """What the answer depends on: the address, the reader's language, the light they chose."""
    asked = dict(scope["headers"])
    cookies = cookies_of(asked.get(b"cookie", b""))
    query = scope["query_string"].decode("latin-1")
    place = (scope.get("scheme", "http"), asked.get(b"host", b"").decode("latin-1"), scope["path"], query)
    theme = cookies.get("beffroi_theme", "")
    return (*place, language_of(cookies, asked.get(b"accept-language", b"")), theme if theme in THEMES else "")


def for_everybody(scope: Scope, key: Key) -> Scope:
    """The same request from nobody in particular: of the cookies only the language and the light are left."""
    language, theme = key[-2:]
    cookies = f"{settings.LANGUAGE_COOKIE_NAME}={language}" + (f"; beffroi_theme={theme}" if theme else "")
    personal = (b"cookie", b"authorization", b"if-none-match", b"if-modified-since", b"range", b"accept-encoding")
    headers = [(name, value) for name, value in scope["headers"] if name not in personal]
    return {**scope, "headers": [*headers, (b"cookie", cookies.encode())]}


def language_of(cookies: dict[str, str], accepted: bytes) -> str:
    wanted = [cookies.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code for code, _weight in parse_accept_lang_header(accepted.decode("latin-1"))]
    return next((found for code in wanted if (found := supported(code))), settings.LANGUAGE_CODE)


def supported(code: str) -> str:
    try:
        return get_supported_language_variant(code) if code and code != "*" else ""
    except LookupError:
        return ""


def cookies_of(header: bytes) -> dict[str, str]:
    try:
        return {name: each.value for name, each in SimpleCookie(header.decode("latin-1")).items()}
    except CookieError:
        return {}


def is_open(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "is_open", False)
    except Resolver404:
        return False


def freshness(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """For how many seconds an answer may be given again, 0 for one that may not."""
    said = next((value for name, value in headers if name.lower() == b"cache-control"), b"")
    found = MAX_AGE.search(said)
    return int(found[1]) if found and b"public" in said else 0
