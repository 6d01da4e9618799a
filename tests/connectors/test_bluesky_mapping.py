"""Recorded answers, and what the vocabulary makes of them; then what nobody would record: records made to break us."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.mentions import seen
from beffroi.connectors.bluesky.posts import Malformed, post_of, profile_of, profile_of_record, stranger
from beffroi.connectors.bluesky.stream import events
from beffroi.vocabulary import Link, Post

RECORDED = Path(__file__).parent / "recorded"
PUBLIC = Addresses("https://bsky.social", "https://public.api.bsky.app")
LOOPBACK = Addresses("http://localhost:2583", "http://localhost:2584")
LITE = Addresses("http://localhost:2583", "")
SEEN_AT = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
URI = f"at://{DID}/app.bsky.feed.post/3n2qrz74v422v"

MAPPINGS: dict[str, Callable[[Any], Any]] = {
    "notifications": lambda raw: seen(raw, PUBLIC),
    "views": lambda raw: seen(raw, PUBLIC),
    "profiles": lambda raw: profile_of(raw, PUBLIC),
    "stream": lambda raw: next(events([json.dumps(raw)], "", PUBLIC)),
}


def as_json(thing: Any) -> Any:
    return json.loads(json.dumps(asdict(thing), default=datetime.isoformat))


def post(record: Any) -> Post:
    return post_of(URI, "bafy", record, stranger(DID, PUBLIC), SEEN_AT, PUBLIC)


@pytest.mark.parametrize(
    "raw", sorted(RECORDED.glob("*/*.raw.json")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_recorded_answer_maps_exactly(raw: Path) -> None:
    mapped = MAPPINGS[raw.parent.name](json.loads(raw.read_text()))
    assert as_json(mapped) == json.loads(raw.with_name(raw.name.replace(".raw.", ".expected.")).read_text())


def test_there_are_recorded_answers_of_every_kind() -> None:
    assert {path.parent.name for path in RECORDED.glob("*/*.raw.json")} == set(MAPPINGS)


@pytest.mark.parametrize("record", [None, [], "text", {}, {"text": 5}, {"text": None}, {"$type": "app.bsky.feed.like"}])
def test_what_is_no_post_is_malformed(record: Any) -> None:
    with pytest.raises(Malformed):
        post(record)


@pytest.mark.parametrize(
    "written", ["2030-01-01T00:00:00Z", "yesterday", "", None, 5, "2026-11-18T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_date_that_lies_ahead_or_is_none_gives_way_to_when_it_was_seen(written: Any) -> None:
    assert post({"text": "a", "createdAt": written}).published_at == SEEN_AT


def test_a_date_in_another_zone_is_the_same_moment() -> None:
    published_at = post({"text": "a", "createdAt": "2026-11-18T11:00:00+01:00"}).published_at
    assert published_at == datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "feature",
    [{"uri": "javascript:alert(1)"}, {"uri": "data:text/html,x"}, {"uri": 5}, {}, None, {"uri": " https://a"}],
)
def test_a_link_to_anything_but_the_web_is_no_link(feature: Any) -> None:
    facet = {"index": {"byteStart": 0, "byteEnd": 1}, "features": [feature]}
    assert post({"text": "abc", "facets": [facet]}).links == ()


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (2, 1), (0, 4), ("0", 1), (0, None), (0.0, 1.0)])
def test_a_link_outside_the_text_is_no_link(start: Any, end: Any) -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example"}
    facet = {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}
    assert post({"text": "abc", "facets": [facet]}).links == ()


def test_the_address_of_a_card_is_an_empty_stretch_after_the_text() -> None:
    embed = {"$type": "app.bsky.embed.external", "external": {"uri": "https://sac.example/pas-cher"}}
    assert post({"text": "L’été", "embed": embed}).links == (Link(9, 9, "https://sac.example/pas-cher"),)


def test_what_no_database_takes_is_replaced_byte_for_byte() -> None:
    text = post(json.loads('{"text": "a\\u0000b\\ud800c"}')).text
    assert text == "a b\ufffdc"
    assert len(text.encode()) == 1 + 1 + 1 + 3 + 1


def test_a_profile_without_a_name_shows_its_handle() -> None:
    assert profile_of({"did": DID, "handle": "eve.test", "displayName": ""}, PUBLIC).name == "eve.test"
    assert profile_of_record(DID, "eve.test", {}, PUBLIC).name == "eve.test"


@pytest.mark.parametrize(
    ("addresses", "start"),
    [
        (PUBLIC, "https://cdn.bsky.app/img/"),
        (LOOPBACK, "http://localhost:2584/img/"),
        (LITE, "http://localhost:2583/xrpc/"),
    ],
)
def test_pictures_come_from_the_servers_connected_to(addresses: Addresses, start: str) -> None:
    record = {"displayName": "Eve", "avatar": {"ref": {"$link": "bafkrei"}}}
    icon = profile_of_record(DID, "eve.test", record, addresses).icon
    assert (
        icon.startswith(start) and DID.replace(":", "%3A" if addresses is LITE else ":") in icon and "bafkrei" in icon
    )


def test_an_own_server_with_the_public_view_is_on_the_public_network() -> None:
    own = Addresses("https://pds.vergnier.example", "https://public.api.bsky.app")
    assert own.post(DID, "k").startswith("https://bsky.app/")
    assert not Addresses("https://bsky.app.evil.example", "https://notbsky.app").public


KEYS = st.sampled_from(
    "text facets features index byteStart byteEnd uri did embed images image ref $link alt media video external "
    "reply parent root cid langs createdAt items".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, JSON, max_size=8), st.text(max_size=20))
def test_any_record_is_a_post_or_malformed_and_breaks_nothing(record: dict[str, Any], text: str) -> None:
    mapped = post({**record, "text": text})
    assert mapped.published_at <= SEEN_AT
    mapped.text.encode()
    assert all(0 <= link.start <= link.end <= len(mapped.text.encode()) for link in mapped.links)


@given(st.text(max_size=60) | JSON.map(json.dumps))
def test_any_line_of_a_stream_is_an_event_or_nothing(line: str) -> None:
    for event in events([line], "1", PUBLIC):
        assert event.cursor


def test_a_post_speaks_to_whom_it_mentions_and_whom_it_answers() -> None:
    text = "Ça, @ana.gueret.fr et la mairie"
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:ana"}
    named = {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:mairie"}  # not by its handle
    facets = [
        {"index": {"byteStart": 5, "byteEnd": 19}, "features": [mention]},
        {"index": {"byteStart": 26, "byteEnd": 32}, "features": [named]},
        {"index": {"byteStart": "5"}, "features": [{"did": "did:plc:eve"}]},
    ]
    parent = {"uri": "at://did:plc:bruno/app.bsky.feed.post/3k", "cid": "c"}
    seen_post = post({"text": text, "facets": facets, "reply": {"parent": parent, "root": parent}})
    assert seen_post.to == ("did:plc:ana", "ana.gueret.fr", "did:plc:mairie", "did:plc:eve", "did:plc:bruno")
    assert seen_post.mentions == ("did:plc:ana", "did:plc:mairie", "did:plc:eve")


def test_only_hashtags_that_do_not_stand_in_the_text_are_told_apart() -> None:
    facet = {"index": {"byteStart": 0, "byteEnd": 4}, "features": [{"tag": "Loire"}]}
    record = {"text": "Crue #LoireEnCrue #eau", "tags": ["loireencrue", "Gueret", 5, ""], "facets": [facet]}
    assert post(record).tags == ("Gueret", "Loire")
