"""One question to one source, asked of real servers on loopback."""

import gzip
import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from beffroi import outbound
from beffroi.engines.procedure import Question, State, Untrusted, judge
from beffroi.outbound import Policy
from beffroi.sources import (
    SOURCES,
    NotModified,
    NotPublishedYet,
    Reading,
    Refused,
    Source,
    SourceTrouble,
    TryLater,
    Validators,
    fetch,
)
from beffroi.sources.fetch import NOT_SECURE, TOO_LARGE
from tests.outbound.conftest import Server, reply
from tests.sources.samples import MADE_AT, sample

Serve = Callable[..., Server]
LOCAL = Policy(allow=("127.0.0.1",))
LIST = "synthetic/senat_liste_t3_1543.json"
NOW = MADE_AT[LIST] + timedelta(seconds=30)
STAMPED = {"Date": format_datetime(NOW, usegmt=True), "Content-Type": "application/json"}
SENAT = SOURCES["senat"]


@pytest.fixture
def client() -> Iterator[outbound.Client]:
    with outbound.client(LOCAL) as http:
        yield http


def sends(body: bytes, *, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server that gives its own Date, and none of http.server's."""
    said = {**STAMPED, **{name.replace("_", "-"): value for name, value in headers.items()}}

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response_only(status)
        for name, value in {**said, "Content-Length": str(len(body))}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def at(server: Server) -> dict[str, str]:
    return {"address": f"{server.url}/liste_discussion.json"}


def read(source: Source, server: Server, http: outbound.Client, since: Validators | None = None) -> Reading:
    reading = fetch(source, at(server), client=http, now=NOW, since=since)
    assert isinstance(reading, Reading)
    return reading


def trouble(server: Server, http: outbound.Client, source: Source = SENAT) -> SourceTrouble:
    with pytest.raises(SourceTrouble) as met:
        fetch(source, at(server), client=http, now=NOW)
    return met.value


def test_an_answer_is_kept_as_it_came_with_what_proves_it(serve: Serve, client: outbound.Client) -> None:
    server = serve(sends(sample(LIST), ETag='"1"', Last_Modified="Wed, 23 Oct 2013 13:43:00 GMT"))
    reading = read(SENAT, server, client)
    assert (reading.kind, reading.status, reading.taken_at, reading.url) == ("senat", 200, NOW, at(server)["address"])
    assert reading.body == sample(LIST)
    assert reading.sha256 == hashlib.sha256(sample(LIST)).hexdigest()
    assert reading.validators == Validators('"1"', "Wed, 23 Oct 2013 13:43:00 GMT")
    assert server.seen[0].headers["User-Agent"].startswith("Beffroi/")


def test_a_reading_is_judged_as_the_file_would_be(serve: Serve, client: outbound.Client) -> None:
    reading = read(SENAT, serve(sends(sample(LIST))), client)
    judgement = judge(reading.kind, reading.body, Question("Article 1er"), now=NOW, headers=reading.headers)
    assert judgement.state is State.PENDING_VOTE


def test_what_has_not_changed_is_not_sent_again(serve: Serve, client: outbound.Client) -> None:
    known = Validators('"1"', "Wed, 23 Oct 2013 13:43:00 GMT")

    def answer(to: BaseHTTPRequestHandler) -> None:
        assert to.headers["If-Modified-Since"] == known.last_modified
        same = to.headers["If-None-Match"] == known.etag
        to.send_response_only(304 if same else 500)
        to.send_header("ETag", '"1"')
        to.end_headers()

    server = serve(answer)
    unchanged = fetch(SENAT, at(server), client=client, now=NOW, since=known)
    assert isinstance(unchanged, NotModified)
    assert (unchanged.kind, unchanged.taken_at) == ("senat", NOW)


def test_not_modified_without_having_asked_is_no_reading(serve: Serve, client: outbound.Client) -> None:
    assert isinstance(trouble(serve(sends(b"", status=304)), client), Refused)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, NotPublishedYet, "Nothing is published at this address yet."),
        (410, Refused, "gone for good"),
        (403, Refused, "does not let us read this address (status 403)"),
        (401, Refused, "(status 401)"),
        (500, TryLater, "a problem of its own and could not answer (status 500)"),
        (502, TryLater, "(status 502)"),
        (408, TryLater, "(status 408)"),
        (429, TryLater, "asks us to wait"),
        (204, Refused, "no reading (status 204)"),
        (206, Refused, "no reading (status 206)"),
    ],
)
def test_what_a_server_refuses_is_told_in_words(
    serve: Serve, client: outbound.Client, status: int, kind: type[SourceTrouble], words: str
) -> None:
    met = trouble(serve(sends(b"" if status == 204 else b"no", status=status)), client)
    assert type(met) is kind
    assert words in str(met.reason)


