"""Who they are with whom our accounts talk: what the directory and our feeds know about those who wrote to us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.directory.models import Account, OfficialAccount
from beffroi.listening.models import Feed


@dataclass(frozen=True, slots=True)
class Who:
    """An account as it was last seen, and what the directory or our feeds know about it: "institution", "press" or
    "" for what may be a private person."""

    key: str
    handle: str
    name: str
    kind: str = ""


def people_of(account: Account, posts: Iterable[Post]) -> dict[str, Who]:
    """Everybody who wrote one of `posts`, by native id, under the name of the latest one."""
    latest = {post.author_id: post for post in sorted(posts, key=lambda post: post.published_at)}
    latest.pop(account.native_id, None)
    handles = {post.author_handle.casefold() for post in latest.values()}
    known = _institutions(account.network, set(latest), handles)
    press = _press(account.organisation)
    found = {}
    for key, post in latest.items():
        handle = post.author_handle
        is_public = key in known or handle.casefold() in known
        kind = "institution" if is_public else "press" if handle.casefold() in press else ""
        found[key] = Who(key, handle, post.author_name, kind)
    return found


def _institutions(network: str, native_ids: set[str], handles: set[str]) -> set[str]:
    """Native ids and folded handles of those that the directory knows as institutional accounts."""
    wanted = Q(native_id__in=native_ids) | Q(handle__in=handles)
    rows = OfficialAccount.objects.filter(wanted, network=network, is_institutional=True)
    return {name for row in rows for name in (row.native_id, row.handle.casefold()) if name}


def _press(organisation: Organisation) -> set[str]:
    """The domains of the blogs and newspapers we follow: who has one as their handle is that paper."""
    hosts = (urlsplit(site or address).hostname for site, address in _feeds(organisation))
    return {host.removeprefix("www.") for host in hosts if host}


def _feeds(organisation: Organisation) -> Iterable[tuple[str, str]]:
    return Feed.objects.filter(organisation=organisation).values_list("site", "address")


def own_of(account: Account, people: Mapping[str, Who]) -> set[str]:
    """The organisation's own accounts, and those in the directory of its bodies and of who holds office there."""
    ours = Account.objects.filter(organisation=account.organisation, network=account.network)
    body = Q(body__organisation=account.organisation) | Q(person__mandates__body__organisation=account.organisation)
    listed = OfficialAccount.objects.filter(body, network=account.network)
    rows = [*ours.values_list("native_id", "handle"), *listed.values_list("native_id", "handle")]
    named = {name.casefold() for row in rows for name in row if name}
    seen = {key for key, who in people.items() if {key.casefold(), who.handle.casefold()} & named}
    return seen | {f"@{name}" for name in named}  # whom we named, and who never spoke
