"""What the page of one draft shows of it: previews, what is still missing, what can be done once it has left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from beffroi.access.models import User
from beffroi.directory.models import Account
from beffroi.publishing.models import Draft, Publication, Version
from beffroi.publishing.models.price import price_of_all
from beffroi.publishing.models.ruling import voice_of


@dataclass(frozen=True)
class Preview:
    """What leaves from one account. `own` says that its network has a text of its own."""

    account: Account
    posts: Sequence[str]
    own: bool
    price: Decimal | None


@dataclass(frozen=True)
class Awaited:
    """What one rule still asks: all of `names`, or one of them; without names, anybody who may approve."""

    names: Sequence[str]
    everybody: bool
    deputy: User | None
    deadline: datetime | None
    deputy_is_called: bool


@dataclass(frozen=True)
class Departure:
    """The posts that leave together: a thread in its order, or one post alone."""

    parts: Sequence[Publication]

    @property
    def head(self) -> Publication:
        return self.parts[0]

    @property
    def troubled(self) -> Publication:
        """The first part that tells why the thread stands where it stands."""
        return next((part for part in self.parts if part.trouble), self.head)


def previews(draft: Draft, version: Version) -> list[Preview]:
    own = set(version.texts)
    return [_preview(account, version, own) for account in draft.accounts.all()]


def _preview(account: Account, version: Version, own: set[str]) -> Preview:
    posts = version.posts_on(account.network, account.capabilities)
    return Preview(account, posts, account.network in own, price_of_all(posts, account.capabilities))


def awaited(draft: Draft) -> list[Awaited]:
    """What the rules of a submitted draft's accounts still ask for."""
    return list(_awaited(draft)) if draft.state == "submitted" and draft.submitted_at is not None else []


def _awaited(draft: Draft) -> Iterator[Awaited]:
    approvals = draft.approvals
    agreed: set[Any] = {each.outside or voice_of(each) for each in approvals}
    for ruling in draft.rulings():
        called = draft.is_escalated(ruling)
        if ruling.is_met_by(approvals, escalated=called):
            continue
        missing = [str(one) for one in (*ruling.named, *ruling.outsiders) if one not in agreed]
        deadline = ruling.deadline(draft.submitted_at) if draft.submitted_at else None
        deputy = ruling.rule.deputy if deadline else None
        yield Awaited(missing, ruling.rule.mode == "all", deputy, deadline, called)


def departures_of(publications: Sequence[Publication]) -> list[Departure]:
    """`publications` with the parts of each thread together, in the order in which each group comes first."""
    groups: dict[Any, list[Publication]] = {}
    for one in publications:
        groups.setdefault((one.version_id, one.account_id, one.act), []).append(one)
    return [Departure(sorted(parts, key=lambda one: (one.part, one.pk))) for parts in groups.values()]
