"""The far side of each network in the registry, for the contract: people who act, and faults that happen."""

import secrets
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

import httpx
import pytest
from websockets.sync.server import ServerConnection, serve

from beffroi.connectors import NETWORKS
from beffroi.connectors.bluesky.connector import BlueskyConnector
from beffroi.connectors.bluesky.connector import connect as connect_bluesky
from beffroi.connectors.contract import Credentials
from beffroi.connectors.sandbox_network import Sandbox, event_in
from beffroi.vocabulary import Ref
from tests.network.far_side import Network, TestAccount
from tests.network.fixtures import ON_BLUESKY
from tests.network.mastodon_wire import Model
from tests.postgres import free_port

WITH_STREAMS = ("sandbox", "mastodon", "mastodon of another make", pytest.param("bluesky", marks=ON_BLUESKY))
GARBAGE = "<html>502 Bad Gateway</html>"


def forget(credentials: Credentials) -> None:
    """A `keep` for who does not look at it."""


@dataclass(frozen=True)
class Someone:
    handle: str
    native_id: str
    credentials: dict[str, str] = field(repr=False)
    account: Any = field(default=None, repr=False)


class Side(Protocol):
    network: str
    keeps_our_date: bool  # a post bears the moment that we wrote into it, not the one when it arrived
    lacks: Sequence[type]  # the protocols of the contract that the connector leaves out

    def join(self, name: str) -> Someone: ...
    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str: ...
    def delete(self, who: Someone, native_id: str) -> None: ...
    def rename(self, who: Someone, name: str) -> None: ...
    def posts(self, who: Someone) -> Sequence[str]: ...
    def alts(self, native_id: str) -> Sequence[str]: ...
    def asking_to_wait(self, who: Someone, seconds: int) -> Any: ...
    def down(self, who: Someone) -> Any: ...
    def wrong_credentials(self, who: Someone) -> dict[str, str]: ...
    def broken_line(self, who: Someone) -> Any: ...
    def nobody(self, who: Someone) -> tuple[dict[str, str], str]: ...  # credentials, and what the trouble names
    def whose(self, who: Someone) -> str: ...  # what a trouble with the access of this account names


class SandboxSide:
    network = "sandbox"
    keeps_our_date = True
    lacks: Sequence[type] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = Sandbox.create(folder)

    def join(self, name: str) -> Someone:
        handle = f"{plain(name)}-{secrets.token_hex(3)}"
        native_id = self.world.join(handle, name)
        return Someone(handle, native_id, {"folder": str(self.folder), "handle": handle})

    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str:
        said = f"@{mention.handle} {text}" if mention else text
        return self.world.say(who.handle, said, reply_to=reply_to.native_id if reply_to else "")

    def delete(self, who: Someone, native_id: str) -> None:
        self.world.delete(native_id)

    def rename(self, who: Someone, name: str) -> None:
        self.world.rename(who.handle, name)

    def posts(self, who: Someone) -> Sequence[str]:
        there = self.world.read().posts
        events = [
            event for _, line in self.world.lines_after(0) if (event := event_in(line)) and event["act"] == "post"
        ]
        own = [event["id"] for event in events if event["id"] in there and event["account"] == who.native_id]
        return [there[native_id]["text"] for native_id in own]

    def alts(self, native_id: str) -> Sequence[str]:
        return [media["alt"] for media in self.world.read().posts[native_id]["media"]]

    @contextmanager
    def asking_to_wait(self, who: Someone, seconds: int) -> Iterator[Any]:
        self.world.rate_limit(seconds)
        yield NETWORKS[self.network].connect(who.credentials, forget)
        self.world.recover()

    def down(self, who: Someone) -> Any:
        elsewhere = {**who.credentials, "folder": str(self.folder / "nowhere")}
        return NETWORKS[self.network].connect(elsewhere, forget)

    def wrong_credentials(self, who: Someone) -> dict[str, str]:
        self.world.lose_access(who.handle)
        return who.credentials

    @contextmanager
    def broken_line(self, who: Someone) -> Iterator[Any]:
        with self.world.file.open("a") as file:
            file.write(f"{GARBAGE}\n")
        yield NETWORKS[self.network].connect(who.credentials, forget)

    def nobody(self, who: Someone) -> tuple[dict[str, str], str]:
        return {**who.credentials, "handle": "personne.test"}, "personne.test"

    def whose(self, who: Someone) -> str:
        return who.handle


class BlueskySide:
    network = "bluesky"
    keeps_our_date = True
    lacks: Sequence[type] = ()

    def __init__(self, servers: Network) -> None:
        self.servers = servers

    def join(self, name: str) -> Someone:
        account = self.servers.create_account(name)
        return Someone(account.handle, account.did, self.servers.credentials(account), account)

    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str:
        account: TestAccount = who.account
        return account.post(text, reply_to=reply_to, mention=mention.account if mention else None).native_id

    def delete(self, who: Someone, native_id: str) -> None:
        who.account.delete(Ref(native_id))

    def rename(self, who: Someone, name: str) -> None:
        who.account.rename(name)

    def posts(self, who: Someone) -> Sequence[str]:
        return [record["value"]["text"] for record in who.account.records()]

    def alts(self, native_id: str) -> Sequence[str]:
        raise NotImplementedError("nobody edits on Bluesky, and nobody asks")

    @contextmanager
    def asking_to_wait(self, who: Someone, seconds: int) -> Iterator[Any]:
        with faulty(too_many(seconds)) as transport:
            yield connect_bluesky(who.credentials, forget, over=transport)

    def down(self, who: Someone) -> Any:
        nowhere = f"127.0.0.1:{free_port()}"
        addresses = {"service": f"http://{nowhere}", "jetstream": f"ws://{nowhere}/subscribe"}
        return NETWORKS[self.network].connect({**who.credentials, **addresses}, forget)

    def wrong_credentials(self, who: Someone) -> dict[str, str]:
        return {**who.credentials, "app_password": "aaaa-bbbb-cccc-dddd"}

    @contextmanager
    def broken_line(self, who: Someone) -> Iterator[Any]:
        with stream_saying([GARBAGE, line_of("une bonne ligne")]) as url:
            yield NETWORKS[self.network].connect({**who.credentials, "jetstream": url}, forget)

    def nobody(self, who: Someone) -> tuple[dict[str, str], str]:
        return {**who.credentials, "handle": "personne.test"}, "personne.test"

    def whose(self, who: Someone) -> str:
        return who.handle


