"""The fitted model of posts that comes with Beffroi."""

from functools import cache
from importlib.resources import files

import msgspec

from beffroi.engines.takeover.posts import POSTS_A_YEAR, PROMISE, Model, Watch

THRESHOLD = PROMISE * POSTS_A_YEAR


@cache
def shipped() -> Model:
    """What peers write and how odd genuine posts look; see `posts.model.LICENCE.md` for whose words were counted."""
    return Model.read(files("beffroi.guard").joinpath("posts.model").read_bytes())


def watch_of(kept: bytes) -> Watch:
    """Where it was left. What cannot be read any more begins anew."""
    if not kept:
        return Watch(shipped(), THRESHOLD)
    try:
        return Watch.unpack(msgspec.msgpack.decode(kept), shipped(), THRESHOLD)
    except (msgspec.DecodeError, KeyError, ValueError, TypeError):
        return Watch(shipped(), THRESHOLD)
