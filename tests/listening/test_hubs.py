"""News of feeds ordered from a hub: who may say that something is new, and what comes of it."""

import hmac
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from beffroi.listening.duties import order_news, read_feeds
from beffroi.listening.models import Feed, Subscription
from tests.cast import NOW, Feurs, minutes
from tests.network.press import Press, item, press, rss

SOON = NOW + minutes(1)


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        paper.shows("/hub", "", status=202)
        hub = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{paper.localhost}/hub"/>'
        paper.shows("/feed", rss([item("1", "Le pont", at=NOW)], more=hub))
        yield paper


@pytest.fixture
def feed(feurs: Feurs, paper: Press, settings: Settings) -> Feed:
    settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"
    return followed(feurs, paper)


def followed(feurs: Feurs, paper: Press) -> Feed:
    address = paper.localhost + "/feed"
    feed = Feed.follow(feurs.organisation, address=address, title="x", by=feurs.driss, now=NOW)
    read_feeds(NOW)
    return feed


@pytest.fixture
def ordered(feed: Feed, client: Client) -> Subscription:
    """The hub took the order and confirmed it."""
    order_news(SOON)
    subscription = Subscription.objects.get()
    assert confirm(client, subscription) == 200
    return Subscription.objects.get()


def confirm(client: Client, subscription: Subscription, **said: str) -> int:
    usual = {
        "hub.mode": "subscribe",
        "hub.topic": subscription.topic,
        "hub.challenge": "écho",
        "hub.lease_seconds": "864000",
    }
    said = {f"hub.{name}": value for name, value in said.items()}
    return client.get(path_of(subscription), {**usual, **said}).status_code


def path_of(subscription: Subscription) -> str:
    return subscription.callback.removeprefix("https://beffroi.feurs.example")


def tell(
    client: Client, subscription: Subscription, body: bytes = b"<rss/>", secret: str = "", method: str = "sha256"
) -> int:
    made = hmac.new((secret or subscription.secret).encode(), body, method).hexdigest()
    headers = {"x-hub-signature": f"{method}={made}"}
    answer = client.post(path_of(subscription), body, content_type="application/rss+xml", headers=headers)
    return answer.status_code


def is_due(feed: Feed) -> bool:
    return Feed.objects.filter(pk=feed.pk, due_at__lte=timezone.now()).exists()


@pytest.fixture
def later(feed: Feed) -> Feed:
    """As if it had just been read, by the clock of the pages."""
    Feed.objects.update(due_at=timezone.now() + timedelta(minutes=15))
    return feed


def test_without_a_public_address_nothing_is_ordered(feurs: Feurs, paper: Press, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = ""
    followed(feurs, paper)
    assert (order_news(SOON), Subscription.objects.count()) == (0, 0)


def test_a_hub_is_asked_to_call_an_address_that_nobody_can_guess(feed: Feed, paper: Press) -> None:
    assert order_news(SOON) == 1
    asked = {name: said[0] for name, said in parse_qs(paper.asked[-1].content.decode()).items()}
    subscription = Subscription.objects.get()
    assert asked["hub.callback"] == subscription.callback
    assert asked["hub.callback"].startswith("https://beffroi.feurs.example/hub/")
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", paper.localhost + "/feed")
    assert (asked["hub.secret"], len(asked["hub.secret"])) == (subscription.secret, 64)


def test_a_confirmed_order_is_placed_again_before_it_ends_and_reading_becomes_the_safety_net(
    ordered: Subscription, feed: Feed, paper: Press
) -> None:
    assert ordered.until is not None and ordered.due_at is not None
    assert ordered.until - ordered.due_at == timedelta(days=1)
    assert order_news(ordered.due_at - timedelta(hours=1)) == 0
    assert order_news(ordered.due_at) == 1
    read_feeds(Feed.objects.get().due_at or NOW)
    assert Feed.objects.get().pace == 15 * 60


@pytest.mark.parametrize("said", [{"mode": "unsubscribe"}, {"topic": "https://faux.example/"}, {"lease_seconds": "x"}])
def test_what_we_did_not_order_is_not_confirmed(ordered: Subscription, client: Client, said: dict[str, str]) -> None:
    assert confirm(client, ordered, **said) == 404


def test_a_signed_message_has_the_feed_read_at_once(later: Feed, ordered: Subscription, client: Client) -> None:
    assert tell(client, ordered) == 202
    assert is_due(later)


@pytest.mark.parametrize("how", [{"secret": "guessed"}, {"method": "sha1"}])
def test_a_message_that_the_hub_did_not_sign_does_nothing_and_learns_nothing(
    later: Feed, ordered: Subscription, client: Client, how: dict[str, str]
) -> None:
    assert tell(client, ordered, **how) == 202  # type: ignore[arg-type]
    assert client.post(path_of(ordered), b"<rss/>", content_type="text/xml").status_code == 202
    assert not is_due(later)


def test_a_hub_that_calls_all_the_time_has_the_feed_read_every_twenty_seconds(
    later: Feed, ordered: Subscription, client: Client
) -> None:
    tell(client, ordered)
    first = Subscription.objects.get().planned_at
    Feed.objects.update(due_at=timezone.now() + timedelta(minutes=15))
    for _ in range(5):
        tell(client, ordered)
    assert first is not None
    assert Feed.objects.get().due_at == Subscription.objects.get().planned_at == first + timedelta(seconds=20)


def test_a_message_that_is_too_large_is_not_even_weighed(later: Feed, ordered: Subscription, client: Client) -> None:
    assert tell(client, ordered, b" " * (2 * 2**20 + 1)) == 413
    assert not is_due(later)


def test_a_hub_that_refuses_is_asked_again_a_day_later_and_the_feed_is_read_all_the_same(
    feed: Feed, paper: Press
) -> None:
    paper.shows("/hub", "", status=403)
    order_news(SOON)
    refused = Subscription.objects.get()
    assert refused.trouble["say"] == "The hub does not take our order (status {status})."
    assert refused.due_at is not None and refused.due_at >= NOW + timedelta(days=1)
    assert Feed.objects.get().trouble == {}


def test_who_unfollowed_is_gone_for_the_hub(feurs: Feurs, ordered: Subscription, client: Client) -> None:
    Feed.objects.get().unfollow(by=feurs.driss, now=NOW)
    assert client.get(path_of(ordered)).status_code == 410
    assert tell(client, ordered) == 410
