"""Web servers on loopback under the name that the tests' settings let through."""

import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

from tests.outbound.conftest import Server, reply


class Answers(dict[str, Callable[[BaseHTTPRequestHandler], None]]):
    """An answer for each path; for all others there is nothing."""

    def __call__(self, to: BaseHTTPRequestHandler) -> None:
        if answer := self.get(to.path):
            answer(to)
        else:
            reply(to, status=404)


class Web:
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._servers: dict[str, Server] = {}

    def serve(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        """The address of a new server that gives `answer`."""
        server = Server(answer, ("127.0.0.1", 0), None)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        for undo in (server.server_close, thread.join, server.shutdown):  # called last first
            self._stack.callback(undo)
        url = f"http://localhost:{server.port}/"
        self._servers[url] = server
        return url

    def seen(self, url: str) -> list[str]:
        return [request.path for request in self._servers[url].seen]

    @staticmethod
    def closed() -> str:
        """An address where nobody listens."""
        with socket.create_server(("127.0.0.1", 0)) as sock:
            return f"http://localhost:{sock.getsockname()[1]}/"
