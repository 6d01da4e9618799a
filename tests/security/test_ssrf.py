"""Every way by which an address that somebody gave is called, against every form of an address inside the house."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from dns.rdatatype import A

from beffroi import outbound
from beffroi.connectors.bluesky.connector import connect as connect_bluesky
from beffroi.connectors.contract import NetworkTrouble
from beffroi.connectors.facebook.connector import connect as connect_facebook
from beffroi.connectors.mastodon.connector import connect as connect_mastodon
from beffroi.connectors.x.connector import connect as connect_x
from beffroi.directory import feeds, outside
from beffroi.directory.outside import Identity
from beffroi.facts import reading as facts
from beffroi.guard.pictures import fingerprint_at
from beffroi.publishing import reading_links
from beffroi.sources import SOURCES, SourceTrouble, fetch
from tests.network.name_server import name_server
from tests.outbound.conftest import Server, reply
from tests.outbound.conftest import serve as serve  # the fixture: servers on loopback that count who comes

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DID = "did:plc:kbxex5qk6u2mwq3sicuzdd6u"


def keep(_credentials: object) -> None:
    return


def bluesky(address: str, **more: str) -> Any:
    return connect_bluesky({"handle": "feurs.test", "app_password": "x", "service": address, **more}, keep)


def source(address: str) -> object:
    return fetch(SOURCES["csv"], {"address": address}, client=facts.way_out(), now=NOW)


def link(address: str) -> object:
    with outbound.client(reading_links.reading_policy()) as http:
        return reading_links.read_page(http, address)


def picture(address: str) -> object:
    if fingerprint_at(address):
        raise AssertionError("a picture came back")
    raise outbound.Blocked(outbound.Reason.NOT_PUBLIC)


def host(address: str) -> str:
    return address.partition("://")[2].rpartition("/")[0].rpartition("@")[2]


# Who gives it: a person at the desk, a network, a file, a page. What stands there is asked for as the product asks.
WAYS_OUT: dict[str, Callable[[str], object]] = {
    "a feed that is looked for": lambda address: feeds.find_feeds(address, now=NOW),
    "a feed that is followed": lambda address: feeds.read_feed(address, since=feeds.Since(), origin=address, now=NOW),
    "a hub of a feed": lambda address: feeds.order_news(address, "https://x.example/", "https://b.example/", "x"),
    "a source of a fact": source,
    "a link of a draft": link,
    "a picture of a profile": picture,
    "the site of a body": outside.page,
    "the server of an account on Bluesky": lambda address: bluesky(address).whoami(),
    "the public view of Bluesky": lambda address: bluesky("https://[2e00::1]", appview=address).people("x", 5),
    "a stream of Bluesky": lambda address: next(
        iter(bluesky("https://x.example", jetstream=websocket(address)).stream(""))
    ),
    "the server of an identity": lambda address: outside.bluesky().profile(Identity(DID, "x", address)) or refused(),
    "a handle on Bluesky": lambda address: outside.bluesky().behind(host(address)) or refused(),
    "an instance of Mastodon": lambda address: mastodon(address).whoami(),
    "a stream of Mastodon": lambda address: list(mastodon(address).stream("12")),
    "a handle on Mastodon": lambda address: outside.mastodon(f"ville@{host(address)}"),
    "another address of X": lambda address: connect_x({"access_token": "x", "service": address}, keep).whoami(),
    "another address of Facebook": lambda address: connect_facebook(
        {"access_token": "x", "page_id": "1", "service": address}, keep
    ).whoami(),
}


def mastodon(address: str) -> Any:
    return connect_mastodon({"server": address, "access_token": "x"}, keep, pause=lambda _seconds: None)


def websocket(address: str) -> str:
    return address.replace("http", "ws", 1)


def refused() -> object:
    raise outbound.Blocked(outbound.Reason.NOT_PUBLIC)


# What earlier tests have kept open ends here with the clients that are forgotten.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
INSIDE = (
    *("http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://0.0.0.0:{port}/"),
    *("http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/"),
    *("http://[::ffff:127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::]:{port}/"),
    *(
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://10.0.0.1/",
    ),
    *(
        "http://ville.example@127.0.0.1:{port}/",
        "http://127.0.0.1%2f@ville.example:{port}/",
        "http://①②⑦.⓪.⓪.①:{port}/",
    ),
    *("file:///etc/passwd", "gopher://127.0.0.1:{port}/_x", "ftp://127.0.0.1:{port}/", "http://127.0.0.1:22/"),
)


KEPT = (feeds._way_out, outside._way_out, facts.way_out)


@pytest.fixture(autouse=True)
def as_it_runs_in_a_town(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing private is let through, as where nobody set anything; what earlier tests opened is forgotten."""
    monkeypatch.delenv("BEFFROI_ALLOW_ADDRESSES")
    for kept in KEPT:
        kept.cache_clear()
    yield
    for kept in KEPT:
        kept.cache_clear()


TROUBLES = (NetworkTrouble, SourceTrouble, outbound.OutboundError, ValueError)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_address_that_somebody_gives_reaches_the_house(way: str, serve: Callable[..., Server]) -> None:
    server = serve()
    for form in INSIDE:
        with pytest.raises(TROUBLES):
            WAYS_OUT[way](form.format(port=server.port))
    assert server.connections == 0


@pytest.mark.parametrize("inside", ["http://127.0.0.1:{port}/", "http://169.254.169.254/", "file:///etc/passwd"])
def test_a_redirect_does_not_lead_in_either(inside: str, serve: Callable[..., Server]) -> None:
    """The outer host is let through by its name; what it points to is not."""
    house = serve()
    there = inside.format(port=house.port)
    far = serve(partial(reply, status=302, headers={"Location": there}))
    policy = replace(outbound.Policy(), allow=("ville.example",))
    with outbound.client(policy, resolve=lambda _host, _port: ["127.0.0.1"]) as http, pytest.raises(outbound.Blocked):
        http.get(f"http://ville.example:{far.port}/")
    assert (far.connections, house.connections) == (1, 0)


def test_a_name_that_turns_inside_between_two_look_ups_is_refused(serve: Callable[..., Server]) -> None:
    """A real name server that says another address the second time: each connection is made to what was looked at."""
    far = serve(partial(reply, headers={"Connection": "close"}), host="127.0.0.2")
    house = serve(port=far.port)
    answers = iter(["127.0.0.2"])
    with name_server() as names:
        names._found = lambda _name, kind: [next(answers, "127.0.0.1")] if kind == A else []  # type: ignore[method-assign,assignment]  # it turns
        policy = replace(outbound.Policy(), name_server=names.address, allow=("127.0.0.2",))
        with outbound.client(policy, resolve=outbound.resolver(policy)) as http:
            assert http.get(f"http://turning.example:{far.port}/").status_code == 200
            with pytest.raises(outbound.Blocked):
                http.get(f"http://turning.example:{far.port}/")
    assert (far.connections, house.connections) == (1, 0)
