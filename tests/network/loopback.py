"""A network of one's own on loopback, over real HTTP: three kinds, and every fault a wire can have.

`keyed` keeps the key of a post, so that sending it twice makes one. `searched` does not, but shows what it holds, so
that it can be asked. `blind` does neither: what is in doubt there can only be looked at by a person.

    python -m tests.network.loopback --latency 0.05      prints its address, and serves until it is killed
"""

import argparse
import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from beffroi import outbound
from beffroi.connectors.contract import Capabilities, Credentials, Field, Keep, Network, Refused, TryLater
from beffroi.vocabulary import Outgoing, Profile, Receipt

KINDS = ("keyed", "searched", "blind")
Fault = Literal["", "cut", "cut before", "slow", "error", "error after", "wait", "half"]
SLOW = 0.6  # seconds more than a connector with little patience waits


# --- the far side


@dataclass
class FarSide:
    """What the network holds and how it misbehaves. `posts` are in the order in which they came."""

    latency: float = 0.0
    fault: Fault = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    by_key: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_account: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _request(reader):
                arrived = time.time()
                await asyncio.sleep(self.latency)
                if not await self._answer(request, arrived, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # the client went away, or spoke TLS
        finally:
            writer.close()

    async def _answer(self, request: "Request", arrived: float, writer: asyncio.StreamWriter) -> bool:
        """Answers one request, or not; whether the connection goes on."""
        if request.method == "GET":
            return _reply(writer, 200, self._asked(request))
        if self.fault == "cut before":
            return False
        if self.fault in ("error", "wait"):
            return _reply(writer, 500 if self.fault == "error" else 429, {})
        post = self._keep(request, arrived)
        if self.fault == "slow":
            await asyncio.sleep(SLOW)
        if self.fault == "error after":
            return _reply(writer, 500, {})
        if self.fault in ("cut", "half"):
            if self.fault == "half":
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id": "')
            return False
        return _reply(writer, 200, post)

    def _asked(self, request: "Request") -> Any:
        if request.path == "/all":
            return self.posts
        return self.by_account.get(request.query.get("account", ""), [])

    def _keep(self, request: "Request", arrived: float) -> dict[str, Any]:
        kind, said = request.path.strip("/"), json.loads(request.body)
        if kind == "keyed" and said["key"] in self.by_key:
            return self.by_key[said["key"]]
        post = {**said, "kind": kind, "id": str(len(self.posts)), "arrived": arrived}
        self.posts.append(post)
        self.by_key[said["key"]] = post
        self.by_account.setdefault(said["account"], []).append(post)
        return post


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    body: bytes


async def _request(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    parts = urlsplit(target)
    return Request(method, parts.path, {name: said[0] for name, said in parse_qs(parts.query).items()}, body)


def _reply(writer: asyncio.StreamWriter, status: int, said: Any) -> bool:
    body = json.dumps(said).encode()
    more = "Retry-After: 60\r\n" if status == 429 else ""
    writer.write(f"HTTP/1.1 {status} Said\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return True


@asynccontextmanager
async def _serving(side: FarSide) -> AsyncIterator[None]:
    server = await asyncio.start_server(side.serve, "127.0.0.1", 0, backlog=1000)
    async with server:
        side.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield


@contextmanager
def far_side(latency: float = 0.0) -> Iterator[FarSide]:
    """The network in a thread of this process: a test looks at it and puts it in trouble."""
    side, ready, stop = FarSide(latency), threading.Event(), threading.Event()

    async def run() -> None:
        async with _serving(side):
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait()
    try:
        yield side
    finally:
        stop.set()
        thread.join()


# --- our side


def networks() -> dict[str, Network]:
    """The three kinds, as the registry wants them."""
    return {kind: _network(kind) for kind in KINDS}


def _network(kind: str) -> Network:
    made = {"keyed": Speaks, "searched": SpeaksAndFinds, "blind": Speaks}[kind]
    takes = Capabilities(max_length=300, max_images=0, max_image_bytes=0, idempotent=kind == "keyed")

    def connect(credentials: Credentials, keep: Keep) -> Speaks:
        return made(kind, credentials, takes)

    return Network(
        name=kind,
        label=f"Loopback ({kind})",
        fields=(Field("url", "Address"), Field("account", "Account")),
        connect=connect,
        capabilities=takes,
        new_key=lambda now: f"{now:%Y%m%d%H%M%S}-{uuid4().hex}",
        stream=lambda credentials: "",
        fictional=True,
    )


class Speaks:
    """A connector that can only publish."""

    def __init__(self, kind: str, credentials: Credentials, capabilities: Capabilities) -> None:
        self.capabilities = capabilities
        self._kind = kind
        self._url = credentials["url"]
        self._account = credentials["account"]
        self._http = _client(float(credentials.get("patience", "30")))

    def whoami(self) -> Profile:
        return Profile(self._kind, self._account, self._account, self._account)

    def publish(self, outgoing: Outgoing) -> Receipt:
        said = {"key": outgoing.key, "account": self._account, "text": outgoing.text}
        answer = self._ask("POST", f"{self._url}/{self._kind}", json=said)
        return Receipt(answer["id"], f"/{self._kind}/{answer['id']}", sent=json.dumps(said))

    def delete(self, native_id: str) -> None:
        raise Refused("Nothing is deleted here.")

    def _ask(self, method: str, url: str, **more: Any) -> Any:
        try:
            answer = self._http.request(method, url, **more)
        except outbound.OutboundError as error:
            raise TryLater(error.reason, delivered=False if error.sent is False else None) from error
        if answer.status_code == 429:
            raise TryLater("It asks to wait.", seconds=float(answer.headers["Retry-After"]), delivered=False)
        if answer.status_code != 200:
            raise TryLater("It has a problem of its own.")
        return answer.json()


class SpeaksAndFinds(Speaks):
    def find(self, outgoing: Outgoing) -> Receipt | None:
        ours = self._ask("GET", f"{self._url}/all-of?account={self._account}")
        there = [post for post in ours if post["text"] == outgoing.text]
        return Receipt(there[0]["id"], f"/{self._kind}/{there[0]['id']}") if there else None


@cache
def _client(patience: float) -> outbound.Client:
    return outbound.client(replace(outbound.Policy.from_environment(), total_seconds=patience))


def register(into: Mapping[str, Network]) -> None:
    """Adds the three to the registry of this process."""
    assert isinstance(into, dict)
    into.update(networks())


async def _forever(side: FarSide) -> None:
    async with _serving(side):
        print(side.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--latency", type=float, default=0.05)
    asyncio.run(_forever(FarSide(asked.parse_args().latency)))
