"""HTTP: httpx over connections that we make ourselves."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from beffroi.outbound.body import received
from beffroi.outbound.connect import Deadline, Resolve, system_resolver
from beffroi.outbound.errors import Blocked, Reason
from beffroi.outbound.exchange import KEY, Exchange, told_plainly
from beffroi.outbound.policy import Policy
from beffroi.outbound.pool import Direct, trusted
from beffroi.outbound.tally import TALLY


def client(
    policy: Policy,
    *,
    base_url: str = "",
    headers: Mapping[str, str] | None = None,
    over: httpx.BaseTransport | None = None,
    resolve: Resolve = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> "Client":
    """An httpx client of which nothing but OutboundError comes out, safe to share between threads.

    `over` replaces the network in tests (httpx.MockTransport). The policy's times count, whatever a call's `timeout`
    says. Look at `status_code`: `raise_for_status` would put the whole address into an error of httpx's own.
    """
    return Client(policy, transport(policy, over=over, resolve=resolve, tls=tls), base_url=base_url, headers=headers)


def transport(
    policy: Policy,
    *,
    over: httpx.BaseTransport | None = None,
    resolve: Resolve = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> httpx.BaseTransport:
    """What an SDK built on httpx is to be handed: the same checks, limits and errors, redirects included."""
    if isinstance(over, Guarded):
        return over
    return Guarded(policy, over or Direct(policy, resolve, tls or trusted()))


class Client(httpx.Client):
    """Made by `client()`."""

    def __init__(
        self, policy: Policy, guarded: httpx.BaseTransport, *, base_url: str, headers: Mapping[str, str] | None
    ) -> None:
        self._policy = policy
        with told_plainly():
            super().__init__(
                base_url=base_url, headers=headers, transport=guarded, trust_env=False, follow_redirects=True
            )

    def build_request(self, *args: Any, **kwargs: Any) -> httpx.Request:
        with told_plainly():
            return super().build_request(*args, **kwargs)

    def send(self, request: httpx.Request, **kwargs: Any) -> httpx.Response:
        exchange = Exchange(self._policy)
        request.extensions[KEY] = exchange
        with exchange.told_plainly(request.url.host):
            return super().send(request, **kwargs)


class Guarded(httpx.BaseTransport):
    """Checks every hop, and guards what comes back."""

    def __init__(self, policy: Policy, far: httpx.BaseTransport) -> None:
        self._policy = policy
        self._far = far

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        exchange: Exchange = request.extensions.setdefault(KEY, Exchange(self._policy))
        where = "allowed" if request.url.host in self._policy.allow else "public"
        with TALLY.trouble(where), exchange.told_plainly(request.url.host):
            exchange.hop()
            check_form(request.url, ("http", "https"), Reason.SCHEME)
            self._prepare(request, exchange.deadline)
            answer = received(self._far.handle_request(request), request.url.host, exchange)
        TALLY.add(where, f"{answer.status_code // 100}xx")
        return answer

    def close(self) -> None:
        self._far.close()

    def _prepare(self, request: httpx.Request, deadline: Deadline) -> None:
        waiting_for_a_connection = deadline.left()
        request.extensions["timeout"] = {"read": deadline, "write": deadline, "connect": deadline}
        request.extensions["timeout"]["pool"] = waiting_for_a_connection
        request.headers["Accept-Encoding"] = "gzip"
        request.headers["User-Agent"] = self._policy.user_agent


def check_form(url: httpx.URL, schemes: tuple[str, str], refusal: Reason) -> None:
    """Raises Blocked for what the address alone gives away; where it leads is checked when it is connected to."""
    if url.scheme not in schemes:
        raise Blocked(refusal, host=url.host)
    if url.userinfo:
        raise Blocked(Reason.USERINFO, host=url.host)
    if not url.host or (url.port is not None and not 0 < url.port < 2**16):
        raise Blocked(Reason.BAD_ADDRESS, host=url.host)
