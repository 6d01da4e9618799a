"""Connections are kept and shared."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler

import httpx

from beffroi import __version__, outbound
from beffroi.outbound import Policy
from tests.outbound.conftest import Server, reply

LOCAL = Policy(allow=("127.0.0.1",))


def echo(request: BaseHTTPRequestHandler) -> None:
    reply(request, request.path.encode())


def test_hundreds_of_calls_share_one_connection(serve: Callable[..., Server]) -> None:
    server = serve(echo)
    with outbound.client(LOCAL, base_url=server.url) as http:
        for number in range(200):
            assert http.post(f"/{number}", json={"text": "a post"}).text == f"/{number}"
    assert server.connections == 1


def test_threads_share_one_client(serve: Callable[..., Server]) -> None:
    server = serve(echo)
    paths = [f"/{number}" for number in range(200)]
    with outbound.client(LOCAL, base_url=server.url) as http, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda path: http.get(path).text, paths)) == paths
    assert server.connections <= 8


def test_a_connection_that_the_server_closed_is_not_used_again(serve: Callable[..., Server]) -> None:
    def once(request: BaseHTTPRequestHandler) -> None:
        reply(request)
        request.close_connection = True  # without having said so

    server = serve(once)
    with outbound.client(LOCAL) as http:
        first = http.get(server.url)
        while not idle_connection_closed(first):
            pass
        assert http.get(server.url).text == "ok"
    assert server.connections == 2


def idle_connection_closed(response: httpx.Response) -> bool:
    return bool(response.extensions["network_stream"].get_extra_info("is_readable"))


def test_everything_that_leaves_bears_our_name(serve: Callable[..., Server]) -> None:
    server = serve()
    policy = Policy.from_environment(
        {"BEFFROI_ALLOW_ADDRESSES": "127.0.0.1", "BEFFROI_CONTACT": "https://mairie.example"}
    )
    with outbound.client(policy, headers={"X-Own": "1"}) as http:
        http.get(server.url)
    with httpx.Client(transport=outbound.transport(policy), headers={"User-Agent": "sdk/1"}) as sdk:
        sdk.get(server.url)
    ours = f"Beffroi/{__version__} (+https://mairie.example)"
    assert [request.headers["User-Agent"] for request in server.seen] == [ours, ours]
    assert server.seen[0].headers["X-Own"] == "1"


def test_a_client_and_an_sdk_may_share_a_transport(serve: Callable[..., Server]) -> None:
    server = serve()
    shared = outbound.transport(LOCAL)
    with outbound.client(LOCAL, over=shared) as http:
        assert http.get(server.url).text == "ok"


def test_a_request_may_be_sent_again_and_again(serve: Callable[..., Server]) -> None:
    server = serve()
    with outbound.client(LOCAL) as http:
        request = http.build_request("GET", server.url)
        assert [http.send(request).text for _ in range(10)] == ["ok"] * 10
