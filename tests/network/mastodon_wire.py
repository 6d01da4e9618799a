"""The model on loopback: real HTTP, with faults of the wire on demand."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from tests.network import mastodon_shapes as shapes
from tests.network.mastodon_model import USUAL, Refusal, Status, Temper, World
from tests.network.mastodon_routes import Call, Reply, route

BEAT = 0.2  # seconds between two comments on a silent stream
STREAM = "/api/v1/streaming/public"
HALF_PAGE = "<!doctype html><title>{0}</title><h1>{0}</h1>"

Kind = Literal["cut", "late", "half", "500", "503", "wait"]


@dataclass
class Fault:
    """What happens to calls of `method` whose path matches. All but 503 and wait come after the call had its effect."""

    method: str
    path: re.Pattern[str]
    kind: Kind
    seconds: int = 0
    released: threading.Event = field(default_factory=threading.Event)


class Model:
    """A running model: its world, what was asked of it, and the faults that it has for now."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.first_words: list[str] = []  # lines that a stream begins with
        self.closed: set[str] = set()  # paths that its administrator has closed
        self.closing = threading.Event()

    @contextmanager
    def faulty(self, kind: Kind, method: str, path: str, *, seconds: int = 0) -> Iterator[None]:
        fault = Fault(method, re.compile(path), kind, seconds)
        self.faults.append(fault)
        try:
            yield
        finally:
            self.faults.remove(fault)
            fault.released.set()

    def fault_of(self, call: Call) -> Fault | None:
        fits = (one for one in self.faults if one.method == call.method and one.path.fullmatch(call.path))
        return next(fits, None)

    def answer(self, call: Call) -> Reply:
        self.calls.append(call)
        try:
            reply = self._judged(call)
        except Refusal as refusal:
            body: Any = {"error": refusal.error}
            if self.world.temper.html_errors and refusal.status != HTTPStatus.UNPROCESSABLE_ENTITY:
                body = HALF_PAGE.format(refusal.status)
            reply = Reply(body, refusal.status, refusal.headers)
        call.status, call.answer = reply.status, reply.body
        return reply

    def _judged(self, call: Call) -> Reply:
        fault = self.fault_of(call)
        if call.path in self.closed:
            raise Refusal(422, "This resource is not available")
        if fault and fault.kind == "503":
            raise Refusal(503, "Service Unavailable")
        if fault and fault.kind == "wait":
            raise Refusal(429, "Too many requests", self._wait(fault.seconds))
        with self.world.lock:
            reply = route(self.world, call)
        if fault and fault.kind == "500":
            raise Refusal(500, "Internal Server Error")
        return reply

    def _wait(self, seconds: int) -> dict[str, str]:
        if self.world.temper.html_errors:
            return {"Retry-After": str(seconds)}
        reset = shapes.written(self.world.now + timedelta(seconds=seconds))
        return {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}


@contextmanager
def running(temper: Temper = USUAL) -> Iterator[Model]:
    """A model with a world of its own, on a free port."""
    model = Model(World(temper))
    with Listening(model) as server:
        model.world.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield model
        finally:
            model.closing.set()
            server.shutdown()
            thread.join()


class Listening(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for who is still being answered

    def __init__(self, model: Model) -> None:
        self.model = model
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up in the middle hangs up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: Listening

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def answer(self) -> None:
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        call = Call(self.command, address.path, parse_qs(address.query), headers, body)
        model = self.server.model
        if call.path == STREAM:
            self.stream(model, call)
        else:
            fault = model.fault_of(call)
            self.give(model.answer(call), fault, model)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def give(self, reply: Reply, fault: Fault | None, model: Model) -> None:
        self.close_connection = True
        if fault and fault.kind == "cut":
            return
        if fault and fault.kind == "late":
            fault.released.wait(20)
        page = isinstance(reply.body, str)
        content = (reply.body if page else json.dumps(reply.body)).encode()
        self.send_response_only(reply.status)
        self.send_header("Date", format_datetime(model.world.now, usegmt=True))
        self.send_header("Content-Type", "text/html" if page else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        half = fault is not None and fault.kind == "half"
        self.wfile.write(content[: len(content) // 2] if half else content)

    def stream(self, model: Model, call: Call) -> None:
        """Server-sent events until the listener hangs up or the model is closed."""
        try:
            model.world.admitted(call.token)
            if call.path in model.closed:
                raise Refusal(403, "This resource is not available")
        except Refusal as refusal:
            self.give(Reply({"error": refusal.error}, refusal.status), None, model)
            return
        said: SimpleQueue[tuple[str, Status]] = SimpleQueue()
        model.world.listeners.append(said)
        self.close_connection = True
        self.send_response_only(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            self.wfile.write("".join(f"{line}\n" for line in (":)", *model.first_words)).encode())
            while not model.closing.is_set():
                self.wfile.write(next_words(model.world, said).encode())
        except OSError:  # it hung up
            pass
        finally:
            model.world.listeners.remove(said)

    def log_message(self, *_: Any) -> None:
        """Tests speak for themselves."""


def next_words(world: World, said: "SimpleQueue[tuple[str, Status]]") -> str:
    try:
        kind, status = said.get(timeout=BEAT)
    except Empty:
        return ":thump\n"
    return f"event: {kind}\ndata: {shapes.as_event(world, kind, status)}\n\n"