class MastodonSide:
    """The model, in one of its tempers. Credentials name a server and no handle: troubles name the server."""

    network = "mastodon"
    keeps_our_date = False
    lacks: Sequence[type] = ()

    def __init__(self, model: Model) -> None:
        self.model = model
        self.world = model.world

    def join(self, name: str) -> Someone:
        account = self.world.join(f"{plain(name)}_{secrets.token_hex(3)}", name)
        credentials = {"server": self.world.base, "access_token": account.token}
        return Someone(f"{account.username}@127.0.0.1", account.id, credentials, account)

    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str:
        parent = self.world.status(reply_to.native_id) if reply_to else None
        named = mention.account if mention else parent.account if parent else who.account
        said = text if named is who.account else f"@{named.username} {text}"  # as every client begins an answer
        return str(self.world.say(who.account, said, reply_to=parent.id if parent else "").id)

    def delete(self, who: Someone, native_id: str) -> None:
        self.world.delete(who.account, native_id)

    def rename(self, who: Someone, name: str) -> None:
        who.account.name = name

    def posts(self, who: Someone) -> Sequence[str]:
        return [said.text for said in self.world.statuses if said.account is who.account]

    def alts(self, native_id: str) -> Sequence[str]:
        return [media.description or "" for media in self.world.status(native_id).media]

    @contextmanager
    def asking_to_wait(self, who: Someone, seconds: int) -> Iterator[Any]:
        with self.model.faulty("wait", "POST", "/api/v1/statuses", seconds=seconds):
            yield NETWORKS[self.network].connect(who.credentials, forget)

    def down(self, who: Someone) -> Any:
        nowhere = {**who.credentials, "server": f"http://127.0.0.1:{free_port()}"}
        return NETWORKS[self.network].connect(nowhere, forget)

    def wrong_credentials(self, who: Someone) -> dict[str, str]:
        return {**who.credentials, "access_token": "no-token-of-this-server"}

    def nobody(self, who: Someone) -> tuple[dict[str, str], str]:
        return self.wrong_credentials(who), self.whose(who)

    def whose(self, who: Someone) -> str:
        return "127.0.0.1"

    @contextmanager
    def broken_line(self, who: Someone) -> Iterator[Any]:
        self.model.first_words.append(GARBAGE)
        yield NETWORKS[self.network].connect(who.credentials, forget)


Fault = Callable[[httpx.Request], httpx.Response | None]


class Faulty(httpx.BaseTransport):
    """The real network, except where `fault` answers in its place. Remembers which methods were called."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._real = httpx.HTTPTransport()
        self.methods: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.methods.append(method_of(request))
        return self._fault(request) or self._real.handle_request(request)

    def close(self) -> None:
        self._real.close()


@contextmanager
def faulty(fault: Fault = lambda request: None) -> Iterator[Faulty]:
    transport = Faulty(fault)
    try:
        yield transport
    finally:
        transport.close()


def method_of(request: httpx.Request) -> str:
    return request.url.path.rpartition("/")[2]


def on(method: str, answer: Callable[[], httpx.Response | None]) -> Fault:
    """A fault of one method only."""
    return lambda request: answer() if method_of(request).endswith(method) else None


def too_many(seconds: int) -> Fault:
    body = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
    return on("putRecord", lambda: httpx.Response(429, json=body, headers={"Retry-After": str(seconds)}))


def error(status: int, code: str, message: str = "", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"error": code, "message": message}, headers=headers)


def connected(who: Someone, over: httpx.BaseTransport, keep: Any = forget) -> BlueskyConnector:
    return connect_bluesky(who.credentials, keep, over=over)


@contextmanager
def stream_saying(lines: Sequence[str]) -> Iterator[str]:
    """A server that says these lines to whoever connects, then hangs up."""

    def speak(connection: ServerConnection) -> None:
        for line in lines:
            connection.send(line)

    with serve(speak, "127.0.0.1", 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/subscribe"
        finally:
            server.shutdown()
            thread.join()


def line_of(text: str, *, time_us: int = 1_795_000_000_000_000, operation: str = "create") -> str:
    record = f'{{"$type":"app.bsky.feed.post","text":"{text}","createdAt":"2026-11-18T10:00:00Z"}}'
    commit = f'"operation":"{operation}","collection":"app.bsky.feed.post","rkey":"3n2qrz74v422v","cid":"bafy"'
    did = '"did":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"'
    return f'{{{did},"time_us":{time_us},"kind":"commit","commit":{{{commit},"record":{record}}}}}'


def plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name).lower() if c.isascii() and c.isalnum()) or "x"
