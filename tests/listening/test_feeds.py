"""Feeds that are followed: read at their own pace, asked by every search, never twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.connectors.feed.shape import Asked, Entry, Read, Since
from beffroi.journal.models import Event
from beffroi.listening.duties import read_feeds
from beffroi.listening.feeds import take_in
from beffroi.listening.models import Alert, Feed, Match, SavedSearch
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes
from tests.network.press import Press, item, press, rss


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        yield paper


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return SavedSearch.save_new(organisation=feurs.organisation, name="Le pont", text="pont", by=feurs.driss, now=NOW)


@pytest.fixture
def feed(feurs: Feurs, paper: Press, search: SavedSearch) -> Feed:
    """Followed and read once, with one entry that no search finds."""
    paper.shows("/feed", rss([item("0", "Le marché", at=NOW - minutes(60))]))
    feed = follow(feurs.organisation, paper, feurs)
    assert read_feeds(NOW) == 1
    return now_of(feed)


def follow(organisation: Organisation, paper: Press, feurs: Feurs, path: str = "/feed", at: datetime = NOW) -> Feed:
    return Feed.follow(organisation, address=paper.localhost + path, title="Le Carnet", by=feurs.driss, now=at)


def now_of(feed: Feed) -> Feed:
    return Feed.objects.select_related("organisation").get(pk=feed.pk)


def when_due(feed: Feed) -> datetime:
    due_at = now_of(feed).due_at
    assert due_at is not None
    return due_at


def read_again(feed: Feed) -> Feed:
    assert read_feeds(when_due(feed)) == 1
    return now_of(feed)


def about(feed: Feed) -> list[str]:
    return list(
        Event.objects.filter(subject_kind="listening.feed", subject_id=str(feed.pk)).values_list("verb", flat=True)
    )


def said(feed: Feed) -> str:
    return str(now_of(feed).trouble.get("say", ""))


def test_a_new_entry_that_a_search_finds_is_a_match_and_the_others_are_forgotten(paper: Press, feed: Feed) -> None:
    paper.shows("/feed", rss([item("2", "Le pont ferme"), item("1", "La piscine"), item("0", "Le marché")]))
    read_again(feed)
    assert [post.text for post in Post.objects.all()] == ["Le pont ferme"]
    assert Match.objects.get().alert == Alert.objects.get()


def test_what_was_asked_once_is_not_asked_again_and_a_changed_text_is(paper: Press, feed: Feed) -> None:
    paper.shows("/feed", rss([item("0", "Le marché")]))
    assert read_again(feed).entries_read == 1
    paper.shows("/feed", rss([item("0", "Le marché est au bout du pont")]))
    assert read_again(feed).entries_read == 2
    assert Match.objects.count() == 1


def test_an_entry_that_comes_back_after_the_feed_wavered_is_nothing_new(paper: Press, feed: Feed) -> None:
    paper.shows("/feed", rss([item("5", "Autre")]))
    read_again(feed)
    paper.shows("/feed", rss([item("0", "Le marché", at=NOW - minutes(60))]))
    assert read_again(feed).entries_read == 2


def test_a_reading_that_was_cut_short_is_made_again_and_finds_nothing_twice(
    paper: Press, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.shows("/feed", rss([item("1", "Le pont")]))
    with monkeypatch.context() as broken:
        broken.setattr(Match, "note", lambda *given, **named: 1 / 0)
        read_feeds(when_due(feed))
    assert (Match.objects.count(), now_of(feed).entries_read) == (0, 1)
    read_again(feed)
    assert Match.objects.count() == 1


def test_what_stood_there_before_is_asked_for_the_last_week_and_opens_one_alert(
    feurs: Feurs, paper: Press, search: SavedSearch
) -> None:
    days = [item(str(n), f"Le pont {n}", at=NOW - timedelta(days=n) + minutes(1)) for n in range(20)]
    paper.shows("/feed", rss([*days, item("x", "Le pont sans date")]))
    feed = follow(feurs.organisation, paper, feurs)
    read_feeds(NOW)
    assert (Match.objects.count(), Alert.objects.count(), now_of(feed).entries_read) == (8, 1, 21)


def test_a_feed_that_changes_is_read_more_often_and_one_that_rests_less(paper: Press, feed: Feed) -> None:
    for n in range(1, 6):
        paper.shows("/feed", rss([item(str(n), f"Brève {n}"), item(str(n - 1), f"Brève {n - 1}")]))
        busy = read_again(feed)
    assert busy.pace == 60
    for _ in range(15):
        quiet = read_again(feed)
    assert quiet.pace == 15 * 60
    assert quiet.due_at == quiet.read_at + minutes(15) if quiet.read_at else False


def test_a_site_that_wants_fewer_readings_gets_them(paper: Press, feed: Feed) -> None:
    paper.shows("/feed", rss([item("0", "Le marché")]), cache_control="max-age=1800")
    later = read_again(feed)
    assert (later.wait, later.due_at) == (1800, later.read_at + minutes(30) if later.read_at else None)


def test_a_site_that_asks_to_wait_is_left_alone_for_so_long(paper: Press, feed: Feed) -> None:
    paper.shows("/feed", "", status=429, retry_after="7200")
    before = when_due(feed)
    read_feeds(before)
    assert when_due(feed) >= before + timedelta(hours=2)
    assert said(feed) == "The site asks us to wait before the next request."


def test_troubles_grow_the_pause_and_a_good_answer_ends_them(paper: Press, feed: Feed) -> None:
    paper.shows("/feed", "", status=500)
    for _ in range(12):
        broken = read_again(feed)
    assert broken.troubles == 12
    assert timedelta(hours=5) < when_due(feed) - (broken.read_at or NOW)
    paper.shows("/feed", rss([item("0", "Le marché")]))
    well = read_again(feed)
    assert (well.troubles, well.trouble) == (0, {})


def test_a_feed_that_is_gone_is_not_asked_again_until_somebody_says_so(feurs: Feurs, paper: Press, feed: Feed) -> None:
    paper.shows("/feed", "", status=410)
    gone = read_again(feed)
    assert gone.is_stopped
    assert about(feed) == ["FEED_FOLLOWED", "FEED_GONE"]
    assert said(feed) == "The site says that this feed is gone for good. It is not read any more."
    gone.resume(by=feurs.driss, now=NOW + timedelta(days=9))
    assert now_of(feed).due_at == NOW + timedelta(days=9)


def test_a_new_address_is_taken_when_the_site_has_given_it_for_a_day(paper: Press, feed: Feed) -> None:
    paper.shows("/new", rss([item("0", "Le marché", at=NOW - minutes(60))]))
    paper.sends_on("/feed", paper.localhost + "/new")
    for _ in range(2):
        assert read_again(feed).address.endswith("/feed")
    Feed.objects.update(moved_since=NOW - timedelta(days=1))
    moved = read_again(feed)
    assert (moved.address, about(feed)[-1]) == (paper.localhost + "/new", "FEED_MOVED")
    assert read_again(feed).entries_read == 1  # the same entries: they kept their identity


def test_a_move_that_was_taken_back_leads_nowhere(paper: Press, feed: Feed) -> None:
    paper.sends_on("/feed", paper.localhost + "/new")
    paper.shows("/new", rss([]))
    assert read_again(feed).moved_to
    paper.shows("/feed", rss([]))
    assert (read_again(feed).moved_to, now_of(feed).moved_since) == ("", None)


def test_when_nothing_known_stands_there_any_more_a_gap_is_noted(paper: Press, feed: Feed) -> None:
    before = now_of(feed).read_at
    paper.shows("/feed", rss([item("9", "Tout neuf")]))
    gapped = read_again(feed)
    assert (gapped.gap_from, gapped.gap_until) == (before, gapped.read_at)


def test_two_organisations_that_follow_the_same_feed_are_served_by_one_question(feurs: Feurs, paper: Press) -> None:
    other = Organisation.objects.create(name="Panissières")
    paper.shows("/feed", rss([item("1", "Le pont", at=NOW)]))
    for organisation in (feurs.organisation, other):
        SavedSearch.save_new(organisation=organisation, name="x", text="pont", by=feurs.driss, now=NOW)
        follow(organisation, paper, feurs)
    read_feeds(NOW)
    assert (len(paper.asked), Match.objects.count(), Post.objects.count()) == (1, 2, 1)


def test_a_paused_feed_is_left_alone_and_a_button_pressed_twice_is_one_act(
    feurs: Feurs, paper: Press, feed: Feed
) -> None:
    for act in (feed.pause, feed.pause):
        act(by=feurs.driss, now=NOW)
    assert read_feeds(NOW + timedelta(days=1)) == 0
    for act in (feed.resume, feed.resume):
        act(by=feurs.driss, now=NOW)
    assert about(feed) == ["FEED_FOLLOWED", "FEED_PAUSED", "FEED_RESUMED"]
    assert read_feeds(NOW) == 1


def test_a_feed_that_was_paused_while_it_was_read_stays_paused(feurs: Feurs, paper: Press, feed: Feed) -> None:
    reading = now_of(feed)
    feed.pause(by=feurs.driss, now=NOW)
    profile = Profile("feed", "x", "x", "x")
    post = SeenPost(network="feed", native_id="1", author=profile, text="Le pont", published_at=NOW)
    take_in(reading, Read("x", "x", "", (Entry(post, "m"),), Asked(), Since()), NOW)
    assert (now_of(feed).due_at, Match.objects.count()) == (None, 0)


def test_following_twice_is_following_once(feurs: Feurs, paper: Press, feed: Feed) -> None:
    assert follow(feurs.organisation, paper, feurs) == feed
    assert Feed.objects.count() == 1


def test_what_a_feed_brought_stays_when_nobody_follows_it_any_more(feurs: Feurs, paper: Press, feed: Feed) -> None:
    paper.shows("/feed", rss([item("1", "Le pont"), item("0", "Le marché")]))
    read_again(feed).unfollow(by=feurs.driss, now=NOW)
    assert (Feed.objects.count(), Match.objects.count()) == (0, 1)
    assert Event.objects.filter(verb="FEED_UNFOLLOWED").count() == 1


def test_nothing_is_read_for_an_organisation_that_rests(feurs: Feurs, paper: Press, feed: Feed) -> None:
    Organisation.objects.update(is_resting=True)
    assert read_feeds(NOW + timedelta(days=1)) == 0
