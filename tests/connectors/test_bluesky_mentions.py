"""Mentions on the real servers, the public view included: what notifications tell, and what they forget."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from beffroi.connectors.bluesky import conversations, mentions
from beffroi.connectors.bluesky.keys import new_key
from beffroi.connectors.contract import TryLater
from beffroi.vocabulary import Outgoing, Post, Ref
from tests.connectors.sides import BlueskySide, Someone, connected, faulty, method_of
from tests.network.far_side import POST, Network, now_text

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def side(bluesky_full: Network) -> BlueskySide:
    return BlueskySide(bluesky_full)


def texts(posts: tuple[Sequence[Post], str]) -> list[str]:
    return [post.text for post in posts[0]]


def write(who: Someone, text: str, **more: Any) -> Ref:
    """Any record, shown by the public view."""
    ref: Ref = who.account.create({"$type": POST, "text": text, "createdAt": now_text(), **more})
    who.account.network.wait_for_post(ref.native_id)
    return ref


def reply(to: Ref) -> dict[str, Any]:
    strong = {"uri": to.native_id, "cid": to.version}
    return {"reply": {"root": strong, "parent": strong}}


def test_a_reply_that_came_before_its_post_makes_no_notification_and_is_found(side: BlueskySide) -> None:
    ana, driss = side.join("Ana"), side.join("Driss")
    with faulty() as wire:
        connector = connected(ana, wire)
        now = datetime.now(UTC)
        post = Outgoing(new_key(now), "La mairie ferme à midi.", now)
        place = connector.publish(post)
        side.servers.wait_for_post(place.native_id)
        connector.delete(place.native_id)
        side.servers.wait_for_absence(place.native_id)
        early = write(driss, "Même le samedi ?", **reply(Ref(place.native_id, place.version)))
        assert connector.publish(post) == place
        side.servers.wait_for_post(place.native_id)
        notified = connector._session.query("app.bsky.notification.listNotifications")["notifications"]
        told, _ = connector.mentions("")
        counted = {own.native_id: number for own, number in connector.own_posts("", LONG_AGO)[0]}
        found = [answer for answers in connector.answers(place.native_id) for answer in answers]
    assert [note["uri"] for note in notified] == [] == told
    assert counted == {place.native_id: 1}
    assert [post.native_id for post in found] == [early.native_id]


def test_an_answer_dated_in_the_past_is_found(side: BlueskySide) -> None:
    ana, driss = side.join("Ana"), side.join("Driss")
    with faulty() as wire:
        connector = connected(ana, wire)
        post = ana.account.post("Le marché est ouvert.")
        driss.account.post("Bien !", reply_to=post)
        _, cursor = connector.mentions("")
        past = (datetime.now(UTC) - timedelta(days=400)).isoformat()
        write(driss, "Je l'avais écrit hors ligne.", createdAt=past, **reply(post))
        below = [answer.text for answers in connector.answers(post.native_id) for answer in answers]
        assert "Je l'avais écrit hors ligne." in [*texts(connector.mentions(cursor)), *below]


def test_a_quotation_is_read(side: BlueskySide) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    post = ana.account.post("Le marché est ouvert.")
    record = {"uri": post.native_id, "cid": post.version}
    write(eve, "Ils disent n'importe quoi.", embed={"$type": "app.bsky.embed.record", "record": record})
    with faulty() as wire:
        connector = connected(ana, wire)
        [quoting], _ = connector.mentions("")
        below = [answer for answers in connector.answers(post.native_id) for answer in answers]
    assert (quoting.text, quoting.quote_of) == ("Ils disent n'importe quoi.", post)
    assert below == [quoting]


def test_what_was_read_costs_one_question_when_nothing_is_new(side: BlueskySide) -> None:
    ana, driss = side.join("Ana"), side.join("Driss")
    post = ana.account.post("Le marché est ouvert.")
    driss.account.post("Bien !", reply_to=post)
    with faulty() as wire:
        connector = connected(ana, wire)
        _, cursor = connector.mentions("")
        wire.methods.clear()
        connector.mentions(cursor)
        assert wire.methods == ["app.bsky.notification.listNotifications"]


def test_a_long_thread_is_read_question_by_question(side: BlueskySide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "DEPTH", 2)
    ana, driss = side.join("Ana"), side.join("Driss")
    post = parent = ana.account.post("Le marché est ouvert.")
    said = []
    for number in range(5):
        parent = driss.account.post(f"Encore {number}", reply_to=parent)
        said.append(parent.native_id)
    with faulty() as wire:
        found = [answer for answers in connected(ana, wire).answers(post.native_id) for answer in answers]
        assert [method for method in wire.methods if "Thread" in method] == ["app.bsky.feed.getPostThread"] * 3
    assert [answer.native_id for answer in found] == said


def test_our_posts_are_read_page_by_page_until_they_are_too_old(
    side: BlueskySide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "PAGE", 2)
    ana = side.join("Ana")
    said = [ana.account.post(f"Le marché {number}").native_id for number in range(5)]
    with faulty() as wire:
        connector, found, place = connected(ana, wire), [], "?"
        while place:
            told, place = connector.own_posts("" if place == "?" else place, LONG_AGO)
            found += [own.native_id for own, _number in told]
    assert found == said[::-1]


def test_more_mentions_than_a_page_holds_are_all_read(side: BlueskySide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "PAGE", 2)
    monkeypatch.setattr(mentions, "OVERLAP", timedelta(0))
    ana, eve = side.join("Ana"), side.join("Eve")
    with faulty() as wire:
        connector = connected(ana, wire)
        eve.account.post("Question 0", mention=ana.account)
        _, cursor = connector.mentions("")
        for number in range(1, 6):
            eve.account.post(f"Question {number}", mention=ana.account)
        everything = [f"@{ana.handle} Question {number}" for number in range(6)]
        assert texts(connector.mentions(cursor))[-5:] == everything[-5:]
        assert texts(connector.mentions("")) == everything


def test_likes_and_followers_are_no_mentions(side: BlueskySide) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    post = ana.account.post("Le marché est ouvert.")
    subject = {"uri": post.native_id, "cid": post.version}
    for collection, of in (("app.bsky.feed.like", subject), ("app.bsky.graph.follow", ana.native_id)):
        record = {"$type": collection, "subject": of, "createdAt": now_text()}
        eve.account.write("createRecord", {"collection": collection, "record": record})
    eve.account.post("Et maintenant ?", mention=ana.account)
    with faulty() as wire:
        assert texts(connected(ana, wire).mentions("")) == [f"@{ana.handle} Et maintenant ?"]


def test_one_record_that_makes_no_sense_does_not_hide_the_others(side: BlueskySide) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    eve.account.post("Et la piscine ?", mention=ana.account)

    def spoil(request: httpx.Request) -> httpx.Response | None:
        if method_of(request) != "app.bsky.notification.listNotifications":
            return None
        with httpx.HTTPTransport() as real:
            page = json.loads(real.handle_request(request).read())
        broken = {**page["notifications"][0], "uri": "at://x/y/z", "record": {"text": None}}
        return httpx.Response(
            200, json={**page, "notifications": [broken, {**broken, "author": 5}, *page["notifications"]]}
        )

    with faulty(spoil) as wire:
        assert texts(connected(ana, wire).mentions("")) == [f"@{ana.handle} Et la piscine ?"]


def test_a_server_without_a_public_view_says_so(bluesky: Network) -> None:
    with faulty() as wire, pytest.raises(TryLater, match="no public view"):
        connected(BlueskySide(bluesky).join("Ana"), wire).mentions("")


def test_profiles_come_with_their_numbers_from_the_public_view(side: BlueskySide) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    eve.account.rename("Ève")
    ana.account.post("Un")
    with faulty() as wire:
        profiles = connected(ana, wire).profiles([ana.native_id, eve.native_id])
        assert "com.atproto.server.createSession" not in wire.methods
    assert {(profile.native_id, profile.name, profile.posts, profile.followers) for profile in profiles} == {
        (ana.native_id, ana.handle, 1, 0),
        (eve.native_id, "Ève", 0, 0),
    }


def test_many_profiles_are_asked_for_25_at_a_time(side: BlueskySide) -> None:
    ana = side.join("Ana")
    nobody = [f"did:plc:{first}{second}{'a' * 22}" for first in "abcdef" for second in "abcdefghij"]
    with faulty() as wire:
        found = connected(ana, wire).profiles([*nobody, ana.native_id])
        assert wire.methods == ["app.bsky.actor.getProfiles"] * 3
    assert [profile.native_id for profile in found] == [ana.native_id]
