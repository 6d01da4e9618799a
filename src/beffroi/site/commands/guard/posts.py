"""The posts of a kept history: do they read like their account, and do their links lead to a listed place?"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.paragraphs import leads_to_listed
from beffroi.engines.takeover.posts import POSTS_A_YEAR, Watch, Written, unlike
from beffroi.guard.post_model import shipped
from beffroi.site.commands.guard.files import Flaws, lines
from beffroi.site.terminal import gettext as _
from beffroi.vocabulary import in_utc

Told = tuple[str, str, Finding]  # account, time as the file gives it, finding


def post_findings(path: Path, *, promise: float, lists: Lists, flaws: Flaws) -> Iterator[Told]:
    """What the posts of every account tell, each account's in the order of time.

    `promise` is for how many account-years no false alarm of the posts is promised.
    """
    threshold = promise * POSTS_A_YEAR
    for account, posts in _by_account(path, flaws).items():
        posts.sort(key=lambda post: post[1].at)
        yield from _listed_links(account, posts, lists)
        watch = Watch(shipped(), threshold)
        for time, written in posts:
            if carried := watch.judge(written):
                yield account, time, unlike(carried, threshold=threshold, handle=legible(account))


def _by_account(path: Path, flaws: Flaws) -> dict[str, list[tuple[str, Written]]]:
    found: dict[str, list[tuple[str, Written]]] = {}
    for number, row in lines(path, flaws):
        try:
            written = _written(row)
        except (KeyError, TypeError, ValueError):
            flaws.note(path, number, _("A post has its text in x, its time in t, and its links in u."))
            continue
        flaws.good[path.name] += 1
        found.setdefault(row["a"], []).append((row["t"], written))
    return found


def _written(row: Mapping[str, Any]) -> Written:
    """Raises KeyError, TypeError or ValueError for what is no post."""
    links = row.get("u", [])
    if not isinstance(row["x"], str) or not isinstance(links, list):
        raise TypeError("x or u")
    hosts = tuple(link for link in links if isinstance(link, str))
    return Written(row["x"], _time(row["t"]), bool(row.get("rt")), "", _client(row), hosts)


def _time(said: str) -> datetime:
    """In UTC, also where the file does not say so."""
    at = datetime.fromisoformat(said)
    return in_utc(at if at.tzinfo else at.replace(tzinfo=UTC))


def _client(row: Mapping[str, Any]) -> str:
    client = row.get("src", "")
    return client if isinstance(client, str) else ""


def _listed_links(account: str, posts: list[tuple[str, Written]], lists: Lists) -> Iterator[Told]:
    """Each post that leads to a listed place, once per link."""
    told: set[str] = set()
    for time, written in posts:
        for link in written.domains:
            category = lists.category(link)
            if category and link not in told:
                told.add(link)
                yield account, time, leads_to_listed(account, link, category)
