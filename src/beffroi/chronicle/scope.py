"""Which archived posts an incident is about."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from beffroi.archive.models import Mention, Post, StandIn
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account

SPAN = timedelta(days=3)  # from the start on: what comes later is another story
NOTHING = timedelta()


def posts(incident: Incident, *, before: timedelta = NOTHING) -> "QuerySet[Post]":
    """The conversation of the faulty post and the mentions of its account, ours included, oldest first.

    From `before` ahead of the start, to the end of the incident or three days after its start.
    """
    start, end = incident.started_at - before, until(incident)
    span = {"published_at__gte": start, "published_at__lte": end}
    mentions = Mention.objects.filter(account=incident.account_id, post__published_at__range=(start, end))
    wanted = Q(pk__in=mentions.values("post")) if incident.account_id else Q(pk__in=[])
    if incident.post is not None:
        # ids in a subquery of its own: a database then uses an index for each half of the OR
        conversation = Post.objects.filter(
            network=incident.post.network, conversation=incident.post.conversation, **span
        )
        wanted |= Q(pk__in=conversation.values("pk"))
    read = Post.objects.for_everybody().filter(wanted).exclude(StandIn.of(incident.organisation_id))
    return read.order_by("published_at", "pk")


def until(incident: Incident) -> datetime:
    limit = incident.started_at + SPAN
    return min(incident.ended_at or limit, limit)


def own_accounts(incident: Incident) -> list[Account]:
    return list(Account.objects.filter(organisation=incident.organisation_id).order_by("pk"))


def by(accounts: Iterable[Account]) -> Q:
    """What these accounts wrote; nothing for no account."""
    wanted = Q(pk__in=[])
    for account in accounts:
        wanted |= Q(network=account.network, author_id=account.native_id)
    return wanted
