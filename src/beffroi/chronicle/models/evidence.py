"""The fingerprint of an archived post."""

import hashlib
import json
from datetime import UTC, datetime

from beffroi.archive.models import Post

FORM = "beffroi-post-1"


def canonical(post: Post) -> str:
    """The stored fields of a post in their one form: JSON with its keys in order, no blanks, UTF-8, and moments in UTC
    to the microsecond. The author's handle and name are left out: the archive may learn them later."""
    said = {
        "form": FORM,
        "network": post.network,
        "native_id": post.native_id,
        "version": post.version,
        "conversation": post.conversation,
        "reply_to": post.reply_to,
        "author_id": post.author_id,
        "text": post.text,
        "lang": post.lang,
        "url": post.url,
        "published_at": _moment(post.published_at),
        "seen_at": _moment(post.seen_at),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(post: Post) -> str:
    """sha256 of the canonical form, hexadecimal."""
    return hashlib.sha256(canonical(post).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
