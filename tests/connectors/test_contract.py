"""What every connector does: on the sandbox, the real Bluesky servers, and models of the networks nobody ran it on."""

import re
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import (
    AccessLost,
    Capabilities,
    Connector,
    Edits,
    Network,
    Publishes,
    ReadsConversations,
    ReadsMentions,
    ReadsPast,
    ReadsProfiles,
    Reconciles,
    Refused,
    StreamEvent,
    Streams,
    TryLater,
)
from beffroi.vocabulary import Media, Outgoing, Post, Receipt, Ref
from tests.connectors.model_sides import FacebookSide, XSide
from tests.connectors.sides import (
    GARBAGE,
    WITH_STREAMS,
    BlueskySide,
    MastodonSide,
    SandboxSide,
    Side,
    Someone,
    forget,
)

NOW = datetime(2026, 11, 18, 20, 15, 30, 123000, tzinfo=UTC)
READING = (ReadsMentions, ReadsConversations, ReadsPast, ReadsProfiles)
ALL_PROTOCOLS = (Connector, Publishes, Reconciles, *READING, Streams)
REFUSE_THE_SAME_TEXT = ("x", "facebook")
NAMES = [
    '<script>alert("1")</script>',
    "Mairie d'Aÿ & <b>Ville</b>",
    "\u202eelliV\u202c",
    "مدينة الجزائر",
    "👩‍👩‍👧‍👦 Ville 🇫🇷",
]


where_there_is_a_stream = pytest.mark.parametrize("side", WITH_STREAMS, indirect=True)


def connected(side: Side, who: Someone) -> Any:
    return NETWORKS[side.network].connect(who.credentials, forget)


def outgoing(connector: Any, text: str = "Le conseil commence à 20 h.", **more: Any) -> Outgoing:
    return Outgoing(network_of(connector).new_key(NOW), text, NOW, lang="fr", **more)


def network_of(connector: Any) -> Network:
    return next(one for name, one in NETWORKS.items() if name in type(connector).__module__.split("."))


def can_edit(connector: object) -> bool:
    return isinstance(connector, Edits)


def send(connector: Any, post: Outgoing) -> Receipt:
    """As the product sends what it may have sent before: where the network keeps no key, it looks first."""
    found = None if connector.capabilities.idempotent else connector.find(post)
    receipt: Receipt = found or connector.publish(post)
    return receipt


def png(width: int = 64, height: int = 48) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes((200, 30, 60)) * width) * height
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def posts_in(events: Iterator[StreamEvent]) -> Iterator[tuple[str, Post]]:
    return ((event.cursor, event.post) for event in events if event.post)


def cursor_after_a_post(side: Side, connector: Any, who: Someone) -> str:
    """A cursor that the stream really gave: it listens from now on, so somebody speaks until it has heard."""
    heard, cursors = Event(), []

    def listen() -> None:
        events = connector.stream("")
        cursors.append(next(posts_in(events))[0])
        heard.set()
        events.close()

    listener = Thread(target=listen)
    listener.start()
    while not heard.wait(0.2):
        side.say(who, "Est-ce que quelqu'un m'entend ?")
    listener.join()
    return str(cursors[0])


def test_every_network_of_the_registry_is_put_to_the_contract() -> None:
    sides = (SandboxSide, BlueskySide, MastodonSide, XSide, FacebookSide)
    assert {side.network for side in sides} == set(NETWORKS)


