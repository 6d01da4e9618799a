"""What the checks are shown of a draft: the one place where the database is read for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from beffroi.directory.models import Account
from beffroi.engines.times.blackout import Window
from beffroi.journal.sentences import translated
from beffroi.publishing.checks import Attached, Awaited, Checked, Destination, Finding, LinkSeen
from beffroi.publishing.models.links import links_in
from beffroi.publishing.models.memory import remembered
from beffroi.publishing.models.planning import MAX_ADDRESS, LinkReading
from beffroi.publishing.models.price import price_of_all
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.version import Version
from beffroi.publishing.models.windows import windows_of

if TYPE_CHECKING:
    from beffroi.publishing.models.draft import Draft


def seen_by_checks(draft: Draft, version: Version) -> Checked:
    now = timezone.now()
    standing = _standing(draft)
    at = draft.leave_at or now
    windows = windows_of(draft.organisation, at, at + timedelta(microseconds=1))
    destinations = [
        _destination(account, draft, version, now, windows=_of(account, windows), standing=standing[account.pk])
        for account in draft.accounts.all()
    ]
    memory = remembered(draft, version, destinations, now)
    return Checked(
        text=version.text,
        images=[Attached(a.alt, a.decorative, a.file.size) for a in version.pictures],
        destinations=destinations,
        lang=version.lang,
        links=_links(draft, version),
        known_handles=memory.known_handles,
        similar=memory.similar,
        awaited=_awaited(draft),
        amendment=draft.amendment,
        private_to=draft.private_to,
    )


def lift(found: Sequence[Finding], version: Version) -> list[Finding]:
    """`found`, where what a named person lifted for `version` blocks no more."""
    if not any(each.blocks and each.liftable for each in found):
        return list(found)
    lifted = {(each.check_name, each.about): f"{each.by}: {each.reason}" for each in version.waivers.all()}
    return [
        replace(each, blocks=False, lifted=lifted[each.check, each.about])
        if each.blocks and each.liftable and (each.check, each.about) in lifted
        else each
        for each in found
    ]


def _awaited(draft: Draft) -> Awaited | None:
    if draft.awaits is None:
        return None
    fact, settled = draft.awaits.fact, draft.awaits.fact.settlement
    otherwise = settled is not None and settled.outcome_id != draft.awaits_id
    return Awaited(fact.statement, fact.subject, otherwise)


def _destination(
    account: Account, draft: Draft, version: Version, now: datetime, *, windows: list[Window], standing: int
) -> Destination:
    capabilities = account.capabilities
    posts = version.posts_on(account.network, capabilities)
    price = price_of_all(posts, capabilities)
    return Destination(
        handle=account.handle,
        network=account.network_name,
        capabilities=capabilities,
        posts=posts,
        frozen=translated(account.frozen_because) if account.frozen_because else "",
        lost=translated(account.connection.lost_reason),
        windows=windows,
        leaves_at=draft.leave_at,
        price=price,
        spent=Publication.objects.spent_on(account, now) if price is not None else None,
        ceiling=account.monthly_ceiling,
        standing=standing,
    )


def _standing(draft: Draft) -> Counter[int]:
    """How many posts of what `draft` amends stand, by account."""
    if draft.amends is None:
        return Counter()
    return Counter(draft.amends.publications.standing().values_list("account", flat=True))


def _links(draft: Draft, version: Version) -> Mapping[str, LinkSeen]:
    """What was read behind each link; nothing is said of those that are never read."""
    addresses = links_in(version)
    if draft.organisation.is_demo:  # it has no way out
        return {address: LinkSeen(None) for address in addresses}
    readings = LinkReading.objects.filter(url__in=addresses, read_at__isnull=False) if addresses else []
    unread = {address: LinkSeen(None) for address in addresses if len(address) > MAX_ADDRESS}
    return unread | {each.url: LinkSeen(each.status, translated(each.trouble)) for each in readings}


def _of(account: Account, windows: list[tuple[Window, list[Account]]]) -> list[Window]:
    return [window for window, limited_to in windows if not limited_to or account in limited_to]
