"""A socket to a host that was looked up once, checked, and is connected to at that very address."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from typing import Self

from beffroi.outbound.addresses import Address, is_name, is_public, literal
from beffroi.outbound.errors import Blocked, Reason, TooSlow, Unreachable
from beffroi.outbound.policy import Policy

Resolve = Callable[[str, int], Sequence[str]]


class Deadline(float):
    """A number of seconds that began when it was made: whoever asks learns what is left of it.

    httpcore hands a timeout to our stream untouched, however many reads it takes: as a Deadline, it still ends.
    """

    _ends: float

    def __new__(cls, seconds: float) -> Self:
        made = super().__new__(cls, seconds)
        made._ends = time.monotonic() + seconds
        return made

    def left(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is over")
        return left

    def begin_again(self) -> None:
        """As if made now: for what may last as long as it is not silent."""
        self._ends = time.monotonic() + float(self)


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of `host`, as this machine finds them. Raises OSError for an unknown name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connected(host: str, port: int, policy: Policy, within: Deadline, resolve: Resolve) -> socket.socket:
    """A socket connected to `host`. Raises Blocked, TooSlow or Unreachable, all of them before anything was sent."""
    addresses = checked_addresses(host, port, policy, within, resolve)
    try:
        sock = _first_to_answer(addresses, port, within)
    except TimeoutError as error:
        raise TooSlow(Reason.NO_CONNECTION, host=host, sent=False) from error
    except OSError as error:
        raise Unreachable(Reason.NOT_REACHED, host=host, sent=False) from error
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def checked_addresses(host: str, port: int, policy: Policy, within: Deadline, resolve: Resolve) -> list[Address]:
    """Where `host` is. One address that may not be called blocks them all: which one answers is not ours to choose."""
    name = host.lower().removesuffix(".")
    addresses = _addresses(name, port, within, resolve)
    let = [policy.lets(name, address) for address in addresses]
    if not all(listed or is_public(address) for listed, address in zip(let, addresses, strict=True)):
        raise Blocked(Reason.NOT_PUBLIC, host=host)
    if port not in policy.ports and not all(let):
        raise Blocked(Reason.PORT, host=host)
    return addresses


def _addresses(name: str, port: int, within: Deadline, resolve: Resolve) -> list[Address]:
    if spelled := literal(name):
        return [spelled]
    if not is_name(name):
        raise Blocked(Reason.BAD_ADDRESS, host=name)
    try:
        found = _looked_up(name, port, within, resolve)
    except TimeoutError as error:
        raise TooSlow(Reason.NO_CONNECTION, host=name, sent=False) from error
    except OSError as error:
        raise Unreachable(Reason.UNKNOWN_NAME, host=name, sent=False) from error
    if not found:
        raise Unreachable(Reason.UNKNOWN_NAME, host=name, sent=False)
    return [ip_address(address) for address in dict.fromkeys(found)]


def _looked_up(name: str, port: int, within: Deadline, resolve: Resolve) -> Sequence[str]:
    """In a thread of its own: the system's resolver takes no time limit, and a slow name server must not hold us."""
    answer: Future[Sequence[str]] = Future()

    def look_up() -> None:
        try:
            answer.set_result(resolve(name, port))
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=look_up, name=f"look up {name}", daemon=True).start()
    return answer.result(within.left())


def _first_to_answer(addresses: Sequence[Address], port: int, within: Deadline) -> socket.socket:
    """Tries the addresses in turn; a silent one takes half of what is left, so that the next has its chance."""
    *others, last = addresses
    for address in others:
        try:
            return socket.create_connection((str(address), port), timeout=within.left() / 2)
        except OSError:
            continue
    return socket.create_connection((str(last), port), timeout=within.left())
