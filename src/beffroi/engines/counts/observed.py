"""What an account did, out of a post and without its words: what the rankings count."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from beffroi.engines.ranking.hashtags import is_readable
from beffroi.vocabulary import Post

Kind = Literal["own", "reply", "share", "quote"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPENED = datetime(
    2016, 1, 1, tzinfo=UTC
)  # before these networks: no identifier that says an earlier moment is believed
TID = "234567abcdefghijklmnopqrstuvwxyz"  # the digits of Bluesky's record keys
CLOCK_BITS, SEQUENCE_BITS = 10, 16  # below the moment, in a record key and in a Mastodon id
TAG = re.compile(r"(?<![\w/&])#(\w*[^\W\d]\w*)")


@dataclass(frozen=True, slots=True)
class Act:
    """`other` is the native id of whom it answers, shares or quotes, as far as the network says; `answers` that of what
    it answers, `parent_at` when that was said."""

    kind: Kind
    native_id: str
    at: datetime
    other: str = ""
    answers: str = ""
    parent_at: datetime | None = None
    images: int = 0
    images_with_alt: int = 0
    tags: int = 0
    readable_tags: int = 0


def act_of(post: Post) -> Act:
    """A post that continues the account's own thread is its own post, and no answer to anybody."""
    tags = [*TAG.findall(post.text), *post.tags]
    own = Act(
        "own",
        post.native_id,
        post.published_at,
        images=len(post.media),
        images_with_alt=sum(bool(media.alt.strip()) for media in post.media),
        tags=len(tags),
        readable_tags=sum(is_readable(tag) for tag in tags),
    )
    if post.repost_of:
        return replace(own, kind="share", other=writer_of(post.repost_of.native_id))
    if post.reply_to:
        parent = post.reply_to.native_id
        other = writer_of(parent) or next(iter(post.to[::-1]), "")
        if other == post.author.native_id:
            return own
        return replace(own, kind="reply", other=other, answers=parent, parent_at=moment_in(parent))
    if post.quote_of:
        return replace(own, kind="quote", other=writer_of(post.quote_of.native_id))
    return own


def writer_of(native_id: str) -> str:
    """The account that an at:// address names; empty for every other identifier."""
    return native_id.removeprefix("at://").partition("/")[0] if native_id.startswith("at://") else ""


def moment_in(native_id: str) -> datetime | None:
    """When a post was made, out of its identifier: a record key of Bluesky holds microseconds
    (https://atproto.com/specs/tid), an id of Mastodon milliseconds (its lib/mastodon/snowflake.rb). None for another
    form, or a moment before these networks."""
    key = native_id.rpartition("/")[2]
    if native_id.startswith("at://") and len(key) == 13 and all(digit in TID for digit in key):
        number = 0
        for digit in key:
            number = number * len(TID) + TID.index(digit)
        return _believed(timedelta(microseconds=number >> CLOCK_BITS))
    if native_id.isascii() and native_id.isdigit() and len(native_id) < 20:
        return _believed(timedelta(milliseconds=int(native_id) >> SEQUENCE_BITS))
    return None


def _believed(since: timedelta) -> datetime | None:
    moment = EPOCH + since if since < timedelta(days=365 * 200) else EPOCH
    return moment if moment >= OPENED else None
