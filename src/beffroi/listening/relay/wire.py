"""What travels: the posts of one parcel, in msgpack, with the number of the form they are written in."""

from collections.abc import Sequence

import msgspec

from beffroi.vocabulary import Post

VERSION = 1  # a hearer that does not know the number leaves the parcel alone; new fields of a post need no new one
_ENCODER = msgspec.msgpack.Encoder()
_POST = msgspec.msgpack.Decoder(Post)


class Bundle(msgspec.Struct):
    """The outside is read by every version; the posts only by one that knows `version`."""

    version: int
    posts: list[msgspec.Raw]


_BUNDLE = msgspec.msgpack.Decoder(Bundle)


class Unreadable(Exception):
    """This message is no parcel that we can open. The sentence tells no word of what is in it."""


def write(post: Post) -> bytes | None:
    """One post as it travels; None when it cannot (half a character in its text, a number without end)."""
    try:
        return _ENCODER.encode(post)
    except (UnicodeEncodeError, OverflowError):
        return None


def bundle(posts: Sequence[bytes]) -> bytes:
    return _ENCODER.encode(Bundle(VERSION, [msgspec.Raw(post) for post in posts]))


def opened(body: bytes) -> list[Post]:
    """The posts of a message. Raises Unreadable, whatever is in it."""
    try:
        found = _BUNDLE.decode(body)
        if found.version != VERSION:
            raise Unreadable(f"version {found.version}, and we know {VERSION}")
        return [_POST.decode(post) for post in found.posts]
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error
