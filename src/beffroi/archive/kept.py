"""What the archive keeps of people: what they said to us, and what something of ours points to."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.archive.erasing import MARK, pseudonymise
from beffroi.archive.holding import held
from beffroi.archive.models import OwnPost, Post, StandIn
from beffroi.archive.sharing import in_talks_of
from beffroi.directory.models import Account
from beffroi.keeping.kinds import Part, Person, declared, shown


def know(organisation: Organisation, person: Person) -> Person:
    """The network's numbers of whoever has this handle, and the handles that these numbers had."""
    found = Post.objects.filter(person.authored()).exclude(author_id__startswith=MARK)
    ids = set(found.values_list("network", "author_id").distinct())
    person = person.with_names(ids=ids)
    handles = set(Post.objects.filter(person.authored()).values_list("network", "author_handle").distinct())
    return person.with_names(names={(network, handle) for network, handle in handles if handle})


def spoken(organisation: Organisation, person: Person) -> models.QuerySet[Post]:
    """What this person said to our accounts, in conversations with them, and in others that something of ours points
    to. What was only found goes with its find; what left in our name is nobody's to erase."""
    found = authored(organisation, person).filter(in_talks_of(organisation, but=declared("ONLY_FOUND")))
    mine = Account.objects.filter(
        organisation=organisation, network=models.OuterRef("network"), native_id=models.OuterRef("author_id")
    )
    shown_by_us = OwnPost.objects.filter(account__organisation=organisation, post=models.OuterRef("pk"))
    found = found.exclude(models.Exists(mine)).exclude(models.Exists(shown_by_us))
    return found.order_by("published_at", "pk")


def authored(organisation: Organisation, person: Person) -> models.QuerySet[Post]:
    """What this person said, but for what this organisation has erased already."""
    theirs = Post.objects.filter(person.authored()).exclude(author_id__startswith=MARK)
    return theirs.exclude(StandIn.of(organisation))


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


def _unname(organisation: Organisation, posts: models.QuerySet[Post], now: datetime) -> int:
    """Takes their author out of these posts, for this organisation; words that it did not answer go too."""

    def was_answered(post: Post) -> bool:
        there = {"post__network": post.network, "post__conversation": post.conversation}
        answers = OwnPost.objects.filter(account__organisation=organisation, **there)
        return answers.exists() or any(answered(organisation, post) for answered in declared("ANSWERED"))

    return pseudonymise(list(posts), keeps_words=was_answered, now=now, asked=organisation)


PARTS = [
    Part(
        "archive.spoken",
        name=_("Messages to our accounts, and others that we keep"),
        find=spoken,
        said=of_post,
        fate="pseudonymised",
        because=_(
            "Name, handle and address go. Words that we answered stay without their author, as what the body was asked "
            "is a public archive; words that we did not answer go."
        ),
        erase=lambda organisation, _person, rows, _by, now: _unname(organisation, rows, now),
        held=lambda organisation: held(),
    ),
]
KNOWS = [know]
