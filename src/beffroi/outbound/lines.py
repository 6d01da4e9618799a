"""A text that a server goes on writing, line by line: server-sent events, for as long as both sides like."""

import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import httpx

from beffroi.outbound.connect import Deadline, Resolve, system_resolver
from beffroi.outbound.errors import Reason, TooLarge, Unreachable
from beffroi.outbound.exchange import KEY
from beffroi.outbound.http import client
from beffroi.outbound.policy import Policy

OK = 200


@contextmanager
def lines(
    url: str,
    policy: Policy,
    *,
    headers: Mapping[str, str] | None = None,
    max_line: int = 2**20,
    silence_seconds: float = 60.0,
    over: httpx.BaseTransport | None = None,
    resolve: Resolve = system_resolver,
) -> Iterator[Iterator[str]]:
    """Opens a stream of lines and closes it at the end of the block. It may last and may grow without end: what is
    bounded is a silence, and a line (in bytes).

    Raises Unreachable with the `status` of a server that answers anything but 200.
    """
    patient = replace(policy, total_seconds=silence_seconds, max_bytes=sys.maxsize)
    with client(
        patient, headers={"Accept": "text/event-stream", **(headers or {})}, over=over, resolve=resolve
    ) as http:
        request = http.build_request("GET", url)
        response = http.send(request, stream=True)
        try:
            if response.status_code != OK:
                raise Unreachable(Reason.STREAM_REFUSED, host=request.url.host, sent=False, status=response.status_code)
            yield whole(still(response, request.extensions[KEY].deadline), max_line, request.url.host)
        finally:
            response.close()


def still(response: httpx.Response, deadline: Deadline) -> Iterator[bytes]:
    """The pieces as they come. Each one gives the server its time again."""
    for piece in response.iter_bytes():
        deadline.begin_again()
        yield piece


def whole(pieces: Iterable[bytes], max_line: int, host: str) -> Iterator[str]:
    """The lines in `pieces`, without their ends. One that was cut off is not a line."""
    decode = getincrementaldecoder("utf-8")(errors="replace").decode
    begun: list[str] = []
    size = 0
    for piece in pieces:
        *ended, rest = decode(piece).replace("\r\n", "\n").split("\n")
        for line in ended:
            yield "".join([*begun, line]).rstrip("\r")
            begun, size = [], 0
        begun.append(rest)
        size += len(rest)
        if size > max_line:
            raise TooLarge(Reason.TOO_LARGE, host=host)
