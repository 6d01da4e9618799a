"""What is remembered that a draft is compared with: who spoke to us, what was sent lately, what leaves beside it.

All of it is asked in one query, and nothing when a draft names nobody, has no text and no hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, DateTimeField, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beffroi.access.dates import dated
from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.engines.likeness.lookalike import mentions
from beffroi.publishing.checks import Destination
from beffroi.publishing.checks.similar import AT_THE_SAME_TIME, SENT
from beffroi.publishing.models.publication import Publication

if TYPE_CHECKING:
    from beffroi.publishing.models.draft import Draft
    from beffroi.publishing.models.version import Version

LATELY = timedelta(days=30)
CLOSE = timedelta(minutes=10)
LAST_SPEAKERS = 500
KNOWN = "known"
MANY = 3  # findings of one kind: more say nothing more


class Remembered(NamedTuple):
    """One row of any kind; `of` and `number` tell the versions of a draft apart."""

    kind: str
    said: str
    at: Any
    of: Any
    number: Any


@dataclass(slots=True)
class Memory:
    """`similar` as `Checked.similar`, `known_handles` as `Checked.known_handles`."""

    known_handles: frozenset[str] = frozenset()
    similar: list[tuple[str, str]] = field(default_factory=list)


def remembered(draft: Draft, version: Version, destinations: Sequence[Destination], now: datetime) -> Memory:
    parts = [*_handles(draft, version), *_sent_lately(draft, destinations, now), *_at_the_same_time(draft)]
    if not parts:
        return Memory()
    first, *others = parts
    rows = [Remembered(*row) for row in (first.union(*others, all=True) if others else first)]
    sent = sorted((row for row in rows if row.kind == SENT), key=lambda row: row.at, reverse=True)
    beside = sorted((row for row in rows if row.kind == AT_THE_SAME_TIME), key=lambda row: row.number)
    latest = {row.of: row for row in beside}.values()
    return Memory(
        known_handles=frozenset(row.said for row in rows if row.kind == KNOWN),
        similar=[
            *((SENT, f"@{row.said}, {_moment(row, _('l j F Y, H:i'))}") for row in sent[:MANY]),
            *((AT_THE_SAME_TIME, f"{_moment(row, _('H:i'))}, “{row.said[:60]}”") for row in islice(latest, MANY)),
        ],
    )


def _moment(row: Remembered, form: str) -> str:
    return dated(localtime(row.at), form)


def _handles(draft: Draft, version: Version) -> list[QuerySet[Any, Any]]:
    """Our own, and those of the people who spoke to us last."""
    texts = version.all_texts
    if not any(mentions(text) for text in texts):
        return []
    ours = Account.objects.filter(organisation=draft.organisation)
    last = Mention.objects.filter(account__in=ours).order_by("-pk").values("post")[:LAST_SPEAKERS]
    return [_columns(ours, KNOWN, "handle"), _columns(Post.objects.filter(pk__in=last), KNOWN, "author_handle")]


def _sent_lately(draft: Draft, destinations: Sequence[Destination], now: datetime) -> list[QuerySet[Any, Any]]:
    """The same text from the same account; an answer may well be given twice, a correction repeats on purpose."""
    posts = {post for each in destinations for post in each.posts if post.strip()}
    if draft.kind == "reply" or draft.amends_id is not None or not posts:
        return []
    sent = Publication.objects.filter(
        account__in=[account.pk for account in draft.accounts.all()],
        state__in=["queued", "sending", "unsure", "sent"],
        act="publish",
        leave_at__gte=now - LATELY,
        text__in=posts,
        gone_at=None,
    )
    return [_columns(sent.exclude(draft=draft.pk), SENT, "account__handle", at="leave_at")]


def _at_the_same_time(draft: Draft) -> list[QuerySet[Any, Any]]:
    """Every version of what leaves beside it: the last one counts."""
    if draft.leave_at is None:
        return []
    others = type(draft).objects.filter(
        organisation=draft.organisation,
        leave_at__range=(draft.leave_at - CLOSE, draft.leave_at + CLOSE),
        accounts__in=[account.pk for account in draft.accounts.all()],
    )
    open_ones = others.exclude(pk=draft.pk).exclude(state__in=["discarded", "expired"])
    number = "versions__number"
    return [_columns(open_ones, AT_THE_SAME_TIME, "versions__text", at="leave_at", of="pk", number=number)]


def _columns(rows: QuerySet[Any, Any], kind: str, said: str, *, at: str = "", of: str = "", number: str = "") -> Any:
    """The same columns for all kinds, each of one type: a union asks for it."""
    return (
        rows.order_by()
        .annotate(
            kind_=Value(kind, CharField()),
            said_=Cast(said, TextField()),
            at_=Cast(at or Value(None), DateTimeField()),
            of_=Cast(of or Value(None), IntegerField()),
            number_=Cast(number or Value(None), IntegerField()),
        )
        .values_list("kind_", "said_", "at_", "of_", "number_")
    )
