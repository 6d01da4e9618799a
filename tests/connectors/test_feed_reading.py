"""Asking a site for its feed, over real HTTP on loopback."""

import gzip
from collections.abc import Iterator
from datetime import timedelta

import pytest

from beffroi import outbound
from beffroi.connectors.contract import NetworkTrouble, Refused, TryLater
from beffroi.connectors.feed.finding import find
from beffroi.connectors.feed.reading import read
from beffroi.connectors.feed.shape import Gone, NoFeed, Read, Since, Unchanged
from tests.cast import NOW
from tests.network.press import Press, item, press, rss

FEED = rss([item("1", "Le pont")])
POLICY = outbound.Policy(allow=("127.0.0.1",), max_bytes=100_000)


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        yield paper


def ask(paper: Press, path: str = "/feed", since: Since | None = None) -> Read | Unchanged:
    with outbound.client(POLICY) as client:
        return read(paper.url + path, client=client, now=NOW, since=since)


def whole(paper: Press, path: str = "/feed") -> Read:
    came = ask(paper, path)
    assert isinstance(came, Read)
    return came


def test_a_feed_is_read_whole_once_and_then_only_when_it_changed(paper: Press) -> None:
    paper.shows("/feed", FEED, etag='"a"', last_modified="Fri, 20 Nov 2026 13:00:00 GMT")
    came = whole(paper)
    assert [entry.title for entry in came.entries] == ["Le pont"]
    assert isinstance(ask(paper, since=came.since), Unchanged)
    asked = paper.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"a"', "Fri, 20 Nov 2026 13:00:00 GMT")


def test_a_feed_that_was_cut_is_asked_for_whole_the_next_time(paper: Press) -> None:
    paper.shows("/feed", FEED.removesuffix("</channel></rss>"), etag='"a"')
    assert whole(paper).since == Since()


def test_what_a_site_wants_between_two_readings_is_heard_within_bounds(paper: Press) -> None:
    paper.shows("/feed", FEED, cache_control="public, max-age=600", age="100")
    assert whole(paper).asked.wait == 500
    paper.shows("/feed", rss([], more="<ttl>30</ttl>"), cache_control="max-age=60")
    assert whole(paper).asked.wait == 30 * 60
    paper.shows("/feed", FEED, cache_control="max-age=31536000")
    assert whole(paper).asked.wait == 3600
    paper.shows("/feed", FEED, cache_control="no-cache, max-age=600")
    assert whole(paper).asked.wait == 0


def test_a_move_for_good_is_told_and_one_for_now_is_not(paper: Press) -> None:
    paper.shows("/new", FEED)
    paper.sends_on("/feed", "/new", status=301)
    paper.sends_on("/for-now", "/new", status=302)
    paper.sends_on("/both", "/for-now", status=308)
    assert ask(paper).asked.moved_to == paper.url + "/new"
    assert ask(paper, "/for-now").asked.moved_to == ""
    assert ask(paper, "/both").asked.moved_to == paper.url + "/for-now"


@pytest.mark.parametrize(
    ("status", "error", "sentence"),
    [
        (410, Gone, "The site says that this feed is gone for good. It is not read any more."),
        (404, Refused, "Nothing is at this address (status 404)."),
        (403, Refused, "The site does not let us read this address (status 403)."),
        (500, TryLater, "The site has a problem of its own and could not answer (status 500)."),
        (429, TryLater, "The site asks us to wait before the next request."),
        (204, Refused, "The site answered something that cannot be read (status 204)."),
    ],
)
def test_every_refusal_has_its_sentence(paper: Press, status: int, error: type[NetworkTrouble], sentence: str) -> None:
    paper.shows("/feed", "", status=status)
    with pytest.raises(error) as trouble:
        ask(paper)
    assert str(trouble.value) == sentence


def test_how_long_to_wait_is_what_the_site_asks_for(paper: Press) -> None:
    paper.shows("/feed", "", status=503, retry_after="120")
    with pytest.raises(TryLater) as trouble:
        ask(paper)
    assert trouble.value.seconds == 120


