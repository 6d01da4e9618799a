"""With whom one of our accounts talked in a period, read from the archive: what spoke to it, and what it said.

What was said in private, and what was taken away, is not read. What somebody shares of ours is not in the archive of
any network yet: shares are weighed by the engine and not counted here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.engines.counts.exchange_words import calls_itself_a_robot
from beffroi.engines.counts.exchanges import HALF_LIFE, Apart, Counterpart, Exchange, talk
from beffroi.rankings.thanks.people import Who, own_of, people_of

CALLED = re.compile(r"(?<![\w@/])@([\w.-]+(?:@[\w.-]+)?)")  # @mairie, @mairie.bsky.social, @mairie@server.example


@dataclass(frozen=True, slots=True)
class Line:
    """One counterpart on the page; `because` says why it is not ranked, None where it is."""

    who: Who
    counterpart: Counterpart
    because: object | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Those an account talked with, the first one first, and those who are shown apart."""

    ranked: Sequence[Line]
    apart: Sequence[Line]


def talked_with(account: Account, since: datetime, until: datetime, *, half_life: float = HALF_LIFE) -> Told:
    """With whom `account` talked from `since` (included) to `until` (excluded). `half_life` is in days."""
    theirs = _spoken_to(account, since, until)
    ours = _said_by(account, since, until)
    answered = _authors(account.network, ours)
    people = people_of(account, [*theirs, *answered.values()])
    exchanges = [*_what_they_said(account, theirs), *_what_we_said(account, ours, answered, people)]
    robots = {key for key, who in people.items() if calls_itself_a_robot(who.handle, who.name)}
    found = talk(exchanges, until, own=own_of(account, people), robots=robots, half_life=half_life)
    apart = [_line(each.counterpart, people, each) for each in found.apart]
    return Told([_line(each, people) for each in found.ranked], apart)


def most_spoken_to(accounts: Sequence[Account]) -> Account:
    """The one of `accounts`, which are not none, to which most was ever said; of equals the first."""
    counted = Mention.objects.filter(account__in=[each.pk for each in accounts]).values_list("account")
    said = dict(counted.annotate(Count("pk")).order_by())
    return max(accounts, key=lambda each: said.get(each.pk, 0))


def _line(counterpart: Counterpart, people: Mapping[str, Who], apart: Apart | None = None) -> Line:
    who = people.get(counterpart.who) or Who(counterpart.who, counterpart.who.removeprefix("@"), "")
    return Line(who, counterpart, apart.because.as_json() if apart else None)


def _spoken_to(account: Account, since: datetime, until: datetime) -> list[Post]:
    mentions = Mention.objects.filter(account=account, post__published_at__gte=since, post__published_at__lt=until)
    seen = mentions.filter(post__gone_at=None).exclude(post__private=True).exclude(post__author_id=account.native_id)
    return [mention.post for mention in seen.select_related("post").order_by("post__published_at", "pk")]


def _said_by(account: Account, since: datetime, until: datetime) -> list[Post]:
    ours = Post.objects.for_everybody().filter(network=account.network, author_id=account.native_id, gone_at=None)
    return list(ours.filter(published_at__gte=since, published_at__lt=until).order_by("published_at", "pk"))


def _authors(network: str, posts: Iterable[Post]) -> dict[str, Post]:
    """What our posts answer and quote, by native id, as far as the archive has it."""
    named = {native_id for post in posts for native_id in (post.reply_to, post.quote_of) if native_id}
    return {post.native_id: post for post in Post.objects.called(network, named)} if named else {}


def _what_they_said(account: Account, posts: Sequence[Post]) -> list[Exchange]:
    wanted = {native_id for post in posts for native_id in (post.reply_to, post.quote_of) if native_id}
    found = Post.objects.called(account.network, wanted).filter(author_id=account.native_id) if wanted else []
    of_us = {post.native_id for post in found}
    return [Exchange(post.author_id, _kind(post, of_us), by_us=False, at=post.published_at) for post in posts]


def _kind(post: Post, of_us: set[str]) -> str:
    if post.reply_to in of_us:
        return "reply"
    return "quote" if post.quote_of in of_us else "mention"


def _what_we_said(
    account: Account, posts: Sequence[Post], answered: Mapping[str, Post], people: Mapping[str, Who]
) -> list[Exchange]:
    """One act for each post and person: who is answered in a post is not mentioned in it besides."""
    key_of = {who.handle.casefold(): key for key, who in people.items()}
    found = []
    for post in posts:
        kinds: dict[str, str] = {}
        for native_id, kind in ((post.reply_to, "reply"), (post.quote_of, "quote")):
            if native_id and native_id in answered:
                kinds.setdefault(answered[native_id].author_id, kind)
        for handle in CALLED.findall(post.text):
            called = handle.rstrip(".-").casefold()
            kinds.setdefault(key_of.get(called, f"@{called}"), "mention")
        kinds = {who: kind for who, kind in kinds.items() if who not in {account.native_id, f"@{account.handle}"}}
        found += [Exchange(who, kind, by_us=True, at=post.published_at) for who, kind in kinds.items()]
    return found
