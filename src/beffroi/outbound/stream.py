"""WebSockets: a stream of text messages over a connection that we make ourselves."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect

from beffroi.outbound.connect import Deadline, Resolve, connected, system_resolver
from beffroi.outbound.errors import OutboundError, Reason, TooLarge, Unreachable
from beffroi.outbound.exchange import HANDSHAKE_TROUBLES, Trouble, told_plainly
from beffroi.outbound.http import check_form
from beffroi.outbound.policy import Policy
from beffroi.outbound.pool import trusted

PORTS = {"ws": 80, "wss": 443}
OPENING_TROUBLES: tuple[Trouble, ...] = (
    *HANDSHAKE_TROUBLES,
    (WebSocketException, Unreachable, Reason.STREAM_REFUSED, None),
    (ValueError, Unreachable, Reason.STREAM_REFUSED, None),  # a redirect, which a connection of our own cannot follow
)


class Messages:
    """An open stream. Iterating gives its text messages and ends when either side closes normally."""

    def __init__(self, connection: ClientConnection, host: str) -> None:
        self._connection = connection
        self._host = host

    def __iter__(self) -> Iterator[str]:
        try:
            for message in self._connection:
                if not isinstance(message, str):
                    raise Unreachable(Reason.GARBLED, host=self._host)
                yield message
        except ConnectionClosed as error:
            raise self._lost(error) from None

    def frames(self) -> Iterator[bytes]:
        """The messages of a stream that speaks in bytes."""
        try:
            for message in self._connection:
                if isinstance(message, str):
                    raise Unreachable(Reason.GARBLED, host=self._host)
                yield message
        except ConnectionClosed as error:
            raise self._lost(error) from None

    def send(self, text: str) -> None:
        try:
            self._connection.send(text)
        except ConnectionClosed as error:
            raise self._lost(error) from None

    def close(self) -> None:
        """Ends the stream. Any thread may call it: whoever waits for the next message stops waiting."""
        self._connection.close()

    def _lost(self, error: ConnectionClosed) -> OutboundError:
        if error.sent and error.sent.code == CloseCode.MESSAGE_TOO_BIG:
            return TooLarge(Reason.TOO_LARGE, host=self._host)
        return Unreachable(Reason.BROKEN, host=self._host)


@contextmanager
def websocket(
    url: str,
    policy: Policy,
    *,
    headers: Mapping[str, str] | None = None,
    max_message: int = 2**20,
    ping_seconds: float = 20.0,
    resolve: Resolve = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Messages]:
    """Opens a stream within the policy's `connect_seconds`, and closes it at the end of the block.

    `max_message` is in bytes, unpacked. A server that does not answer a ping within `ping_seconds` is given up.
    Redirects are not followed: they raise Unreachable.
    """
    target = _target(url)
    within = Deadline(policy.connect_seconds)
    sock = connected(target.host, target.port or PORTS[target.scheme], policy, within, resolve)
    with _opening(sock, target.host):
        connection = connect(
            str(target),
            sock=sock,
            ssl=(tls or trusted()) if target.scheme == "wss" else None,
            proxy=None,
            additional_headers=headers,
            user_agent_header=policy.user_agent,
            open_timeout=within.left(),
            close_timeout=policy.connect_seconds,
            ping_interval=ping_seconds,
            ping_timeout=ping_seconds,
            max_size=max_message,
        )
    with connection:
        yield Messages(connection, target.host)


def _target(url: str) -> httpx.URL:
    with told_plainly():
        target = httpx.URL(url).copy_with(fragment=None)
    check_form(target, ("ws", "wss"), Reason.STREAM_SCHEME)
    return target


@contextmanager
def _opening(sock: socket.socket, host: str) -> Iterator[None]:
    try:
        with told_plainly(host, OPENING_TROUBLES), _status_told(host):
            yield
    except BaseException:
        sock.close()
        raise


@contextmanager
def _status_told(host: str) -> Iterator[None]:
    try:
        yield
    except InvalidStatus as refusal:
        raise Unreachable(Reason.STREAM_REFUSED, host=host, status=refusal.response.status_code) from None
