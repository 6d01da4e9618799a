"""The signed stream of a real server, and what becomes of it when somebody changes it on the way."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import libipld
import pytest
from websockets.sync.client import connect as open_socket

from beffroi.connectors.bluesky import firehose
from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.connector import connect, shared_transport
from beffroi.connectors.bluesky.signed import Keys, Unproven, as_json, within
from beffroi.connectors.bluesky.troubles import UNPROVEN, WENT_BACK
from beffroi.connectors.contract import StreamEvent, TryLater
from beffroi.outbound import Policy
from tests.connectors.sides import forget
from tests.network.far_side import Network, TestAccount

POLICY = Policy(allow=("localhost", "127.0.0.1"))


def keys_of(directory: str) -> Keys:
    return Keys(directory, POLICY, shared_transport(POLICY))


def address(network: Network) -> str:
    return f"{network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos"


@pytest.fixture
def eve(bluesky: Network) -> TestAccount:
    return bluesky.create_account("eve")


def until_the_word(events: Iterator[StreamEvent], last: str) -> list[StreamEvent]:
    told = []
    for event in events:
        told.append(event)
        if event.post and event.post.text == last:
            return told
    raise AssertionError("the stream ended")


def listening(network: Network, eve: TestAccount, cursor: str) -> Iterator[StreamEvent]:
    credentials = {**network.credentials(eve), "jetstream": address(network)}
    return connect(credentials, forget).stream(cursor)


def test_what_is_said_changed_and_deleted_is_heard_and_proven(bluesky: Network, eve: TestAccount) -> None:
    regretted = eve.post("je le regrette")
    changed = eve.post("je le change")
    key = changed.native_id.rpartition("/")[2]
    record = {"$type": "app.bsky.feed.post", "text": "je l'ai changé", "createdAt": "2026-11-18T10:00:00Z"}
    eve.write("putRecord", {"collection": "app.bsky.feed.post", "rkey": key, "record": record})
    eve.delete(regretted)
    eve.post("fin")
    told = until_the_word(listening(bluesky, eve, "0"), "fin")
    hers = [
        event
        for event in told
        if event.gone == regretted.native_id or (event.post and event.post.author.native_id == eve.did)
    ]
    said = [(event.post.text if event.post else event.gone, event.changed) for event in hers]
    assert said == [
        ("je le regrette", False),
        ("je le change", False),
        ("je l'ai changé", True),
        (regretted.native_id, False),
        ("fin", False),
    ]
    assert not any(event.trouble for event in told)
    assert hers[0].post and hers[0].post.version == regretted.version


def test_a_deep_tree_is_followed_to_its_leaf(bluesky: Network, eve: TestAccount) -> None:
    for number in range(40):
        eve.post(f"numéro {number}")
    told = until_the_word(listening(bluesky, eve, "0"), "numéro 39")
    assert sum(1 for event in told if event.post and event.post.author.native_id == eve.did) == 40
    assert not any(event.trouble for event in told)


def test_it_resumes_after_the_event_that_was_read_last(bluesky: Network, eve: TestAccount) -> None:
    eve.post("avant")
    cursor = until_the_word(listening(bluesky, eve, "0"), "avant")[-1].cursor
    eve.post("après")
    told = until_the_word(listening(bluesky, eve, cursor), "après")
    assert [event.post.text for event in told if event.post] == ["après"]


def test_several_posts_of_one_commit_are_lost_neither_before_nor_after_a_cut(
    bluesky: Network, eve: TestAccount
) -> None:
    def record(text: str) -> dict[str, Any]:
        return {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-18T10:00:00Z"}

    writes = [
        {"$type": "com.atproto.repo.applyWrites#create", "collection": "app.bsky.feed.post", "value": record(text)}
        for text in ("un", "deux", "trois")
    ]
    eve.network.call("com.atproto.repo.applyWrites", {"repo": eve.did, "writes": writes}, token=eve.token)
    told = until_the_word(listening(bluesky, eve, "0"), "trois")
    un, deux, trois = (event for event in told if event.post and event.post.author.native_id == eve.did)
    assert un.cursor == deux.cursor == str(int(trois.cursor) - 1)


def test_a_server_that_began_anew_is_read_from_its_beginning(bluesky: Network, eve: TestAccount) -> None:
    events = listening(bluesky, eve, "999999999")
    assert [(event.cursor, event.missed and event.missed.why) for event in islice(events, 1)] == [("0", WENT_BACK)]
    with pytest.raises(TryLater):
        next(events)


def bytes_of(message: str | bytes) -> bytes:
    assert isinstance(message, bytes)
    return message


def frame_of(network: Network, did: str) -> dict[str, Any]:
    """The last commit of somebody, as it came."""
    last: dict[str, Any] = {}
    with open_socket(f"{address(network)}?cursor=0", max_size=None) as socket:
        while True:
            try:
                header, body = libipld.decode_dag_cbor_multi(bytes_of(socket.recv(timeout=2)))
            except TimeoutError:
                return last
            if header.get("t") == "#commit" and body["repo"] == did and body["ops"]:
                last = body


def told_of(network: Network, body: dict[str, Any]) -> list[StreamEvent]:
    frame = libipld.encode_dag_cbor({"t": "#commit", "op": 1}) + libipld.encode_dag_cbor(body)
    keys = keys_of(network.plc)
    return list(firehose.events([frame], "", Addresses(network.pds, ""), keys))


def packed(body: dict[str, Any], change: Callable[[dict[bytes, Any]], None]) -> dict[str, Any]:
    """The same event with its blocks changed, each under the hash that it has now."""
    header, blocks = libipld.decode_car(body["blocks"])
    change(blocks)
    pieces = [libipld.encode_dag_cbor(header)]
    pieces += [name + libipld.encode_dag_cbor(block) for name, block in blocks.items()]
    return {**body, "blocks": b"".join(length(len(piece)) + piece for piece in pieces)}


def length(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def name_of(block: Any) -> bytes:
    return b"\x01\x71\x12\x20" + hashlib.sha256(libipld.encode_dag_cbor(block)).digest()


@pytest.fixture
def body(bluesky: Network, eve: TestAccount) -> dict[str, Any]:
    """Signed with what the kit, which packs it again here, does not take for a link (test_bluesky_blocks)."""
    while True:
        eve.post("c'est moi qui le dis")
        body = frame_of(bluesky, eve.did)
        _header, blocks = libipld.decode_car(body["blocks"])
        if not blocks[body["commit"]]["sig"].startswith(b"\x01"):
            return body


def test_as_it_came_it_is_believed(bluesky: Network, body: dict[str, Any]) -> None:
    (event,) = told_of(bluesky, packed(body, lambda blocks: None))
    assert event.post and event.post.text == "c'est moi qui le dis"


def refused(network: Network, body: dict[str, Any]) -> bool:
    return [(event.post, event.trouble) for event in told_of(network, body)] == [(None, UNPROVEN)]


def test_other_words_under_the_same_hash_are_not_believed(bluesky: Network, body: dict[str, Any]) -> None:
    def change(blocks: dict[bytes, Any]) -> None:
        blocks[body["ops"][0]["cid"]]["text"] = "ce n'est pas moi"

    assert refused(bluesky, packed(body, change))


def test_other_words_that_travel_along_are_not_believed(bluesky: Network, body: dict[str, Any]) -> None:
    forged = {"$type": "app.bsky.feed.post", "text": "ce n'est pas moi", "createdAt": "2026-11-18T10:00:00Z"}
    act = {**body["ops"][0], "cid": name_of(forged)}
    assert refused(bluesky, packed({**body, "ops": [act]}, lambda blocks: blocks.update({name_of(forged): forged})))


def test_a_commit_of_somebody_else_is_not_believed(bluesky: Network, body: dict[str, Any]) -> None:
    assert refused(bluesky, {**body, "repo": bluesky.create_account("bruno").did})
    assert refused(bluesky, {**body, "repo": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"})
    assert refused(bluesky, {**body, "repo": "did:web:../../etc"})


def test_a_commit_that_was_signed_anew_is_not_believed(bluesky: Network, body: dict[str, Any]) -> None:
    _header, blocks = libipld.decode_car(body["blocks"])
    commit = {**blocks[body["commit"]], "sig": bytes(64)}
    forged = packed({**body, "commit": name_of(commit)}, lambda blocks: blocks.update({name_of(commit): commit}))
    assert refused(bluesky, forged)


def test_a_deletion_of_what_still_stands_is_not_believed(bluesky: Network, body: dict[str, Any]) -> None:
    assert refused(bluesky, {**body, "ops": [{**body["ops"][0], "action": "delete", "cid": None}]})


@pytest.mark.parametrize("change", [{"blocks": b""}, {"blocks": b"\xff\xff"}, {"commit": None}, {"blocks": "text"}])
def test_an_event_without_its_proof_is_not_believed(
    bluesky: Network, body: dict[str, Any], change: dict[str, Any]
) -> None:
    assert refused(bluesky, {**body, **change})


def test_what_is_no_event_is_told_and_the_stream_given_up_in_the_end() -> None:
    keys, nowhere = keys_of("http://localhost:9"), Addresses("http://localhost:9", "")
    told = list(firehose.events([b"", b"\x00", b"{}"], "7", nowhere, keys))
    assert [(event.cursor, bool(event.trouble)) for event in told] == [("7", True)] * 3
    with pytest.raises(TryLater, match="nothing that can be read"):
        list(firehose.events([b"<html>"] * 100, "", nowhere, keys))


def test_a_place_that_the_server_no_longer_has_is_told() -> None:
    frame = libipld.encode_dag_cbor({"t": "#info", "op": 1}) + libipld.encode_dag_cbor({"name": "OutdatedCursor"})
    (event,) = firehose.events([frame], "7", Addresses("", ""), keys_of("http://localhost:9"))
    assert event.missed is not None


@pytest.mark.parametrize("node", [{"e": [{"p": "x", "k": b"a"}]}, {"e": [{"p": 0, "k": "a"}]}, {"e": [5]}])
def test_a_tree_that_is_none_proves_nothing(node: Any) -> None:
    with pytest.raises(Unproven):
        within(node, b"a")


def test_links_and_files_of_a_record_are_said_as_json_says_them(body: dict[str, Any]) -> None:
    name = body["ops"][0]["cid"]
    assert as_json({"ref": name, "raw": b"abc", "more": [name]})["ref"] == {"$link": libipld.encode_cid(name)}
