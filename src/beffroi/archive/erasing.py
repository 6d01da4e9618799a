"""Taking the author out of archived posts: what was said to the body stays, who said it goes."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from beffroi.archive.models import ErasedPost, Post, digest_of

MARK = "erased:"


def erased_id(network: str, native_id: str) -> str:
    """What a post is numbered by once its author is gone: networks put who wrote it into their numbers."""
    return MARK + digest_of(network, native_id)[:40]


def pseudonymise(posts: Iterable[Post], *, keeps_words: Callable[[Post], bool], now: datetime) -> int:
    """Author, name, address and number of each post go; its words too, unless `keeps_words`. How many posts.

    One author has one pseudonym within this call. Answers to the posts, and their conversations, follow.
    """
    names: dict[tuple[str, str], str] = {}
    count = 0
    with transaction.atomic():
        for post in posts:
            alias = names.setdefault((post.network, post.author_id), f"{MARK}{secrets.token_hex(4)}")
            _pseudonymise(post, alias, keeps_words(post), now)
            count += 1
    return count


def _pseudonymise(post: Post, alias: str, keeps_words: bool, now: datetime) -> None:
    old, new = post.native_id, erased_id(post.network, post.native_id)
    ErasedPost.objects.get_or_create(digest=digest_of(post.network, old), defaults={"at": now})
    said = {} if keeps_words else {"text": "", "changed_text": "", "gone_at": post.gone_at or now}
    nameless = {"native_id": new, "author_id": alias, "author_handle": alias, "author_name": "", "url": ""}
    Post.objects.filter(pk=post.pk).update(version="", **nameless, **said)
    same = Post.objects.filter(network=post.network)
    same.filter(conversation=old).update(conversation=new)
    # said as the indexes say it: a database reads a partial index only where the question implies it
    same.exclude(reply_to="").filter(reply_to=old).update(reply_to=new)
    same.filter(quote_of__isnull=False, quote_of=old).update(quote_of=new)
