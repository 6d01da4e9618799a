"""Posts on which several organisations rely: they are strangers to each other, and an archived post is one row."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from django.db import models

from beffroi.access.models import Organisation
from beffroi.archive.models import Mention, Post, StandIn
from beffroi.archive.models.post import pointing


def relied_on_by_others(organisation: Organisation) -> models.Q:
    """Posts to which a row of another organisation points, or whose conversation spoke to another one's account.

    Not those in whose place it reads another post already.
    """
    talk = Mention.objects.filter(
        post__network=models.OuterRef("network"), post__conversation=models.OuterRef("conversation")
    )
    theirs = talk.exclude(account__organisation=organisation)
    reads_another = StandIn.objects.filter(
        organisation=models.OuterRef("account__organisation"), instead_of=models.OuterRef(models.OuterRef("pk"))
    )
    found = models.Q(models.Exists(theirs.exclude(models.Exists(reads_another))))
    for key in pointing():
        rows = key.model._default_manager.filter(**{key.name: models.OuterRef("pk")})
        found |= models.Q(models.Exists(rows.exclude(**{owner_of(key.model): organisation})))
    return found


def in_talks_of(organisation: Organisation, *, but: "Collection[models.Field[Any, Any]]" = ()) -> models.Q:
    """Posts of conversations to which a row of this organisation points, or in which it reads another post already. Of
    the keys `but` nothing is asked."""
    network, conversation = models.OuterRef("network"), models.OuterRef("conversation")
    pointed_to = models.Q()
    for key in pointing():
        if key not in but:
            rows = key.model._default_manager.filter(**{key.name: models.OuterRef("pk")})
            # a sum is in no index: SQLite would look through all rows of the organisation, not those of one post
            mine = rows.annotate(_owner=models.F(owner_of(key.model)) + 0).filter(_owner=organisation.pk)
            pointed_to |= models.Q(models.Exists(mine))
    talk = Post.objects.filter(pointed_to, network=network, conversation=conversation)
    nameless = StandIn.objects.filter(organisation=organisation, post__network=network, conversation=conversation)
    return models.Q(models.Exists(talk)) | models.Q(models.Exists(nameless))


def hand_over(post: Post, to: Post, organisation: Organisation) -> None:
    """What this organisation has of `post` points to the other one."""
    for key in pointing():
        mine = key.model._default_manager.filter(**{key.name: post, owner_of(key.model): organisation})
        mine.update(**{key.name: to})


@cache
def owner_of(model: type[models.Model]) -> str:
    """How a query gets from a row of `model` to its organisation: the shortest way along its keys."""
    ways = list(_keys(model, ""))
    while ways:
        way, to = ways.pop(0)
        if to is Organisation:
            return way
        if to is not Post and way.count("__") < 2:
            ways += _keys(to, f"{way}__")
    raise LookupError(f"no way from {model.__name__} to its organisation")


def _keys(model: type[models.Model], before: str) -> Iterator[tuple[str, Any]]:
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey):
            yield before + field.name, field.related_model
