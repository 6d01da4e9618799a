"""A month of conversation that the town remembers: made up, as are all who speak in it. It is put into the archive as
if it had been read long ago, so that no question of then is open now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.rankings.thanks.conversation import talked_with
from beffroi.site.demonstration.month import PEOPLE, SAID
from beffroi.site.demonstration.town import Town
from beffroi.vocabulary import Post as Seen
from beffroi.vocabulary import Profile, Ref

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONTH = 30 * DAY


def is_remembered(town: Town, now: datetime) -> None:
    """Each question and its answer, an hour later."""
    account = town.account("bellecloche")
    known = {shown["handle"]: native_id for native_id, shown in town.network.read().accounts.items()}
    with transaction.atomic():
        for number, (who, days, said, answer) in enumerate(SAID):
            asked = _heard(account, f"past-{number}", _person(who, known), said, now - days * DAY, now)
            if answer:
                _answered(account, asked, answer, now)
        for number, days in enumerate((6, 18)):  # the mayor's own account speaks to the town's: shown apart
            mayor = town.account("ana.moreau")
            us = Profile("sandbox", mayor.native_id, mayor.handle, mayor.name)
            _heard(account, f"past-own-{number}", us, "@bellecloche bravo aux équipes.", now - days * DAY, now)


def thanks_page(town: Town) -> str:
    """The page of the card, on which everybody is ticked: in a fictional town all have agreed."""
    account = town.account("bellecloche")
    latest = Post.objects.filter(network="sandbox", author_id=account.native_id).order_by("-published_at").first()
    until = latest.published_at + DAY if latest else account.added_at
    ranked = talked_with(account, until - MONTH, until).ranked
    fields = [("account", account.pk), ("days", 30), ("chosen", 1), *(("who", line.who.key) for line in ranked)]
    return f"{reverse('thanks')}?{urlencode(fields)}"


def _person(handle: str, known: Mapping[str, str]) -> Profile:
    """Who is on the fictional network today is the same person."""
    return Profile("sandbox", known.get(handle, f"past-{handle}"), handle, PEOPLE[handle])


def _heard(account: Account, key: str, who: Profile, said: str, at: datetime, now: datetime) -> Post:
    """Kept, and owed no answer any more."""
    post = Post.store(Seen("sandbox", f"{account.pk}-{key}", who, said, at), now=now)
    Mention.objects.get_or_create(post=post, account=account, defaults={"due_at": None})
    return post


def _answered(account: Account, asked: Post, said: str, now: datetime) -> None:
    us, to = Profile("sandbox", account.native_id, account.handle, account.name), Ref(asked.native_id)
    key, at = f"{asked.native_id}-answer", asked.published_at + HOUR
    Post.store(Seen("sandbox", key, us, said, at, reply_to=to, root=to), now=now)