def test_it_offers_all_abilities_but_those_its_side_says_it_lacks(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    missing = {*side.lacks} if NETWORKS[side.network].stream(ana.credentials) else {*side.lacks, Streams}
    assert {protocol for protocol in ALL_PROTOCOLS if not isinstance(connector, protocol)} == missing
    assert isinstance(connector.capabilities, Capabilities)


def test_it_says_whose_account_it_is(side: Side) -> None:
    ana = side.join("Ana")
    profile = connected(side, ana).whoami()
    assert (profile.network, profile.native_id, profile.handle) == (side.network, ana.native_id, ana.handle)


def test_the_same_key_three_times_makes_one_post(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    post = outgoing(connector)
    receipts = {send(connector, post), send(connector, post), send(connected(side, ana), post)}
    assert len(receipts) == 1
    assert side.posts(ana) == [post.text]


def test_two_keys_make_two_posts(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    other = "Le conseil commence à 20 h." if side.network not in REFUSE_THE_SAME_TEXT else "Il finit à 23 h."
    assert connector.publish(outgoing(connector)) != connector.publish(outgoing(connector, other))
    assert len(side.posts(ana)) == 2


def test_a_post_is_found_only_once_it_is_there(side: Side) -> None:
    connector = connected(side, side.join("Ana"))
    post = outgoing(connector)
    assert connector.find(post) is None
    receipt = connector.publish(post)
    assert connector.find(post) == receipt
    assert receipt.native_id and receipt.url


def test_a_deleted_post_is_gone_and_deleting_it_again_is_no_error(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    post = outgoing(connector)
    native_id = connector.publish(post).native_id
    connector.delete(native_id)
    connector.delete(native_id)
    assert side.posts(ana) == []
    assert connector.find(post) is None


def test_an_edit_takes_the_place_of_the_text_and_twice_changes_nothing_more(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    if not can_edit(connector):
        assert not connector.capabilities.edits
        return
    assert connector.capabilities.edits
    native_id = connector.publish(outgoing(connector, "Le conseil commence à 19 h.")).native_id
    edited = outgoing(connector)
    first, second = connector.edit(native_id, edited), connector.edit(native_id, edited)
    assert first.native_id == second.native_id == native_id
    assert first.sent and edited.text in first.sent
    assert side.posts(ana) == [edited.text]


def test_an_edit_keeps_the_images_and_what_they_are_said_to_show(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    if not can_edit(connector):
        return
    image = Media("image/png", "La mairie de face", content=png(), width=64, height=48)
    native_id = connector.publish(outgoing(connector, "Ouvert lundi.", media=(image,))).native_id
    connector.edit(native_id, outgoing(connector, "Ouvert mardi.", media=(image,)))
    assert (side.posts(ana), side.alts(native_id)) == (["Ouvert mardi."], [image.alt])


def test_nobody_edits_the_post_of_somebody_else_or_one_that_is_gone(side: Side) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connected(side, ana)
    if not can_edit(connector):
        return
    theirs, gone = side.say(eve, "Je suis là."), connector.publish(outgoing(connector)).native_id
    connector.delete(gone)
    for native_id in (theirs, gone):
        with pytest.raises(Refused):
            connector.edit(native_id, outgoing(connector))
    assert (side.posts(eve), side.posts(ana)) == (["Je suis là."], [])


def test_nobody_deletes_the_post_of_somebody_else(side: Side) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    native_id = side.say(eve, "Je suis là.")
    with pytest.raises(Refused):
        connected(side, ana).delete(native_id)
    assert side.posts(eve) == ["Je suis là."]


def test_a_network_that_asks_to_wait_is_asked_later(side: Side) -> None:
    ana = side.join("Ana")
    with side.asking_to_wait(ana, 288) as connector:
        with pytest.raises(TryLater) as trouble:
            connector.publish(outgoing(connector))
    assert (trouble.value.seconds, trouble.value.delivered) == (288, False)
    assert side.posts(ana) == []


def test_a_network_that_is_down_got_nothing(side: Side) -> None:
    connector = side.down(side.join("Ana"))
    calls = [
        connector.whoami,
        lambda: connector.publish(outgoing(connector)),
        lambda: connector.find(outgoing(connector)),
    ]
    if isinstance(connector, Streams):
        calls.append(lambda: next(connector.stream("")))
    for call in calls:
        with pytest.raises(TryLater) as trouble:
            call()
        assert trouble.value.delivered is False


def test_credentials_that_open_nothing_lose_access(side: Side) -> None:
    ana = side.join("Ana")
    connector = NETWORKS[side.network].connect(side.wrong_credentials(ana), forget)
    with pytest.raises(AccessLost, match=re.escape(side.whose(ana))):
        connector.whoami()


def test_an_account_that_does_not_exist_is_named(side: Side) -> None:
    nobody, named = side.nobody(side.join("Ana"))
    with pytest.raises(AccessLost, match=re.escape(named)):
        NETWORKS[side.network].connect(nobody, forget).whoami()


def test_a_text_that_is_too_long_is_refused_in_words(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    limit = connector.capabilities.max_length
    assert connector.publish(outgoing(connector, "é" * limit))
    with pytest.raises(Refused, match=rf"\b({limit}|{limit:,})\b"):
        connector.publish(outgoing(connector, "é" * (limit + 1)))
    assert len(side.posts(ana)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_hostile_and_unusual_names_come_through_unharmed(side: Side, name: str) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    side.rename(eve, name)
    (profile,) = connected(side, ana).profiles([eve.native_id])
    assert profile.name == name


def test_a_new_name_is_seen(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    before = connector.profiles([ana.native_id])
    side.rename(ana, "Sac à main pas cher")
    after = connector.profiles([ana.native_id])
    assert [profile.native_id for profile in (*before, *after)] == [ana.native_id] * 2
    assert (before[0].name != after[0].name) and after[0].name == "Sac à main pas cher"


def test_an_account_that_is_not_there_is_absent_from_the_profiles(side: Side) -> None:
    ana = side.join("Ana")
    nobody = "999" if side.network == "x" else "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"  # X takes numbers only
    found = connected(side, ana).profiles([nobody, ana.native_id])
    assert [profile.native_id for profile in found] == [ana.native_id]


@where_there_is_a_stream
def test_a_hostile_text_and_its_image_arrive_as_sent(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    cursor = cursor_after_a_post(side, connector, ana)
    text = '<img src=x onerror=alert(1)> \u202eabc\u202c 👩‍👩‍👧‍👦 & "l’été"'
    image = Media("image/png", "Un carré rouge, <b>vu</b> de face", content=png(), width=64, height=48)
    receipt = connector.publish(outgoing(connector, text, media=(image,)))
    events = connector.stream(cursor)
    post = next(post for _, post in posts_in(events) if post.native_id == receipt.native_id)
    events.close()
    assert (post.text, post.lang, post.version, post.url) == (text, "fr", receipt.version, receipt.url)
    assert [(m.mime, m.alt, m.width, m.height) for m in post.media] == [("image/png", image.alt, 64, 48)]
    assert post.published_at == NOW if side.keeps_our_date else post.published_at > NOW
    assert post.published_at.utcoffset() == timedelta(0)


@where_there_is_a_stream
def test_a_link_is_marked_in_bytes(side: Side) -> None:
    ana = side.join("Ana")
    connector = connected(side, ana)
    cursor = cursor_after_a_post(side, connector, ana)
    text = "L’été à Aÿ : https://ay.example/été?a=1 (voir)"
    native_id = connector.publish(outgoing(connector, text)).native_id
    events = connector.stream(cursor)
    post = next(post for _, post in posts_in(events) if post.native_id == native_id)
    events.close()
    (link,) = post.links
    assert text.encode()[link.start : link.end].decode() == link.href == "https://ay.example/été?a=1"


@where_there_is_a_stream
def test_the_stream_resumes_after_its_cursor_and_loses_nothing(side: Side) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connected(side, ana)
    cursor = cursor_after_a_post(side, connector, eve)
    missed = [side.say(eve, f"Pendant l'absence {number}", mention=ana) for number in range(3)]
    events = connector.stream(cursor)
    heard: dict[str, Post] = {}
    while missed[-1] not in heard:
        _, post = next(posts_in(events))
        heard[post.native_id] = post
    events.close()
    assert [native_id for native_id in heard if native_id in missed] == missed
    assert {heard[native_id].author.native_id for native_id in missed} == {eve.native_id}
    assert all({ana.native_id, ana.handle} <= set(heard[native_id].to) for native_id in missed)


@where_there_is_a_stream
def test_a_deletion_in_the_stream_is_passed_over_with_a_cursor(side: Side) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connected(side, ana)
    cursor = cursor_after_a_post(side, connector, eve)
    side.delete(eve, side.say(eve, "Je le regrette."))
    last = side.say(eve, "Voilà.")
    events = connector.stream(cursor)
    seen: list[StreamEvent] = []
    while not seen or seen[-1].post is None or seen[-1].post.native_id != last:
        seen.append(next(events))
    events.close()
    assert any(event.post is None for event in seen)
    assert all(event.cursor and not event.trouble for event in seen)


@where_there_is_a_stream
def test_a_line_that_is_not_json_is_told_and_passed_over(side: Side) -> None:
    ana = side.join("Ana")
    cursor = "1" if side.network == "bluesky" else "0"
    with side.broken_line(ana) as connector:
        events = connector.stream(cursor)
        broken = next(event for event in events if event.trouble)
        assert broken.post is None and broken.cursor and GARBAGE not in broken.trouble
        side.say(ana, "Encore là.")
        assert next(posts_in(events))
        events.close()


def test_mentions_replies_and_nothing_else_are_read_once_each(side_with_mentions: Side) -> None:
    side = side_with_mentions
    ana, driss, eve = side.join("Ana"), side.join("Driss"), side.join("Eve")
    connector = connected(side, ana)
    nothing, cursor = connector.mentions("")
    mine = side.say(ana, "Le marché est ouvert.")
    side.say(eve, "Je parle d'autre chose.")
    reply = side.say(driss, "Jusqu'à quand ?", reply_to=Ref(mine))
    mention = side.say(eve, "Et la piscine ?", mention=ana)
    side.say(ana, "Je me réponds.", reply_to=Ref(mine))
    posts, after = connector.mentions(cursor)
    assert nothing == []
    assert [post.native_id for post in posts] == [reply, mention]
    assert [post.author.handle for post in posts] == [driss.handle, eve.handle]
    assert posts[0].reply_to and posts[0].reply_to.native_id == posts[0].conversation == mine
    assert ana.native_id in posts[1].mentions and ana.native_id in posts[1].to
    assert after and connector.mentions("")[0] == posts


def test_a_mention_after_the_cursor_is_never_forgotten(side_with_mentions: Side) -> None:
    side = side_with_mentions
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connected(side, ana)
    cursor = ""
    for number in range(3):
        expected = side.say(eve, f"Question {number}", mention=ana)
        posts, cursor = connector.mentions(cursor)
        assert posts[-1].native_id == expected
