"""What the archive keeps of people: what they said to us."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.archive.erasing import MARK, pseudonymise
from beffroi.archive.holding import held
from beffroi.archive.models import Mention, OwnPost, Post, StandIn
from beffroi.archive.sharing import relied_on_by_others
from beffroi.keeping.kinds import Part, Person, shown


def know(organisation: Organisation, person: Person) -> Person:
    """The network's numbers of whoever has this handle, and the handles that these numbers had."""
    found = Post.objects.filter(person.authored()).exclude(author_id__startswith=MARK)
    ids = set(found.values_list("network", "author_id").distinct())
    person = person.with_names(ids=ids)
    handles = set(Post.objects.filter(person.authored()).values_list("network", "author_handle").distinct())
    return person.with_names(names={(network, handle) for network, handle in handles if handle})


def _spoken(organisation: Organisation, person: Person) -> models.QuerySet[Post]:
    """What this person said to our accounts, and in conversations with them."""
    to_us = Mention.objects.filter(
        account__organisation=organisation,
        post__network=models.OuterRef("network"),
        post__conversation=models.OuterRef("conversation"),
    )
    return authored(organisation, person).filter(models.Exists(to_us)).order_by("published_at", "pk")


def authored(organisation: Organisation, person: Person) -> models.QuerySet[Post]:
    """What this person said, but for what this organisation has erased already."""
    theirs = Post.objects.filter(person.authored()).exclude(author_id__startswith=MARK)
    return theirs.exclude(StandIn.of(organisation))


def renumbered(organisation: Organisation, person: Person) -> models.QuerySet[Post]:
    """The posts that an erasure numbers anew, and with them the conversations that they began: nobody holds them, and
    no other organisation relies on them."""
    return _spoken(organisation, person).exclude(held()).exclude(relied_on_by_others(organisation))


def of_post(post: Post) -> dict[str, Any]:
    return {
        "network": post.network,
        "id": post.native_id,
        "author": post.author_handle,
        "name": post.author_name,
        "text": post.says,
        "published_at": shown(post.published_at),
        "seen_at": shown(post.seen_at),
        "address": post.url,
    }


def _erase(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    def was_answered(post: Post) -> bool:
        return OwnPost.objects.filter(post__network=post.network, post__conversation=post.conversation).exists()

    return pseudonymise(list(rows), keeps_words=was_answered, now=now, asked=organisation)


PARTS = [
    Part(
        "archive.spoken",
        name=_("Messages to our accounts"),
        find=_spoken,
        said=of_post,
        fate="pseudonymised",
        because=_(
            "Name, handle and address go. Words that we answered stay without their author, as what the body was asked "
            "is a public archive; words that nobody answered go."
        ),
        erase=_erase,
        held=lambda organisation: held(),
    ),
]
KNOWS = [know]
