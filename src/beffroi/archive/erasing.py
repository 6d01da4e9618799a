"""Taking the author out of archived posts: what was said to the body stays, who said it goes."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.access.models import Organisation
from beffroi.archive.models import ErasedPost, Post, StandIn, digest_of
from beffroi.archive.sharing import hand_over, relied_on_by_others
from beffroi.keeping.kinds import declared

MARK = "erased:"


def erased_id(network: str, native_id: str, organisation: int | None = None) -> str:
    """What a post is numbered by once its author is gone: networks put who wrote it into their numbers."""
    return MARK + digest_of(network, native_id, organisation)[:40]


def pseudonymise(
    posts: Iterable[Post],
    *,
    keeps_words: Callable[[Post], bool],
    now: datetime,
    asked: Organisation | None = None,
) -> int:
    """Author, name, address and number of each post go; its words too, unless `keeps_words`. How many posts.

    One author has one pseudonym within this call. Answers to the posts, and their conversations, follow. What other
    organisations than the one that was `asked` rely on stays theirs: it alone reads a nameless post in its place.
    """
    names: dict[tuple[str, str], str] = {}
    count = 0
    with transaction.atomic():
        for number in sorted(post.pk for post in posts):
            # locked before others are asked for: of two who erase at once, each would find that the other relies on it
            post = (
                Post.objects.select_for_update(no_key=True)
                .filter(pk=number)
                .exclude(author_id__startswith=MARK)
                .first()
            )
            if post is None:
                continue
            alias = names.setdefault((post.network, post.author_id), f"{MARK}{secrets.token_hex(4)}")
            says = {} if keeps_words(post) else {"text": "", "changed_text": "", "gone_at": post.gone_at or now}
            said = {"author_id": alias, "author_handle": alias, "author_name": "", "url": "", "version": "", **says}
            if asked and Post.objects.filter(relied_on_by_others(asked), pk=post.pk).exists():
                _stand_in(post, said, asked, now)
            else:
                _pseudonymise(post, said, now)
            count += 1
    return count


def _pseudonymise(post: Post, said: dict[str, Any], now: datetime) -> None:
    old, new = post.native_id, erased_id(post.network, post.native_id)
    ErasedPost.objects.get_or_create(digest=digest_of(post.network, old), defaults={"at": now})
    Post.objects.filter(pk=post.pk).update(native_id=new, **said)
    same = Post.objects.filter(network=post.network)
    same.filter(conversation=old).update(conversation=new)
    StandIn.objects.filter(post__network=post.network, conversation=old).update(conversation=new)
    # said as the indexes say it: a database reads a partial index only where the question implies it
    same.exclude(reply_to="").filter(reply_to=old).update(reply_to=new)
    same.filter(quote_of__isnull=False, quote_of=old).update(quote_of=new)
    for follow in declared("RENUMBERED"):
        follow(post.network, old, new)


def _stand_in(post: Post, said: dict[str, Any], asked: Organisation, now: datetime) -> None:
    """It is read in the conversation of `post`, and is in none of its own, where others would read it."""
    mark = digest_of(post.network, post.native_id, asked.pk)
    ErasedPost.objects.get_or_create(digest=mark, defaults={"at": now})
    number = erased_id(post.network, post.native_id, asked.pk)
    nameless = {field.attname: getattr(post, field.attname) for field in Post._meta.fields if not field.primary_key}
    apart = {"native_id": number, "conversation": number, "reply_to": "", "root_version": "", "quote_of": None}
    other = Post.objects.create(**{**nameless, **said, **apart})
    StandIn.objects.create(organisation=asked, post=other, instead_of=post, conversation=post.conversation)
    hand_over(post, other, asked)
