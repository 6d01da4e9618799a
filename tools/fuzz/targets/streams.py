"""What comes by itself: streams of Bluesky and Mastodon, and the parcels between our own machines."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from beffroi import outbound
from beffroi.connectors.bluesky import firehose, signed, stream
from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.contract import NetworkTrouble
from beffroi.connectors.mastodon import said
from beffroi.connectors.mastodon import stream as mastodon
from beffroi.connectors.mastodon.server import Server
from beffroi.listening.relay import wire
from tools.fuzz.target import ROOT, Target
from tools.fuzz.targets.networks import Far

ADDRESSES = Addresses("https://pds.example", "https://public.api.bsky.app")
MOST = 500  # events of one input
KEY = "zQ3shRMJJdvvistD4cXkzPJ9mQsD4x6kamheenPUKrPbpvhjq"  # of the author of the recorded frame


def lines_of_bluesky(data: bytes) -> object:
    lines = data.decode("utf-8", "replace").splitlines()
    cursor = "1763661600000000" if len(data) % 2 else ""
    return list(islice(stream.events(lines, cursor, ADDRESSES), MOST))


def frames_of_bluesky(data: bytes) -> object:
    """Frames with four bytes of length before each; the directory of identities answers what stands behind the last."""
    frames = list(cut(data))
    far = Far(frames.pop() if frames else b"")
    keys = signed.Keys("https://plc.example", outbound.Policy(), outbound.transport(outbound.Policy(), over=far))
    return list(islice(firehose.events(frames, "12" if len(data) % 2 else "", ADDRESSES, keys), MOST))


def cut(data: bytes) -> Iterator[bytes]:
    while len(data) > 4:
        length = int.from_bytes(data[:4])
        yield data[4 : 4 + length]
        data = data[4 + length :]


def lines_of_mastodon(data: bytes) -> object:
    policy = outbound.Policy()
    server = Server(
        {"server": "https://social.example", "access_token": ""}, policy, outbound.transport(policy, over=Far(b""))
    )
    lines = data.decode("utf-8", "replace").splitlines()
    coming = chain(said.from_lines(lines), said.from_messages(lines))
    return list(islice(mastodon.events(coming, "12", server), MOST))


def recorded() -> Mapping[str, bytes]:
    files = sorted((ROOT / "tests/connectors/recorded/stream").glob("*.raw.json"))
    return {file.stem: json.dumps(json.loads(file.read_bytes())).encode() for file in files}


def signed_frame() -> Mapping[str, bytes]:
    """An event with all its proof, and what the directory of identities says of its author."""
    frame = (ROOT / "tests/connectors/recorded/firehose/a-signature-like-a-link.frame").read_bytes()
    method = {"id": "#atproto", "type": "Multikey", "publicKeyMultibase": KEY}
    directory = json.dumps({"verificationMethod": [method]}).encode()
    return {"signed": b"".join(len(piece).to_bytes(4) + piece for piece in (frame, directory))}


TARGETS = {
    "bluesky-stream": Target(lines_of_bluesky, (NetworkTrouble,), json=True, seeds=recorded),
    "bluesky-firehose": Target(frames_of_bluesky, (NetworkTrouble,), seeds=signed_frame),
    "mastodon-stream": Target(lines_of_mastodon, (NetworkTrouble,)),
    "relay": Target(wire.opened, (wire.Unreadable,)),
}
