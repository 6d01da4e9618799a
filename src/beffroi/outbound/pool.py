"""The pool of connections that httpx works with, every one of them made by us."""

import select
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from beffroi.outbound.connect import Deadline, Resolve, connected
from beffroi.outbound.exchange import HANDSHAKE_TROUBLES, told_plainly
from beffroi.outbound.policy import Policy


@cache
def trusted() -> ssl.SSLContext:
    """The usual authorities, or those of SSL_CERT_FILE or SSL_CERT_DIR where an administrator has their own."""
    return httpx.create_ssl_context()


class Direct(httpx.HTTPTransport):
    """httpx's own transport over a pool of connections that are all made by `Backend`.

    `_pool` is httpx's private name. Its constructor, which would make a pool of its own, is not called: should a
    later httpx look for another name, nothing leaves at all.
    """

    def __init__(self, policy: Policy, resolve: Resolve, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=Backend(policy, resolve),
        )


class Backend(httpcore.NetworkBackend):
    """Opens connections for httpcore, to checked addresses only."""

    def __init__(self, policy: Policy, resolve: Resolve) -> None:
        self._policy = policy
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        within = Deadline(min(self._policy.connect_seconds, seconds_left(timeout)))
        return Stream(connected(host, port, self._policy, within, self._resolve), host, within)


class Stream(httpcore.NetworkStream):
    """A connection whose every read and write ends with the exchange it belongs to."""

    def __init__(self, sock: socket.socket, host: str, connecting: Deadline) -> None:
        self._socket = sock
        self._host = host
        self._connecting = connecting

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _told_to_httpcore(httpcore.ReadTimeout, httpcore.ReadError):
            self._socket.settimeout(seconds_left(timeout))
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = memoryview(buffer)
        with _told_to_httpcore(httpcore.WriteTimeout, httpcore.WriteError):
            while rest:
                self._socket.settimeout(seconds_left(timeout))
                rest = rest[self._socket.send(rest) :]

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            with told_plainly(self._host, HANDSHAKE_TROUBLES):
                self._socket.settimeout(self._connecting.left())
                wrapped = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except BaseException:
            self.close()
            raise
        return Stream(wrapped, self._host, self._connecting)

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return _is_readable(self._socket) if info == "is_readable" else None


def seconds_left(timeout: float | None) -> float:
    """What is left of the Deadline that `Guarded` gave to every request. Raises TimeoutError when nothing is."""
    if not isinstance(timeout, Deadline):
        raise TypeError(f"httpcore handed on {timeout!r} where it was given a Deadline")
    return timeout.left()


@contextmanager
def _told_to_httpcore(late: type[Exception], failed: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except OSError as error:
        raise failed(str(error)) from error


def _is_readable(sock: socket.socket) -> bool:
    """Whether something waits to be read: on an idle connection, that the other side closed it."""
    if sock.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
