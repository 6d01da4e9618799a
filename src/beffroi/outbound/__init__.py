"""The only way out of the program: every call to a server leaves through here, checked, timed and measured.

    with outbound.client(policy, base_url="https://social.example") as http:
        answer = http.get("/api/v2/instance")
    sdk = Request(transport=outbound.transport(policy), trust_env=False)
    with outbound.websocket("wss://stream.example/", policy) as messages:
        for text in messages: ...
    with outbound.lines("https://social.example/api/v1/streaming/public", policy) as lines:
        for line in lines: ...

Whatever goes wrong is an OutboundError; `behind(error)` finds it under an SDK's own exception.
"""

import logging

import httpx

from beffroi.outbound.connect import Resolve
from beffroi.outbound.errors import Blocked, OutboundError, Reason, TooLarge, TooSlow, Unreachable, behind
from beffroi.outbound.http import Client, client, transport
from beffroi.outbound.lines import lines
from beffroi.outbound.names import resolver, texts
from beffroi.outbound.policy import Policy
from beffroi.outbound.stream import Messages, websocket

Response = httpx.Response
InvalidURL = httpx.InvalidURL  # what an SDK that makes its own requests raises before any of them is checked
Transport = httpx.BaseTransport

# At INFO and DEBUG these write whole addresses and headers into the log, access tokens included.
for _talkative in ("httpx", "httpcore", "websockets"):
    logging.getLogger(_talkative).setLevel(logging.WARNING)

__all__ = [
    "Blocked",
    "Client",
    "InvalidURL",
    "Messages",
    "OutboundError",
    "Policy",
    "Reason",
    "Resolve",
    "Response",
    "TooLarge",
    "TooSlow",
    "Transport",
    "Unreachable",
    "behind",
    "client",
    "lines",
    "resolver",
    "texts",
    "transport",
    "websocket",
]
