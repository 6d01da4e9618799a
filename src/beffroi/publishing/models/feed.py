"""What left from an account, as the public may read it elsewhere: a feed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.version import Attachment

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as it stands now, the parts of a thread joined."""

    number: int  # ours, and never another post's
    url: str
    text: str
    lang: str
    images: Sequence[Attachment]
    published: datetime
    updated: datetime


def entries(account: Account) -> list[Entry]:
    """The newest posts of `account` that stand, newest first. Answers to others are left out: they speak to one person.

    What was deleted is gone with the thread it began; what was changed is shown as it reads now.
    """
    heads = list(_standing(account).filter(part=0).order_by("-sent_at", "-pk")[:NEWEST])
    rest = defaultdict(list)
    for part in _standing(account).filter(part__gt=0, version__in=[head.version_id for head in heads]).order_by("part"):
        rest[part.version_id].append(part)
    changes = _last_changes([*heads, *(part for parts in rest.values() for part in parts)])
    return [_entry([head, *rest[head.version_id]], changes) for head in heads]


def last_change(account: Account) -> datetime | None:
    """When something last left, changed or was deleted there."""
    done = Publication.objects.filter(account=account, state="sent")
    moment: datetime | None = done.aggregate(last=models.Max("sent_at"))["last"]
    return moment


def _standing(account: Account) -> "models.QuerySet[Publication]":
    mine = Publication.objects.filter(account=account, draft__in_reply_to=None)
    private = Post.objects.filter(network=account.network, native_id=models.OuterRef("remote_id"), private=True)
    whole = mine.filter(act="publish", state="sent", gone_at=None).exclude(models.Exists(private))
    return whole.select_related("version").prefetch_related("version__attachments")


def _last_changes(posts: Iterable[Publication]) -> dict[int, Publication]:
    """The last change of the text of each post, by the post's number."""
    changes = Publication.objects.filter(act="edit", state="sent", target__in=[post.pk for post in posts])
    ordered = changes.order_by("sent_at", "pk").select_related("version").prefetch_related("version__attachments")
    return {change.target_id: change for change in ordered if change.target_id is not None}


def _entry(parts: Sequence[Publication], changes: dict[int, Publication]) -> Entry:
    shown = [changes.get(part.pk, part) for part in parts]
    head, version = parts[0], shown[0].version
    moments = [part.sent_at for part in (*parts, *shown) if part.sent_at is not None]
    return Entry(
        number=head.pk,
        url=head.url,
        text="\n\n".join(part.text for part in shown),
        lang=version.lang,
        images=version.pictures,
        published=min(moments),
        updated=max(moments),
    )
