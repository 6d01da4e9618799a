"""Which posts stand under a hold: every path that erases asks here."""

from django.apps import apps
from django.db import models

from beffroi.access.models import Organisation
from beffroi.keeping.models import Hold, HoldTalk


def held(post: str = "", organisation: Organisation | None = None) -> models.Q:
    """The rows whose post, named by the prefix `post`, is held by `organisation`, or by any.

    Held is what belongs to a conversation that is held, what was said in a time that is held, and what speaks to, or
    stands on, an account that is held.
    """
    mentions, own = (apps.get_model("archive", name)._default_manager for name in ("Mention", "OwnPost"))
    standing = Hold.objects.standing(organisation)
    here = {"network": models.OuterRef(f"{post}network"), "conversation": models.OuterRef(f"{post}conversation")}
    at = models.OuterRef(f"{post}published_at")
    accounts = standing.exclude(account=None).values("account")
    talk = {f"post__{name}": value for name, value in here.items()}
    return (
        models.Q(models.Exists(HoldTalk.objects.filter(hold__in=standing, **here)))
        | models.Q(models.Exists(standing.filter(kind="period", said_from__lte=at, said_to__gte=at)))
        | models.Q(models.Exists(mentions.filter(account__in=accounts, **talk)))
        | models.Q(models.Exists(own.filter(account__in=accounts, **talk)))
    )
