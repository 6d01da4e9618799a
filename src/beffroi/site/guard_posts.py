"""The posts of a kept history: do they read like their account, and do their links lead to a listed place?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.paragraphs import leads_to_listed
from beffroi.engines.takeover.posts import POSTS_A_YEAR, Model, Watch, Written, unlike
from beffroi.guard.post_model import shipped
from beffroi.site.guard_files import Flaws, lines
from beffroi.site.jsonlines import Unreadable


@dataclass(frozen=True, slots=True)
class Kept:
    """One post, with its time as the file has it."""

    time: str
    written: Written


def findings(path: Path, lists: Lists, promise: float, flaws: Flaws) -> Iterator[tuple[str, str, Finding]]:
    """Account, time and finding: posts unlike their account, and links to listed places, each once.

    `promise` is for how many account-years no false alarm is promised. Raises Unusable.
    """
    model = shipped()
    for account, posts in _kept(path, flaws).items():
        for time, finding in (*_unlike(account, posts, model, promise), *_listed(account, posts, lists)):
            yield account, time, finding


def _unlike(account: str, posts: Sequence[Kept], model: Model, promise: float) -> Iterator[tuple[str, Finding]]:
    watch = Watch(model, promise * POSTS_A_YEAR)
    for post in posts:
        if judged := watch.judge(post.written):
            yield post.time, unlike(judged, threshold=watch.threshold, handle=account)


def _listed(account: str, posts: Sequence[Kept], lists: Lists) -> Iterator[tuple[str, Finding]]:
    told: set[str] = set()
    for post in posts if lists else ():
        for link in post.written.domains:
            if link not in told and (category := lists.category(link)):
                told.add(link)
                yield post.time, leads_to_listed(account, link, category)


def _kept(path: Path, flaws: Flaws) -> Mapping[str, list[Kept]]:
    """Each account's posts, in the order of time."""
    accounts: defaultdict[str, list[Kept]] = defaultdict(list)
    for number, row in lines(path, flaws):
        try:
            accounts[row["a"]].append(_post(row))
        except Unreadable as reason:
            flaws.note(path, number, str(reason))
        else:
            flaws.good[path.name] += 1
    for posts in accounts.values():
        posts.sort(key=lambda post: post.written.at)
    return accounts


def _post(row: Mapping[str, Any]) -> Kept:
    text, links, client = row.get("x"), row.get("u") or [], row.get("src") or ""
    if not isinstance(text, str):
        raise Unreadable("The column x, the text, is missing.")
    if not isinstance(links, list) or not all(isinstance(each, str) for each in links):
        raise Unreadable("The column u is no list of links.")
    if not isinstance(client, str):
        raise Unreadable("The column src is no text.")
    return Kept(str(row["t"]), Written(text, _moment(row), bool(row.get("rt")), "", client, tuple(links)))


def _moment(row: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(row["t"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("The column t is no time such as 2017-02-13T09:30:00Z.") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
