"""There is one way in, and it knows where its visitor calls from."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

import beffroi

PRODUCT = Path(beffroi.__file__).parent
SIGNS_IN = re.compile(r"from django\.contrib\.auth import .*\b(?:login|aauthenticate|alogin)\b|\bforce_login\(")
BESIDE = {"door/coming_in.py", "site/demonstration/views.py"}  # the demonstration makes its visitor one of its people


def test_nobody_is_signed_in_but_by_let_in() -> None:
    found = {
        str(path.relative_to(PRODUCT))
        for path in PRODUCT.rglob("*.py")
        if SIGNS_IN.search(path.read_text(encoding="utf-8"))
    }
    assert found == BESIDE


@pytest.mark.parametrize(
    ("peer", "seen"),
    [("10.0.0.2", "198.51.100.7"), ("203.0.113.9", "203.0.113.9")],
    ids=["behind a proxy that is trusted", "from anybody else"],
)
def test_the_address_that_waits_is_the_visitor_s_own(peer: str, seen: str) -> None:
    """As uvicorn is started in site/processes.py: BEFFROI_TRUSTED_PROXIES is what it trusts."""
    pages: Any = WSGIMiddleware(_says_who_called)
    assert asyncio.run(_asked(ProxyHeadersMiddleware(pages, trusted_hosts="10.0.0.2"), peer)) == seen.encode()


def _says_who_called(environ: Any, start: Any) -> list[bytes]:
    start("200 OK", [])
    return [environ["REMOTE_ADDR"].encode()]


async def _asked(pages: Any, peer: str) -> bytes:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"x-forwarded-for", b"198.51.100.7"), (b"host", b"x")],
        "client": (peer, 1),
        "server": ("x", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    said = b""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal said
        said += message.get("body", b"")

    await pages(scope, receive, send)
    return said
