"""A model of a network behind a real address on this machine: what answers httpx requests, as an HTTP server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx

Answers = Callable[[httpx.Request], httpx.Response]


@contextmanager
def answering(answers: Answers) -> Iterator[str]:
    """The address at which `answers` can be asked, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(answers))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def handler_of(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            url = f"http://{self.headers['host']}{self.path}"
            answer = answers(httpx.Request(self.command, url, headers=dict(self.headers), content=content))
            self.send_response_only(answer.status_code)
            for name, value in answer.headers.items():
                if name not in ("content-length", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Silent: what is asked stands in the model's own list."""

    return Handler
