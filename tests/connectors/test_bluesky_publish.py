"""What leaves for Bluesky, and what is known when something goes wrong on the way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from beffroi.connectors.bluesky.keys import new_key
from beffroi.connectors.contract import Refused, TryLater
from beffroi.vocabulary import Media, Outgoing, Ref
from tests.connectors.sides import BlueskySide, Faulty, Someone, connected, error, faulty, method_of, on
from tests.network.far_side import Network

NOW = datetime(2026, 11, 18, 20, 15, 30, 123456, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def side(bluesky: Network) -> BlueskySide:
    return BlueskySide(bluesky)


@pytest.fixture
def ana(side: BlueskySide) -> Someone:
    return side.join("Ana")


@pytest.fixture
def wire() -> Iterator[Faulty]:
    with faulty() as transport:
        yield transport


def outgoing(connector: Any, text: str = "Le conseil commence à 20 h.", **more: Any) -> Outgoing:
    return Outgoing(new_key(NOW), text, NOW, **more)


def the_record(who: Someone) -> dict[str, Any]:
    (record,) = who.account.records()
    return dict(record)


def test_the_record_is_what_was_prepared_and_no_more(ana: Someone, side: BlueskySide, wire: Faulty) -> None:
    bruno = side.join("Bruno")
    connector = connected(ana, wire)
    text = f"L’été : #budget par @{bruno.handle} et @personne.test, https://ay.example/été."
    post = outgoing(connector, text, lang="fr")
    receipt = connector.publish(post)
    tag, mention, link = "#budget", f"@{bruno.handle}", "https://ay.example/été"

    def facet(covered: str, feature: dict[str, str]) -> dict[str, Any]:
        start = text.encode().index(covered.encode())
        return {"index": {"byteStart": start, "byteEnd": start + len(covered.encode())}, "features": [feature]}

    assert the_record(ana) == {
        "uri": f"at://{ana.native_id}/app.bsky.feed.post/{post.key}",
        "cid": receipt.version,
        "value": {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": "2026-11-18T20:15:30.123Z",
            "langs": ["fr"],
            "facets": [
                facet(tag, {"$type": "app.bsky.richtext.facet#tag", "tag": "budget"}),
                facet(mention, {"$type": "app.bsky.richtext.facet#mention", "did": bruno.native_id}),
                facet(link, {"$type": "app.bsky.richtext.facet#link", "uri": link}),
            ],
        },
    }


def test_a_receipt_leads_to_something_a_browser_opens(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    receipt = connector.publish(outgoing(connector))
    assert httpx.get(receipt.url).json()["uri"] == receipt.native_id


def test_on_the_public_network_a_receipt_leads_to_its_page(ana: Someone) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        body = {**session, "uri": f"at://{ana.native_id}/app.bsky.feed.post/3n2qrz74v422v", "cid": "bafy"}
        return httpx.Response(200, json=body)

    session = {"did": ana.native_id, "handle": ana.handle, "accessJwt": token(), "refreshJwt": token()}
    usual = {"handle": ana.handle, "app_password": "aaaa-bbbb-cccc-dddd"}
    connector = connected(Someone(ana.handle, ana.native_id, usual), httpx.MockTransport(server))
    receipt = connector.publish(outgoing(connector))
    assert receipt.url == f"https://bsky.app/profile/{ana.native_id}/post/3n2qrz74v422v"


def token() -> str:
    """An access that ends in the year 2100."""
    return "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.eA"


def test_a_reply_names_its_parent_and_the_first_post(ana: Someone, side: BlueskySide, wire: Faulty) -> None:
    driss = side.join("Driss")
    first = driss.account.post("La piscine ouvre quand ?")
    second = driss.account.post("Bonjour ?", reply_to=first)
    connector = connected(ana, wire)
    connector.publish(outgoing(connector, "Lundi à 9 h.", reply_to=second, root=first))
    reply = the_record(ana)["value"]["reply"]
    assert reply["parent"] == {"uri": second.native_id, "cid": second.version}
    assert reply["root"] == {"uri": first.native_id, "cid": first.version}


def test_an_answer_to_a_first_post_needs_no_root(ana: Someone, side: BlueskySide, wire: Faulty) -> None:
    first = side.join("Driss").account.post("La piscine ouvre quand ?")
    connector = connected(ana, wire)
    connector.publish(outgoing(connector, "Lundi à 9 h.", reply_to=first))
    assert the_record(ana)["value"]["reply"]["root"] == {"uri": first.native_id, "cid": first.version}


def test_images_carry_their_alternative_text_in_order(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    media = tuple(Media("image/png", alt, content=PNG + alt.encode()) for alt in ("Le maire", "", "L’école « été »"))
    connector.publish(outgoing(connector, media=media))
    images = the_record(ana)["value"]["embed"]["images"]
    assert [image["alt"] for image in images] == ["Le maire", "", "L’école « été »"]
    assert [image["image"]["size"] for image in images] == [len(item.content or b"") for item in media]


def test_a_post_with_images_sent_twice_is_one_post(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    post = outgoing(connector, media=(Media("image/png", "Le maire", content=PNG),))
    assert connector.publish(post) == connector.publish(post)
    assert len(ana.account.records()) == 1


def test_six_workers_at_once_make_one_post(ana: Someone, wire: Faulty) -> None:
    kept = dict(ana.credentials)
    connected(ana, wire, kept.update).whoami()
    again = Someone(ana.handle, ana.native_id, kept)
    post = outgoing(connected(again, wire))
    with ThreadPoolExecutor(6) as workers:
        receipts = set(workers.map(lambda _: connected(again, wire).publish(post), range(6)))
    assert len(receipts) == 1
    assert len(ana.account.records()) == 1


def test_a_post_whose_answer_got_lost_is_unsure_found_and_never_doubled(ana: Someone, wire: Faulty) -> None:
    def write_then_hang_up(request: httpx.Request) -> httpx.Response | None:
        if method_of(request) == "com.atproto.repo.putRecord":
            wire.handle_request(request).read()
            raise httpx.ReadTimeout("the answer got lost", request=request)
        return None

    post = outgoing(connected(ana, wire))
    with faulty(write_then_hang_up) as broken, pytest.raises(TryLater) as trouble:
        connected(ana, broken).publish(post)
    assert trouble.value.delivered is None
    found = connected(ana, wire).find(post)
    assert found and found == connected(ana, wire).publish(post)
    assert len(ana.account.records()) == 1


@pytest.mark.parametrize("method", ["createSession", "uploadBlob", "resolveHandle"])
def test_what_fails_before_the_post_itself_leaves_no_doubt(ana: Someone, method: str) -> None:
    with faulty(on(method, lambda: error(503, "Busy"))) as broken:
        connector = connected(ana, broken)
        post = outgoing(connector, "À @ana.test", media=(Media("image/png", "Le maire", content=PNG),))
        with pytest.raises(TryLater) as trouble:
            connector.publish(post)
    assert trouble.value.delivered is False
    assert ana.account.records() == []


def test_a_connection_that_fails_while_posting_had_no_effect(ana: Someone) -> None:
    def refuse() -> httpx.Response:
        raise httpx.ConnectError("refused")

    with faulty(on("putRecord", refuse)) as broken, pytest.raises(TryLater) as trouble:
        connector = connected(ana, broken)
        connector.publish(outgoing(connector))
    assert trouble.value.delivered is False


def test_a_second_try_does_not_change_what_the_first_one_wrote(ana: Someone, wire: Faulty) -> None:
    """A handle that stops resolving between two tries would otherwise edit the post under its likes and replies."""
    connector = connected(ana, wire)
    post = outgoing(connector, f"Bonjour @{ana.handle}")
    first = connector.publish(post)
    with faulty(on("resolveHandle", lambda: error(400, "InvalidRequest", "Unable to resolve handle"))) as later:
        assert connected(ana, later).publish(post) == first
    assert "facets" in the_record(ana)["value"]


def test_another_post_at_the_same_key_is_neither_overwritten_nor_taken_for_ours(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    post = outgoing(connector)
    connector.publish(post)
    other = Outgoing(post.key, "Un autre texte", NOW.replace(minute=16))
    assert connector.find(other) is None
    with pytest.raises(Refused, match="Another post stands"):
        connector.publish(other)
    assert the_record(ana)["value"]["text"] == post.text


def test_a_post_whose_moment_was_forgotten_is_known_by_its_words_at_its_key(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    post = outgoing(connector)
    first = connector.publish(post)
    after_a_restore = Outgoing(post.key, post.text, NOW.replace(minute=16))
    found = connector.find(after_a_restore)
    assert found is not None
    assert found.native_id == first.native_id
    assert connector.publish(after_a_restore).native_id == first.native_id
    assert the_record(ana)["value"]["createdAt"].startswith(NOW.isoformat()[:16])


@pytest.mark.parametrize("size", [2_000_001, 5_300_000])
def test_an_image_that_is_too_large_is_refused_in_words(ana: Someone, wire: Faulty, size: int) -> None:
    connector = connected(ana, wire)
    image = Media("image/png", "Le maire", content=PNG.ljust(size, b"x"))
    with pytest.raises(Refused, match="at most 2 MB"):
        connector.publish(outgoing(connector, media=(image,)))
    assert ana.account.records() == []


def test_more_bytes_than_bluesky_takes_are_refused_in_words(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    with pytest.raises(Refused, match="3,000 bytes"):
        connector.publish(outgoing(connector, "👨‍👩‍👧" * 170))


def test_what_the_network_refuses_otherwise_is_told_in_its_own_words(ana: Someone, wire: Faulty) -> None:
    connector = connected(ana, wire)
    with pytest.raises(Refused, match="Invalid CID"):
        connector.publish(outgoing(connector, reply_to=Ref(f"at://{ana.native_id}/app.bsky.feed.post/3n2qrz74v422v")))
