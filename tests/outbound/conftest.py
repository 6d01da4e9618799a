"""Real servers on loopback, each in a thread of its own."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Seen:
    path: str
    headers: Message


class Server(ThreadingHTTPServer):
    """Remembers how many connections it accepted and which requests it saw."""

    def __init__(self, answer: Answer, address: tuple[str, int], tls: ssl.SSLContext | None) -> None:
        self.connections = 0
        self.seen: list[Seen] = []
        super().__init__(address, handler(answer))
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    @property
    def port(self) -> int:
        return self.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get_request(self) -> tuple[Any, Any]:
        accepted = super().get_request()
        self.connections += 1
        return accepted

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what many of these tests are about."""


def handler(answer: Answer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            assert isinstance(self.server, Server)
            self.server.seen.append(Seen(self.path, self.headers))
            answer(self)

        do_POST = do_HEAD = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def reply(
    to: BaseHTTPRequestHandler, body: bytes = b"ok", *, status: int = 200, headers: dict[str, str] | None = None
) -> None:
    to.rfile.read(int(to.headers.get("Content-Length", 0)))
    to.send_response(status)
    for name, value in (headers or {}).items():
        to.send_header(name, value)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    if to.command != "HEAD":
        to.wfile.write(body)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """serve(answer, host=…, port=…, tls=…) starts a web server; by default it says "ok" to everything."""
    with ExitStack() as stack:

        def start(
            answer: Answer = reply, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
        ) -> Server:
            server = Server(answer, (host, port), tls)
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            for undo in (server.server_close, thread.join, server.shutdown):  # called last first
                stack.callback(undo)
            return server

        yield start


@pytest.fixture
def listen() -> Iterator[Callable[[Callable[[socket.socket], None]], int]]:
    """listen(talk) accepts one connection, lets `talk` do what it wants with it, and gives the port."""
    with ExitStack() as stack:

        def start(talk: Callable[[socket.socket], None]) -> int:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            listener.settimeout(10)

            def accept() -> None:
                try:
                    with listener.accept()[0] as sock:
                        sock.settimeout(10)
                        talk(sock)
                except OSError:
                    return  # the client went away, or never came

            def wake() -> None:
                with suppress(OSError):
                    socket.create_connection(listener.getsockname()).close()

            thread = threading.Thread(target=accept)
            thread.start()
            for undo in (thread.join, wake):  # called last first
                stack.callback(undo)
            return int(listener.getsockname()[1])

        yield start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for social.example that vouches for itself, and its key, in one file."""
    return vouched_for_by_itself("social.example", tmp_path_factory.mktemp("tls") / "server.pem")


def vouched_for_by_itself(host: str, path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    unlocked = serialization.NoEncryption()
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    )
    return path