@pytest.mark.parametrize(
    ("status", "after", "seconds"),
    [
        (429, "120", 120.0),
        (503, "5", 5.0),
        (429, format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (429, format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        (429, "bientôt".encode().decode("latin-1"), None),
    ],
)
def test_how_long_a_server_asks_us_to_wait_is_handed_on(
    serve: Serve, client: outbound.Client, status: int, after: str, seconds: float | None
) -> None:
    met = trouble(serve(sends(b"wait", status=status, Retry_After=after)), client)
    assert isinstance(met, TryLater)
    assert met.seconds == seconds


@pytest.mark.parametrize("body", [b"", b"\r\n"])
def test_an_empty_answer_is_a_list_that_is_not_published_yet(
    serve: Serve, client: outbound.Client, body: bytes
) -> None:
    assert isinstance(trouble(serve(sends(body)), client), NotPublishedYet)


def test_a_packed_answer_is_unpacked(serve: Serve, client: outbound.Client) -> None:
    server = serve(sends(gzip.compress(sample(LIST)), Content_Encoding="gzip"))
    assert read(SENAT, server, client).body == sample(LIST)


def test_a_connection_that_breaks_off_in_the_body_gives_no_reading(
    listen: Callable[[Callable[[socket.socket], None]], int], client: outbound.Client
) -> None:
    def breaks_off(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + sample(LIST)[:1000])

    address = f"http://127.0.0.1:{listen(breaks_off)}/liste.json"
    with pytest.raises(TryLater, match="broke before the whole answer"):
        fetch(SENAT, {"address": address}, client=client, now=NOW)


def test_a_server_that_does_not_answer_in_time_is_asked_later(
    listen: Callable[[Callable[[socket.socket], None]], int],
) -> None:
    def waits(sock: socket.socket) -> None:
        while sock.recv(65536):
            pass

    address = f"http://127.0.0.1:{listen(waits)}/liste.json"
    with outbound.client(replace(LOCAL, total_seconds=0.2)) as hasty, pytest.raises(TryLater, match="in time"):
        fetch(SENAT, {"address": address}, client=hasty, now=NOW)


FIFTY = 50 * 2**20


@pytest.mark.parametrize("kind", ["senat", "feed", "jorf"])
def test_a_feed_of_fifty_megabytes_is_not_read(serve: Serve, client: outbound.Client, kind: str) -> None:
    sent: list[int] = []

    def endless(to: BaseHTTPRequestHandler) -> None:
        to.send_response_only(200)
        to.send_header("Content-Length", str(FIFTY))
        to.end_headers()
        for _ in range(50):
            to.wfile.write(bytes(2**20))
            sent.append(2**20)

    met = trouble(serve(endless), client, SOURCES[kind])
    assert (type(met), str(met.reason)) == (Refused, TOO_LARGE)
    assert sum(sent) < FIFTY


def test_fifty_megabytes_that_were_packed_small_are_not_read_either(serve: Serve, client: outbound.Client) -> None:
    server = serve(sends(gzip.compress(bytes(FIFTY)), Content_Encoding="gzip"))
    assert str(trouble(server, client).reason) == TOO_LARGE


def test_a_source_may_take_less_than_the_policy(serve: Serve, client: outbound.Client) -> None:
    small = replace(SENAT, max_bytes=1000)
    assert str(trouble(serve(sends(sample(LIST))), client, small).reason) == TOO_LARGE


def test_a_web_page_with_status_200_is_a_reading_that_nobody_believes(serve: Serve, client: outbound.Client) -> None:
    page = b"<!doctype html><html><body>maintenance</body></html>"
    reading = read(SENAT, serve(sends(page, Content_Type="text/html")), client)
    with pytest.raises(Untrusted, match="web page"):
        judge("senat", reading.body, Question("Article 1er"), now=NOW, headers=reading.headers)


def test_a_charset_that_is_not_that_of_the_answer_is_noticed(serve: Serve, client: outbound.Client) -> None:
    latin = sample(LIST).decode().encode("latin-1")
    reading = read(SENAT, serve(sends(latin, Content_Type="application/json; charset=utf-8")), client)
    with pytest.raises(Untrusted, match="are lost"):
        judge("senat", reading.body, Question("Article 1er"), now=NOW, headers=reading.headers)


def test_an_answer_out_of_an_old_cache_is_stale(serve: Serve, client: outbound.Client) -> None:
    old = format_datetime(NOW - timedelta(minutes=16), usegmt=True)
    reading = read(SENAT, serve(sends(sample(LIST), Date=old)), client)
    with pytest.raises(Untrusted, match="16 minutes old"):
        judge("senat", reading.body, Question("Article 1er"), now=NOW, headers=reading.headers)


def test_a_certificate_that_cannot_be_checked_is_told_and_nothing_is_read(serve: Serve, certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = serve(reply, tls=tls)
    eliasse = replace(SOURCES["eliasse"], address=lambda given: f"https://social.example:{server.port}/amendement.do")
    with outbound.client(LOCAL, resolve=lambda host, port: ["127.0.0.1"]) as http, pytest.raises(TryLater) as met:
        fetch(eliasse, {}, client=http, now=NOW)
    assert str(met.value.reason) == NOT_SECURE
    assert server.seen == []


def test_an_address_inside_the_town_s_network_is_not_called(serve: Serve) -> None:
    server = serve()
    with outbound.client(Policy()) as http:
        assert "not on the public internet" in str(trouble(server, http).reason)
    assert server.connections == 0


def test_what_is_handed_in_is_not_fetched(client: outbound.Client) -> None:
    with pytest.raises(Refused, match="hands it in"):
        fetch(SOURCES["trusted-post"], {}, client=client, now=NOW)


def test_a_reading_without_a_time_zone_is_none() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Reading("senat", "", datetime(2013, 10, 23, 15, 0), 200, {}, b"", "")  # noqa: DTZ001 what is tested
    assert (
        Reading("senat", "", datetime(2013, 10, 23, tzinfo=UTC), 200, {}, b"secret", "").__repr__().count("secret") == 0
    )
