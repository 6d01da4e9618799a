"""The pages on which blogs and newspapers are followed."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.listening.duties import read_feeds
from beffroi.listening.models import Feed, Match, SavedSearch
from tests.cast import NOW, Feurs, minutes
from tests.network.press import Press, item, press, rss

PAGE = '<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed"><p>Bonjour'


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        paper.shows("/", PAGE, kind="text/html")
        paper.shows("/feed", rss([item("1", "Le pont & le canal", at=NOW), item("2", "La piscine")]))
        yield paper


@pytest.fixture
def desk(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def look(desk: Client, address: str) -> tuple[int, str]:
    answer = desk.post(reverse("listening_feed_new"), {"address": address})
    return answer.status_code, answer.content.decode()


def follow(desk: Client, paper: Press) -> str:
    said = {"address": paper.localhost + "/feed", "title": "Le Carnet de Feurs", "site": paper.localhost}
    return desk.post(reverse("feed_following"), said, follow=True).content.decode()


def test_a_page_is_looked_through_and_its_feed_is_shown_before_it_is_followed(desk: Client, paper: Press) -> None:
    status, page = look(desk, f" {paper.localhost}/ ")
    assert status == 200
    for shown in ("1 feed found", "Le Carnet de Feurs", "Le pont &amp; le canal", "La piscine", paper.localhost):
        assert shown in page
    assert not Feed.objects.exists()


def test_what_was_found_is_followed_with_one_press_and_said_to_be(desk: Client, paper: Press) -> None:
    page = follow(desk, paper)
    assert "“Le Carnet de Feurs” is followed" in page
    assert "Being read for the first time" in page
    assert "Followed already" in look(desk, paper.localhost + "/")[1]


def test_what_would_run_a_script_is_no_link_to_a_site(desk: Client, paper: Press) -> None:
    said = {"address": paper.localhost, "title": "x", "site": "javascript:alert(1)"}
    assert "javascript:" not in desk.post(reverse("feed_following"), said, follow=True).content.decode()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/rien", "Nothing is at this address (status 404)."),
        ("/page", "No feed was found on this page, nor where sites usually have theirs. Look for “RSS” on the site."),
        ("/bombe", "The feed defines entities of its own, which is how one attacks a reader: it is not read."),
    ],
)
def test_what_cannot_be_followed_says_why_and_keeps_what_was_typed(
    desk: Client, paper: Press, path: str, sentence: str
) -> None:
    paper.pages.pop("/feed")
    paper.shows("/page", "<html>Bonjour", kind="text/html")
    paper.shows("/bombe", '<!DOCTYPE x [<!ENTITY a "b">]><rss><channel></channel></rss>')
    status, page = look(desk, paper.localhost + path)
    assert status == 422
    assert sentence in page
    assert f'value="{paper.localhost}{path}"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ftp://blog.example/", "Only addresses that start with http:// or https:// are called."),
        ("feed:http://10.0.0.1/", "This server is not on the public internet, so it is not called."),
        ("http://u:p@blog.example/", "An address with a user name or a password in it is not called."),
        ("le carnet de feurs", "This is not a web address that can be called."),
        ("http://127.0.0.1/", "This server is not on the public internet, so it is not called."),
    ],
)
def test_what_is_no_address_says_so(desk: Client, typed: str, sentence: str) -> None:
    status, page = look(desk, typed)
    assert (status, sentence in page) == (422, True)


def test_a_feed_is_paused_read_again_and_forgotten(feurs: Feurs, desk: Client, paper: Press) -> None:
    follow(desk, paper)
    feed = Feed.objects.get()
    for name, said in {
        "feed_pause": "Reading paused",
        "feed_reading": "Reading paused",
        "feed_unfollowing": "followed no more",
    }.items():
        assert said in desk.post(reverse(name, kwargs={"pk": feed.pk}), follow=True).content.decode()
    assert not Feed.objects.exists()


def test_the_list_says_when_it_was_read_what_is_wrong_and_what_may_be_missing(
    feurs: Feurs, desk: Client, paper: Press
) -> None:
    follow(desk, paper)
    Feed.objects.update(due_at=NOW)
    read_feeds(NOW)
    Feed.objects.update(gap_from=NOW, gap_until=NOW + minutes(20), due_at=NOW + minutes(5))
    page = desk.get(reverse("listening_feeds")).content.decode()
    assert "2 entries read" in page
    assert "Between Friday 20 November 2026, 15:00 and Friday 20 November 2026, 15:20 more may have been" in page
    paper.shows("/feed", "", status=500)
    read_feeds(NOW + minutes(6))
    page = desk.get(reverse("listening_feeds")).content.decode()
    assert "Not being read" in page
    assert "The site has a problem of its own and could not answer (status 500)." in page
    assert "1 of them" in desk.get(reverse("listening")).content.decode()


def test_an_entry_stands_in_its_alert_with_title_name_and_the_way_to_the_site(
    feurs: Feurs, desk: Client, paper: Press
) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="pont", by=feurs.driss, now=NOW)
    paper.shows("/feed", rss([item("1", "Le pont ferme", "<p>Dès lundi.</p><p>" + "mot " * 500, at=NOW)]))
    Feed.follow(feurs.organisation, address=paper.localhost + "/feed", title="x", by=feurs.driss, now=NOW)
    read_feeds(NOW)
    assert Match.objects.get().search == search
    page = desk.get(reverse("listening")).content.decode()
    assert '<strong dir="auto" lang="fr">Le <mark>pont</mark> ferme</strong>' in page
    assert "Dès lundi. mot mot" in page
    assert page.count("mot") < 150
    assert "Le Carnet de Feurs" in page
    assert f'href="{Post.objects.get().url}"' in page and "Read it on the site" in page
    assert "Answer it" in page  # by a copy: nobody has an account on a blog


def test_whoever_repeats_an_entry_leads_to_a_site_too(feurs: Feurs, desk: Client, paper: Press) -> None:
    SavedSearch.save_new(organisation=feurs.organisation, name="x", text="pont", by=feurs.driss, now=NOW)
    said = "Le pont du canal ferme lundi pour trois semaines, et personne ne l’a dit aux riverains."
    paper.shows("/feed", rss([item("1", said, at=NOW), item("2", said, at=NOW)]))
    Feed.follow(feurs.organisation, address=paper.localhost + "/feed", title="x", by=feurs.driss, now=NOW)
    read_feeds(NOW)
    page = desk.get(reverse("listening")).content.decode()
    assert "Said 2 times" in page
    assert (page.count("Read it on the site"), "See it on the network" in page) == (2, False)
