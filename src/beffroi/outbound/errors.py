"""How a call to the outside can fail: one family, a plain sentence each, and what is known of the effect."""

from enum import StrEnum

import httpx


class Reason(StrEnum):
    """Every sentence an OutboundError can carry. They are stable: pages translate them."""

    BAD_ADDRESS = "This is not a web address that can be called."
    SCHEME = "Only addresses that start with http:// or https:// are called."
    STREAM_SCHEME = "Only addresses that start with ws:// or wss:// are listened to."
    USERINFO = "An address with a user name or a password in it is not called."
    PORT = "Only the usual ports of the web are called."
    NOT_PUBLIC = "This server is not on the public internet, so it is not called."
    REDIRECTS = "The server sent us on from address to address too many times."
    TOO_LARGE = "The answer is larger than what is accepted."
    NO_CONNECTION = "The server could not be reached in time."
    NO_ANSWER = "The server did not answer in time."
    UNKNOWN_NAME = "No server was found under this name."
    NOT_REACHED = "The server cannot be reached."
    CERTIFICATE = "The server did not prove who it is: its certificate is not valid."
    NO_TLS = "No secure connection could be made with the server."
    UNSENDABLE = "The request could not be written as the web's rules demand."
    BROKEN = "The connection broke before the whole answer had arrived."
    GARBLED = "The server's answer could not be read."
    STREAM_REFUSED = "The server refused to open the stream."


class OutboundError(httpx.TransportError):
    """A call that failed. `reason` is the sentence alone, `str(error)` names the host too; neither holds a secret.

    `sent` is False when the request certainly never left, None when it may have arrived and had its effect.
    `status` is the HTTP status with which a server refused a stream. An httpx exception, so that an SDK that is
    handed our transport treats it as it treats its own.
    """

    def __init__(self, reason: str, *, host: str = "", sent: bool | None = None, status: int | None = None) -> None:
        super().__init__(f"{host}: {reason}" if host else str(reason))
        self.reason = reason
        self.host = host
        self.sent = sent
        self.status = status


class Blocked(OutboundError, httpx.ConnectError):
    """We refuse to call this address."""

    def __init__(self, reason: str, *, host: str = "", sent: bool | None = False) -> None:
        super().__init__(reason, host=host, sent=sent)


class TooLarge(OutboundError):
    """The answer, unpacked, is larger than the policy accepts."""


class TooSlow(OutboundError, httpx.TimeoutException):
    """The policy's time is over."""


class Unreachable(OutboundError, httpx.NetworkError):
    """The server cannot be found or reached, broke off, or does not speak the language we expected."""


def behind(error: BaseException) -> OutboundError | None:
    """The OutboundError that an SDK wrapped in an exception of its own (`raise … from`), or None."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, OutboundError):
        seen = seen.__cause__
    return seen
