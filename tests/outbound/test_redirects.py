"""Redirects: every hop is checked, and there are not many of them."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import httpx
import pytest

from beffroi import outbound
from beffroi.outbound import Blocked, Policy, Reason
from tests.outbound.conftest import Server, reply

LOCAL = Policy(allow=("127.0.0.1",))


def towards(location: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: reply(request, status=status, headers={"Location": location})


def countdown(request: BaseHTTPRequestHandler) -> None:
    """/3 leads to /2, to /1, to /0."""
    left = int(request.path[1:])
    reply(request) if left == 0 else towards(f"/{left - 1}")(request)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2/", Reason.NOT_PUBLIC),
        ("http://169.254.169.254/latest/", Reason.NOT_PUBLIC),
        ("//10.0.0.1/", Reason.NOT_PUBLIC),
        ("http://[::1]/", Reason.NOT_PUBLIC),
        ("http://2130706433/", Reason.BAD_ADDRESS),
        ("http://[2e00::1]:22/", Reason.PORT),
        ("http://eve:word@127.0.0.1/", Reason.USERINFO),
        ("file:///etc/passwd", Reason.SCHEME),
        ("ftp://127.0.0.1/", Reason.SCHEME),
    ],
)
def test_a_redirect_to_where_nobody_may_go_is_refused(
    serve: Callable[..., Server], location: str, reason: Reason
) -> None:
    server = serve(towards(location))
    with outbound.client(LOCAL) as http, pytest.raises(Blocked) as refused:
        http.get(server.url)
    assert refused.value.reason == reason


def test_what_was_posted_before_a_refused_redirect_may_have_had_its_effect(serve: Callable[..., Server]) -> None:
    server = serve(towards("http://10.0.0.1/", 307))
    with outbound.client(LOCAL) as http, pytest.raises(Blocked) as refused:
        http.post(server.url, content=b"a post")
    assert refused.value.sent is None


def test_an_allowed_redirect_is_followed(serve: Callable[..., Server]) -> None:
    target = serve()
    server = serve(towards(target.url))
    with outbound.client(LOCAL) as http:
        assert http.get(server.url).text == "ok"
    assert len(target.seen) == 1


def test_the_password_does_not_follow_to_another_server(serve: Callable[..., Server]) -> None:
    target = serve()
    server = serve(towards(target.url))
    with outbound.client(LOCAL, headers={"Authorization": "Bearer secret"}) as http:
        http.get(server.url)
    assert server.seen[0].headers["Authorization"] == "Bearer secret"
    assert target.seen[0].headers["Authorization"] is None


def test_five_redirects_are_followed_and_a_sixth_is_not(serve: Callable[..., Server]) -> None:
    server = serve(countdown)
    with outbound.client(LOCAL, base_url=server.url) as http:
        assert http.get("/5").text == "ok"
        with pytest.raises(Blocked) as refused:
            http.get("/6")
    assert refused.value.reason == Reason.REDIRECTS
    assert [request.path for request in server.seen] == [f"/{left}" for left in (5, 4, 3, 2, 1, 0, 6, 5, 4, 3, 2, 1)]


def test_an_sdk_follows_no_more_of_them(serve: Callable[..., Server]) -> None:
    server = serve(countdown)
    with httpx.Client(transport=outbound.transport(LOCAL), follow_redirects=True) as sdk:
        assert sdk.get(f"{server.url}/5").text == "ok"
        with pytest.raises(Blocked):
            sdk.get(f"{server.url}/6")


def test_a_redirect_that_is_no_address_is_told_plainly(serve: Callable[..., Server]) -> None:
    server = serve(towards("http://[::1/"))
    with outbound.client(LOCAL) as http, pytest.raises(outbound.OutboundError):
        http.get(server.url)
