"""The blocks of the signed stream, without a network: what a server once sent, whole and cut."""

from pathlib import Path

import httpx
import pytest

from beffroi import outbound
from beffroi.connectors.bluesky import firehose
from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.blocks import blocks_in
from beffroi.connectors.bluesky.signed import Keys

FRAME = Path(__file__).with_name("recorded") / "firehose" / "a-signature-like-a-link.frame"
KEY = "zQ3shRMJJdvvistD4cXkzPJ9mQsD4x6kamheenPUKrPbpvhjq"


def test_a_post_whose_signature_looks_like_a_link_is_heard() -> None:
    """As one signature in a thousand does; a kit that encodes it again makes other bytes of it."""
    method = {"id": "#atproto", "type": "Multikey", "publicKeyMultibase": KEY}
    directory = httpx.MockTransport(lambda _request: httpx.Response(200, json={"verificationMethod": [method]}))
    policy = outbound.Policy(allow=("plc.example",))
    keys = Keys("https://plc.example", policy, outbound.transport(policy, over=directory))
    (event,) = firehose.events([FRAME.read_bytes()], "", Addresses("https://pds.example", ""), keys)
    assert not event.trouble
    assert event.post and event.post.text.startswith("numéro")


def test_blocks_that_are_cut_anywhere_are_refused_or_fewer() -> None:
    _kind, body = firehose.message_in(FRAME.read_bytes())
    whole = blocks_in(body["blocks"])
    assert len(whole) == 6
    complete = 0
    for end in range(len(body["blocks"])):
        try:
            found = blocks_in(body["blocks"][:end])
        except ValueError:
            continue
        complete += 1
        assert found.items() <= whole.items() and len(found) < len(whole)
    assert complete == len(whole)  # behind the header, and behind each block but the last


def test_a_block_under_a_wrong_name_is_left_out() -> None:
    _kind, body = firehose.message_in(FRAME.read_bytes())
    changed = body["blocks"][:-1] + bytes([body["blocks"][-1] ^ 1])
    assert len(blocks_in(changed)) == len(blocks_in(body["blocks"])) - 1


NOT_A_CAR = {
    "nothing": b"",
    "a number without end": b"\x80" * 20,
    "a piece that is cut": b"\xff\x01",
    "a header alone, cut": b"\x01",
    "millions of blocks without content": b"\x01\xa0" + b"\x00" * 5_000_000,
}


@pytest.mark.parametrize("car", NOT_A_CAR.values(), ids=NOT_A_CAR)
def test_what_is_no_car_is_refused(car: bytes) -> None:
    with pytest.raises(ValueError):
        blocks_in(car)
