"""Pages for everybody, given again from memory: what is kept, for whom, and for how long."""

import asyncio
import gzip
from typing import Any

import pytest

from beffroi.site.open_cache import OpenCache

OPEN, DESK = "/directory", "/inbox"


class FarSide:
    """The application behind the cache: counts what it is asked, and answers with what it was told of its reader."""

    def __init__(self, **headers: str) -> None:
        self.asked: list[dict[bytes, bytes]] = []
        self.headers = {"cache-control": "public, max-age=60", **headers}
        self.body = b"a page of some length " * 40
        self.status = 200
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        self.asked.append(dict(scope["headers"]))
        await self.gate.wait()
        headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body[:100], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[100:]})


class Visit:
    """One answer as a browser has it."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 0, dict[bytes, bytes](), b""

    async def hear(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.body += message.get("body", b"")


async def visit(cache: OpenCache, path: str = OPEN, query: str = "", method: str = "GET", **headers: str) -> Visit:
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "x", **headers}.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": told}
    seen = Visit()
    await cache(scope, None, seen.hear)  # type: ignore[arg-type]  # nothing is received
    return seen


def test_a_page_is_made_once_and_given_again_while_it_is_fresh() -> None:
    async def story() -> None:
        now = [0.0]
        far = FarSide()
        cache = OpenCache(far, clock=lambda: now[0])
        first, second = await visit(cache), await visit(cache)
        assert first.body == second.body == far.body
        assert len(far.asked) == 1
        now[0] = 61.0
        await visit(cache)
        assert len(far.asked) == 2

    asyncio.run(story())


def test_it_is_made_without_its_reader() -> None:
    async def story() -> None:
        far = FarSide()
        await visit(OpenCache(far), cookie="beffroi_session=secret; beffroi_theme=dark", authorization="Bearer x")
        assert far.asked[0][b"cookie"] == b"beffroi_language=fr; beffroi_theme=dark"
        assert b"authorization" not in far.asked[0]

    asyncio.run(story())


def test_each_language_and_each_light_has_a_page_of_its_own() -> None:
    async def story() -> None:
        far = FarSide()
        cache = OpenCache(far)
        for headers in (
            {},
            {"accept_language": "en-GB"},
            {"cookie": "beffroi_language=en"},
            {"cookie": "beffroi_theme=dark"},
        ):
            await visit(cache, **headers)
        assert [asked[b"cookie"].decode().split("; ") for asked in far.asked] == [
            ["beffroi_language=fr"],
            ["beffroi_language=en"],
            ["beffroi_language=fr", "beffroi_theme=dark"],
        ]

    asyncio.run(story())


def test_a_page_of_the_desk_passes_with_its_reader_and_is_never_kept() -> None:
    async def story() -> None:
        far = FarSide()
        cache = OpenCache(far)
        for _time in range(2):
            await visit(cache, DESK, cookie="beffroi_session=secret")
        assert [asked[b"cookie"] for asked in far.asked] == [b"beffroi_session=secret"] * 2

    asyncio.run(story())


@pytest.mark.parametrize(
    "headers", [{"cache-control": "private"}, {"cache-control": "no-store"}, {"set-cookie": "a=b"}]
)
def test_what_does_not_say_that_it_may_be_kept_is_not(headers: dict[str, str]) -> None:
    async def story() -> None:
        far = FarSide(**headers)
        cache = OpenCache(far)
        assert (await visit(cache)).body == (await visit(cache)).body == far.body
        assert len(far.asked) == 2

    asyncio.run(story())


def test_a_hundred_readers_at_once_make_one_page() -> None:
    async def story() -> None:
        far = FarSide()
        cache = OpenCache(far)
        far.gate.clear()
        readers = [asyncio.create_task(visit(cache)) for _reader in range(100)]
        await asyncio.sleep(0.01)
        far.gate.set()
        assert {reader.body for reader in await asyncio.gather(*readers)} == {far.body}
        assert len(far.asked) == 1

    asyncio.run(story())


def test_a_page_that_is_known_is_not_sent_again() -> None:
    async def story() -> None:
        cache = OpenCache(FarSide())
        mark = (await visit(cache)).headers[b"etag"].decode()
        again = await visit(cache, if_none_match=mark)
        assert (again.status, again.body) == (304, b"")

    asyncio.run(story())


def test_it_is_packed_for_whoever_can_unpack_it() -> None:
    async def story() -> None:
        far = FarSide()
        packed = await visit(OpenCache(far), accept_encoding="gzip, br")
        assert packed.headers[b"content-encoding"] == b"gzip"
        assert gzip.decompress(packed.body) == far.body

    asyncio.run(story())


def test_a_head_has_no_body_and_leaves_a_whole_page_behind() -> None:
    async def story() -> None:
        far = FarSide()
        cache = OpenCache(far)
        assert (await visit(cache, method="HEAD")).body == b""
        assert (await visit(cache)).body == far.body
        assert len(far.asked) == 1

    asyncio.run(story())


def test_what_is_too_large_passes_through_whole() -> None:
    async def story() -> None:
        far = FarSide()
        far.body = b"x" * 3_000_000
        cache = OpenCache(far)
        assert (await visit(cache)).body == (await visit(cache)).body == far.body
        assert len(far.asked) == 2

    asyncio.run(story())


def test_the_oldest_page_makes_room_when_the_memory_is_full() -> None:
    async def story() -> None:
        far = FarSide()
        cache = OpenCache(far, most=5_000)
        for query in ("q=a", "q=b", "q=c", "q=d", "q=a"):
            await visit(cache, query=query)
        assert len(far.asked) == 5

    asyncio.run(story())


def test_a_form_that_is_sent_to_a_page_for_everybody_comes_from_nobody() -> None:
    async def story() -> None:
        far = FarSide()
        cache = OpenCache(far)
        for _time in range(2):
            await visit(cache, method="POST", cookie="beffroi_session=secret")
        assert [asked[b"cookie"] for asked in far.asked] == [b"beffroi_language=fr"] * 2

    asyncio.run(story())


def test_broken_headers_break_nothing() -> None:
    async def story() -> None:
        cache = OpenCache(FarSide())
        for headers in ({"cookie": 'a="b; c;;=,'}, {"accept_language": "x" * 5_000}, {"accept_language": "é;q=zz"}):
            assert (await visit(cache, **headers)).status == 200

    asyncio.run(story())