def test_too_much_is_not_taken_in_packed_or_not(paper: Press) -> None:
    paper.shows("/feed", b"<rss>" + b" " * 200_000)
    bomb = gzip.compress(b"<rss>" + b" " * 50_000_000)
    paper.shows("/packed", gzip.compress(bomb), content_encoding="gzip")  # the model's own answer unpacks it once
    for path in ("/feed", "/packed"):
        with pytest.raises(Refused) as trouble:
            ask(paper, path)
        assert str(trouble.value) == "The answer is larger than what is accepted."


def test_a_private_address_is_refused_behind_a_redirect_too(paper: Press) -> None:
    paper.sends_on("/feed", "http://10.0.0.1/feed")
    with pytest.raises(Refused) as refused:
        ask(paper)
    assert str(refused.value) == "This server is not on the public internet, so it is not called."


def test_who_types_an_address_does_not_reach_what_is_let_through_by_address_only(paper: Press) -> None:
    paper.shows("/feed", FEED)
    with outbound.client(POLICY.for_typed_addresses()) as client, pytest.raises(Refused):
        read(paper.url + "/feed", client=client, now=NOW)
    with outbound.client(outbound.Policy(allow=("localhost",)).for_typed_addresses()) as client:
        assert isinstance(read(paper.localhost + "/feed", client=client, now=NOW), Read)


# --- finding the feeds of a site


def found(paper: Press, path: str) -> list[str]:
    with outbound.client(POLICY) as client:
        return [each.address.removeprefix(paper.url) for each in find(paper.url + path, client=client, now=NOW)]


def test_a_page_announces_its_feeds(paper: Press) -> None:
    paper.shows(
        "/",
        """<!doctype html><head><base href="/blog/"><link rel=alternate hreflang=en href=/en>
        <link rel="alternate" type="application/rss+xml; charset=utf-8" href="feed">
        <link REL="alternate home" TYPE="application/atom+xml" href="/atom">
        <link rel=alternate type=application/rss+xml href=feed><link rel=stylesheet type=application/rss+xml href=css>
        <link rel="alternate" type="application/rss+xml" href="/dead">
        <link rel=alternate type=application/rss+xml href=javascript:x>""",
        kind="text/html",
    )
    paper.shows("/blog/feed", FEED)
    paper.shows("/atom", FEED)
    assert found(paper, "/") == ["/blog/feed", "/atom"]


def test_a_feed_is_found_where_sites_usually_have_theirs(paper: Press) -> None:
    paper.shows("/actu/", "<html><body>Bonjour", kind="text/html")
    paper.shows("/rss.xml", FEED)
    assert found(paper, "/actu/") == ["/rss.xml"]


def test_the_address_of_a_feed_is_its_own_and_a_moved_one_is_taken_at_once(paper: Press) -> None:
    paper.shows("/new", FEED)
    paper.sends_on("/feed", "/new")
    assert found(paper, "/new") == ["/new"]
    assert found(paper, "/feed") == ["/new"]


def test_a_page_without_a_feed_says_what_to_look_for(paper: Press) -> None:
    paper.shows("/", "<html><body>Bonjour", kind="text/html")
    with pytest.raises(NoFeed) as none:
        found(paper, "/")
    said = "No feed was found on this page, nor where sites usually have theirs. Look for “RSS” on the site."
    assert str(none.value) == said


def test_a_site_that_asks_to_wait_is_asked_nothing_more(paper: Press) -> None:
    paper.shows("/", "<html><body>Bonjour", kind="text/html")
    paper.shows("/feed", "", status=429)
    with pytest.raises(NoFeed):
        found(paper, "/")
    assert [request.url.path for request in paper.asked] == ["/", "/feed"]


def test_a_far_clock_does_not_date_the_future() -> None:
    with press() as paper:
        paper.shows("/feed", rss([item("1", "Le pont", at=NOW + timedelta(minutes=3))]))
        assert whole(paper).entries[0].post.published_at == NOW
