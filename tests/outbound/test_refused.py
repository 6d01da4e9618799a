"""Every form under which an address inside the house could be asked for: no connection is made."""

from collections.abc import Callable

import httpcore
import httpx
import pytest

from beffroi import outbound
from beffroi.outbound import Blocked, Policy, Reason
from tests.outbound.conftest import Server

NOBODY = "[2e00::1]"  # public in form, but from a block that was given to nobody: no test can call a stranger
INSIDE = [
    ("http://127.0.0.1:{port}/", Reason.NOT_PUBLIC),
    ("http://127.0.0.1.:{port}/", Reason.NOT_PUBLIC),
    ("http://localhost:{port}/", Reason.NOT_PUBLIC),
    ("http://LOCALHOST.:{port}/", Reason.NOT_PUBLIC),
    ("http://[::1]:{port}/", Reason.NOT_PUBLIC),
    ("http://[::]:{port}/", Reason.NOT_PUBLIC),
    ("http://0.0.0.0:{port}/", Reason.NOT_PUBLIC),
    ("http://[::ffff:127.0.0.1]:{port}/", Reason.NOT_PUBLIC),
    ("http://[::ffff:7f00:1]:{port}/", Reason.NOT_PUBLIC),
    ("http://[64:ff9b::127.0.0.1]:{port}/", Reason.NOT_PUBLIC),
    ("http://[2002:7f00:1::]:{port}/", Reason.NOT_PUBLIC),
    ("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:{port}/", Reason.NOT_PUBLIC),
    ("http://[fe80::1%25lo]:{port}/", Reason.NOT_PUBLIC),
    ("http://10.0.0.1:{port}/", Reason.NOT_PUBLIC),
    ("http://100.64.0.1:{port}/", Reason.NOT_PUBLIC),
    ("http://169.254.169.254:{port}/latest/meta-data/", Reason.NOT_PUBLIC),
    ("http://224.0.0.1:{port}/", Reason.NOT_PUBLIC),
    ("http://2130706433:{port}/", Reason.BAD_ADDRESS),
    ("http://0x7f000001:{port}/", Reason.BAD_ADDRESS),
    ("http://017700000001:{port}/", Reason.BAD_ADDRESS),
    ("http://0177.0.0.1:{port}/", Reason.BAD_ADDRESS),
    ("http://127.1:{port}/", Reason.BAD_ADDRESS),
    ("http://127%2e0%2e0%2e1:{port}/", Reason.BAD_ADDRESS),
    ("http://user:word@127.0.0.1:{port}/", Reason.USERINFO),
    ("http://social.example@127.0.0.1:{port}/", Reason.USERINFO),
    ("ftp://127.0.0.1:{port}/", Reason.SCHEME),
    ("gopher://127.0.0.1:{port}/", Reason.SCHEME),
    ("file:///etc/passwd", Reason.SCHEME),
    ("//127.0.0.1:{port}/", Reason.SCHEME),
    ("", Reason.SCHEME),
    ("http://[::1:{port}/", Reason.BAD_ADDRESS),
    ("http://127.0.0.1:0/", Reason.BAD_ADDRESS),
    ("http://127.0.0.1:65536/", Reason.BAD_ADDRESS),
    ("http://127.0.0.1\n:{port}/", Reason.BAD_ADDRESS),
]


@pytest.mark.parametrize(("form", "reason"), INSIDE)
def test_an_address_inside_the_house_is_refused(serve: Callable[..., Server], form: str, reason: Reason) -> None:
    server = serve()
    with outbound.client(Policy(ports=(server.port,))) as http, pytest.raises(Blocked) as refused:
        http.get(form.format(port=server.port))
    assert refused.value.reason == reason
    assert refused.value.sent is False
    assert server.connections == 0


@pytest.mark.parametrize(
    "form", ["http://１２７.０.０.１:{port}/", "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/"]
)
def test_digits_of_other_alphabets_lead_nowhere(serve: Callable[..., Server], form: str) -> None:
    server = serve()
    with outbound.client(Policy(ports=(server.port,))) as http, pytest.raises(Blocked):
        http.get(form.format(port=server.port))
    assert server.connections == 0


@pytest.mark.parametrize("port", [22, 25, 6379, 8000, 65535])
def test_a_port_that_is_not_the_webs_is_refused_without_a_connection(port: int) -> None:
    with outbound.client(Policy()) as http, pytest.raises(Blocked) as refused:
        http.get(f"http://{NOBODY}:{port}/")
    assert refused.value.reason == Reason.PORT


def test_a_name_of_which_one_address_is_private_is_refused(serve: Callable[..., Server]) -> None:
    server = serve()
    policy = Policy(ports=(server.port,))
    with outbound.client(policy, resolve=lambda host, port: ["2e00::1", "127.0.0.1"]) as http, pytest.raises(Blocked):
        http.get(f"http://eve.example:{server.port}/")
    assert server.connections == 0


@pytest.mark.parametrize("allow", ["127.0.0.1", "127.0.0.0/8", "localhost"])
def test_a_listed_host_is_called_on_any_port(serve: Callable[..., Server], allow: str) -> None:
    server = serve()
    host = "localhost" if allow == "localhost" else "127.0.0.1"
    # A machine's own "localhost" may be ::1 as well, where our server does not listen.
    with outbound.client(Policy(allow=(allow,)), resolve=lambda host, port: ["127.0.0.1"]) as http:
        assert http.get(f"http://{host}:{server.port}/").text == "ok"


def test_listing_a_name_lets_no_other_name_through(serve: Callable[..., Server]) -> None:
    server = serve()
    policy = Policy(allow=("social.example",), ports=(server.port,))
    with outbound.client(policy, resolve=lambda host, port: ["127.0.0.1"]) as http:
        assert http.get(f"http://social.example:{server.port}/").status_code == 200
        with pytest.raises(Blocked):
            http.get(f"http://eve.example:{server.port}/")
    assert server.connections == 1


def test_an_sdk_that_is_handed_the_transport_is_refused_the_same(serve: Callable[..., Server]) -> None:
    server = serve()
    guarded = outbound.transport(Policy(ports=(server.port,)))
    with httpx.Client(transport=guarded) as sdk, pytest.raises(Blocked) as refused:
        sdk.get(server.url)
    assert isinstance(refused.value, httpx.ConnectError)
    assert server.connections == 0


def test_a_fake_far_side_changes_nothing_about_the_forms_refused() -> None:
    far = httpx.MockTransport(lambda request: httpx.Response(200))
    with outbound.client(Policy(), over=far) as http:
        assert http.get("https://social.example/").status_code == 200
        with pytest.raises(Blocked):
            http.get("https://ana:secret@social.example/")
        with pytest.raises(Blocked):
            http.get("file:///etc/passwd")


def test_the_settings_of_a_proxy_in_the_environment_are_not_followed(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = serve(), serve()
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, proxy.url)
    with outbound.client(Policy(allow=("127.0.0.1",))) as http:
        http.get(server.url)
    assert (server.connections, proxy.connections) == (1, 0)


def test_httpx_still_takes_its_connections_from_the_pool_we_give_it() -> None:
    assert isinstance(httpx.HTTPTransport()._pool, httpcore.ConnectionPool), "httpx renamed what Direct replaces"
