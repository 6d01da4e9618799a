"""Reads what stands on our accounts as somebody would who knows how they write."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import takewhile
from urllib.parse import urlsplit

from django.db import transaction

from beffroi.archive.models import OwnPost, Post
from beffroi.connectors.contract import NetworkTrouble, ReadsConversations, own_posts
from beffroi.directory.models import Account
from beffroi.engines.takeover.posts import Judged, Watch, Written, traits_of, unlike
from beffroi.guard.models import Alarm, Baseline, Habits
from beffroi.vocabulary import Link
from beffroi.vocabulary import Post as Seen
from beffroi.work.duty import each

BATCH = 200  # posts of one account in one go
PAST, PAGES = timedelta(days=730), 12  # how far back an account is read to learn how it writes, in pages of its network
ACCOUNTS = 20
LEASE = timedelta(minutes=10)


def judge_habits(now: datetime) -> int:
    """Looks at what is new on our accounts, whoever wrote it."""
    return each(Habits.objects.behind()[:ACCOUNTS], lambda habits: judge_account(habits.pk, now))


def judge_account(pk: int, now: datetime) -> bool:
    """The new posts of one account in their order, up to one that publishing has not looked at; what left through
    Beffroi is known to be ours, and is learned."""
    with transaction.atomic():
        habits = _locked(pk)
        new = OwnPost.objects.filter(account=habits.account, pk__gt=habits.judged_to).select_related("post")
        posts = list(takewhile(lambda own: own.due_at is None, new.order_by("pk")[:BATCH]))
        if not posts:
            return False
        watch = habits.watch()
        habits.hear(watch)
        for own in posts:
            if own.is_agreed:
                watch.habits.add(traits_of(_written(own.post.text, own.post.published_at)))
            elif carried := watch.judge(_written(own.post.text, own.post.published_at)):
                _alarm(habits.account, carried, own.post, watch, now)
        habits.judged_to = posts[-1].pk
        habits.keep(watch)
    return True


def _locked(pk: int) -> Habits:
    return (
        Habits.objects.select_for_update(no_key=True, of=("self",)).select_related("account__organisation").get(pk=pk)
    )


def _alarm(account: Account, carried: tuple[Judged, ...], post: Post, watch: Watch, now: datetime) -> None:
    finding = unlike(carried, threshold=watch.threshold, handle=str(account))
    Alarm.raise_for(finding, Baseline.of(account), post=post, now=now)
    watch.held = True


def learn_pasts(now: datetime) -> int:
    """Reads how each account wrote before it was connected; what cannot be read is learned from its new posts."""
    Habits.enrol(now)
    new = Habits.objects.due(now).select_related("account__connection", "account__organisation")
    return each(new[:ACCOUNTS], lambda habits: learn(habits, now))


def learn(habits: Habits, now: datetime) -> bool:
    """Nothing it finds raises an alarm: how an account wrote up to the day it was connected is believed."""
    if not Habits.objects.claim(habits, until=now + LEASE):
        return False
    past = sorted(_past(habits.account, now - PAST), key=lambda post: post.published_at)
    with transaction.atomic():
        mine = _locked(habits.pk)
        watch = mine.watch()
        for post in past:
            watch.judge(_written(post.text, post.published_at, post.links, is_repost=post.repost_of is not None))
        watch.accept()
        mine.due_at = None
        mine.keep(watch)
    return True


def _past(account: Account, since: datetime) -> Iterator[Seen]:
    """As far as the network gives it."""
    connector = account.connect()
    if isinstance(connector, ReadsConversations):
        with suppress(NetworkTrouble):
            yield from (post for post, _answers in own_posts(connector, since, pages=PAGES))


def _written(text: str, at: datetime, links: Sequence[Link] = (), *, is_repost: bool = False) -> Written:
    hosts = (urlsplit(link.href).hostname or "" for link in links)
    return Written(text, at, is_repost, domains=tuple(host.removeprefix("www.") for host in hosts if host))
