"""The far side of the example connector: a notice board that is a real server on loopback."""

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from beffroi.connectors.contract import ReadsConversations, ReadsMentions, ReadsPast
from beffroi.vocabulary import Ref
from examples.noticeboard import connect
from tests.connectors.sides import Someone, forget, plain
from tests.postgres import free_port

MOST = 300


@dataclass
class Town:
    """Everything the board knows."""

    boards: dict[str, dict[str, str]] = field(default_factory=dict)  # by token
    notices: dict[str, dict[str, str]] = field(default_factory=dict)  # by key
    wait: int = 0


class NoticeboardSide:
    network = "noticeboard"
    keeps_our_date = False
    lacks: Sequence[type] = (ReadsMentions, ReadsConversations, ReadsPast)

    def __init__(self, url: str, town: Town) -> None:
        self.url = url
        self.town = town

    def join(self, name: str) -> Someone:
        token, native_id = secrets.token_hex(8), secrets.token_hex(4)
        handle = f"{plain(name)}-{native_id}"
        self.town.boards[token] = {"id": native_id, "handle": handle, "name": name}
        return Someone(handle, native_id, {"handle": handle, "server": self.url, "token": token})

    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str:
        key = secrets.token_hex(6)
        self.town.notices[key] = {"id": key, "text": text, "by": who.credentials["token"]}
        return key

    def delete(self, who: Someone, native_id: str) -> None:
        del self.town.notices[native_id]

    def rename(self, who: Someone, name: str) -> None:
        self.town.boards[who.credentials["token"]]["name"] = name

    def posts(self, who: Someone) -> Sequence[str]:
        return [each["text"] for each in self.town.notices.values() if each["by"] == who.credentials["token"]]

    @contextmanager
    def asking_to_wait(self, who: Someone, seconds: int) -> Iterator[Any]:
        self.town.wait = seconds
        yield connect(who.credentials, forget)
        self.town.wait = 0

    def down(self, who: Someone) -> Any:
        return connect({**who.credentials, "server": f"http://127.0.0.1:{free_port()}"}, forget)

    def wrong_credentials(self, who: Someone) -> dict[str, str]:
        return {**who.credentials, "token": "wrong"}

    def nobody(self, who: Someone) -> tuple[dict[str, str], str]:
        return {**who.credentials, "handle": "personne.test"}, "personne.test"

    def whose(self, who: Someone) -> str:
        return who.handle

    def alts(self, native_id: str) -> Sequence[str]:
        raise NotImplementedError("a notice has no image")

    @contextmanager
    def broken_line(self, who: Someone) -> Iterator[Any]:
        raise NotImplementedError("a notice board has no stream")


@contextmanager
def noticeboard() -> Iterator[NoticeboardSide]:
    town = Town()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("TownDesk", (Desk,), {"town": town}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield NoticeboardSide(f"http://127.0.0.1:{server.server_port}", town)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Desk(BaseHTTPRequestHandler):
    town: Town

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_PUT(self) -> None:
        self._answer(self._put)

    def do_DELETE(self) -> None:
        self._answer(self._delete)

    def _answer(self, act: Any) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers["Authorization"].removeprefix("Bearer ")
        board = self.town.boards.get(token)
        if self.town.wait:
            self._send(429, {}, {"Retry-After": str(self.town.wait)})
        elif board is None or board["handle"] != self.headers["X-Board"]:
            self._send(401, {})
        else:
            status, said = act(token, body)
            self._send(status, said)

    def _get(self, token: str, body: bytes) -> tuple[int, Any]:
        kind, _, name = self.path.strip("/").partition("/")
        found: Any = {
            "me": self.town.boards[token],
            "notices": self._shown(name),
            "boards": next((each for each in self.town.boards.values() if each["id"] == name), None),
        }[kind]
        return (200, found) if found else (404, {})

    def _put(self, token: str, body: bytes) -> tuple[int, Any]:
        key, notice = self.path.rpartition("/")[2], json.loads(body)
        if len(notice["text"]) > MOST:
            return 422, {"why": f"A notice has {MOST} characters at most."}
        self.town.notices.setdefault(key, {"id": key, "text": notice["text"], "by": token})
        return 200, self._shown(key)

    def _delete(self, token: str, body: bytes) -> tuple[int, Any]:
        key = self.path.rpartition("/")[2]
        if key not in self.town.notices:
            return 404, {}
        if self.town.notices[key]["by"] != token:
            return 403, {"why": "This notice belongs to another board."}
        del self.town.notices[key]
        return 200, {}

    def _shown(self, key: str) -> Any:
        notice = self.town.notices.get(key)
        return {**notice, "url": f"/notices/{key}"} if notice else None

    def _send(self, status: int, said: Any, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        content = json.dumps(said).encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Tests stay quiet."""
