"""One exchange with a server, from the first hop to the last byte: its deadline, its hops, its errors in our words."""

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from beffroi.outbound.connect import Deadline
from beffroi.outbound.errors import Blocked, OutboundError, Reason, TooSlow, Unreachable
from beffroi.outbound.policy import Policy

KEY = "beffroi.exchange"  # among a request's extensions, which httpx hands on at each redirect

Trouble = tuple[type[Exception], type[Blocked] | type[TooSlow] | type[Unreachable], Reason, bool | None]

# What others say, what we say, and whether the request may have left; the first that fits counts.
TROUBLES: tuple[Trouble, ...] = (
    (httpx.InvalidURL, Blocked, Reason.BAD_ADDRESS, False),
    (
        UnicodeEncodeError,
        Blocked,
        Reason.BAD_ADDRESS,
        False,
    ),  # half a character (a lone surrogate) in an address or a parameter
    (httpx.UnsupportedProtocol, Blocked, Reason.SCHEME, False),
    (httpx.TooManyRedirects, Blocked, Reason.REDIRECTS, None),
    (httpx.ConnectTimeout, TooSlow, Reason.NO_CONNECTION, False),
    (httpx.PoolTimeout, TooSlow, Reason.NO_CONNECTION, False),
    (httpx.TimeoutException, TooSlow, Reason.NO_ANSWER, None),
    (TimeoutError, TooSlow, Reason.NO_ANSWER, None),
    (httpx.ConnectError, Unreachable, Reason.NOT_REACHED, False),
    (httpx.LocalProtocolError, Unreachable, Reason.UNSENDABLE, None),
    (httpx.TransportError, Unreachable, Reason.BROKEN, None),
    (httpx.DecodingError, Unreachable, Reason.GARBLED, None),
    (zlib.error, Unreachable, Reason.GARBLED, None),
)
HANDSHAKE_TROUBLES: tuple[Trouble, ...] = (
    (TimeoutError, TooSlow, Reason.NO_CONNECTION, False),
    (ssl.SSLCertVerificationError, Unreachable, Reason.CERTIFICATE, False),
    (ssl.SSLError, Unreachable, Reason.NO_TLS, False),
    (OSError, Unreachable, Reason.NOT_REACHED, False),
)


class Exchange:
    """What the hops of one exchange share."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.deadline = Deadline(policy.total_seconds)
        self.hops = 0

    def hop(self) -> None:
        """Counts one more request. Raises Blocked when the servers send us on without end."""
        self.hops += 1
        if self.hops > self.policy.max_redirects + 1:
            raise Blocked(Reason.REDIRECTS)

    @property
    def answered(self) -> bool:
        return self.hops > 1

    @contextmanager
    def told_plainly(self, host: str) -> Iterator[None]:
        """As the function of that name; but once a hop was answered, nobody can say that nothing was sent."""
        try:
            with told_plainly(host):
                yield
        except OutboundError as error:
            if self.answered:
                error.sent = None
            raise


@contextmanager
def told_plainly(host: str = "", troubles: tuple[Trouble, ...] = TROUBLES) -> Iterator[None]:
    """Lets OutboundErrors pass and turns the exceptions listed in `troubles` into them.

    Never `from` the other: its text may quote a header, or an address with a password in it.
    """
    try:
        yield
    except OutboundError:
        raise
    except tuple(foreign for foreign, *_ in troubles) as error:
        _, ours, reason, sent = next(trouble for trouble in troubles if isinstance(error, trouble[0]))
        raise ours(reason, host=host, sent=sent) from None
