"""Reads what a daily poll saw of accounts' posts: one JSON object a line, as docs/reference/replay.md says."""

import gzip
from datetime import datetime
from pathlib import Path

import msgspec

from beffroi.engines.takeover.posts.traits import Written


class Line(msgspec.Struct):
    a: str
    t: datetime
    x: str
    src: str = ""
    rt: int = 0
    u: tuple[str, ...] = ()


def read_posts(path: Path) -> dict[str, list[Written]]:
    """Each account's posts, in the order of time."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    decoder = msgspec.json.Decoder(Line)
    found: dict[str, list[Written]] = {}
    for line in map(decoder.decode, content.splitlines()):
        found.setdefault(line.a, []).append(written_of(line))
    return {account: sorted(posts, key=lambda post: post.at) for account, posts in found.items()}


def written_of(line: Line) -> Written:
    return Written(line.x, line.t, bool(line.rt), "", line.src, line.u)
