"""What the checks are shown of a draft: the one place where the database is read for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from beffroi.directory.models import Account
from beffroi.journal.sentences import translated
from beffroi.publishing.checks import Attached, Checked, Destination, LinkSeen
from beffroi.publishing.models.links import links_in
from beffroi.publishing.models.planning import LinkReading
from beffroi.publishing.models.publication import Publication, price_of
from beffroi.publishing.models.version import Version
from beffroi.publishing.models.windows import windows_for

if TYPE_CHECKING:
    from beffroi.publishing.models.draft import Draft


def seen_by_checks(draft: Draft, version: Version) -> Checked:
    now = timezone.now()
    destinations = [_destination(account, draft, version, now) for account in draft.accounts.all()]
    return Checked(
        text=version.text,
        images=[Attached(a.alt, a.decorative, a.file.size) for a in version.attachments.all()],
        destinations=destinations,
        lang=version.lang,
        links=_links(version),
    )


def _destination(account: Account, draft: Draft, version: Version, now: datetime) -> Destination:
    freeze = next((each for each in account.freezes.all() if each.lifted_at is None), None)  # they may be prefetched
    capabilities = account.capabilities
    posts = version.posts_on(account.network, capabilities)
    at = draft.leave_at or now
    prices = [price for post in posts if (price := price_of(post, capabilities)) is not None]
    return Destination(
        handle=account.handle,
        network=account.network_name,
        capabilities=capabilities,
        posts=posts,
        frozen=translated(freeze.reason) if freeze else "",
        lost=translated(account.connection.lost_reason),
        windows=windows_for(account, at, at + timedelta(microseconds=1)),
        leaves_at=draft.leave_at,
        price=sum(prices[1:], prices[0]) if prices else None,
        spent=Publication.objects.spent_on(account, now) if prices else None,
        ceiling=account.monthly_ceiling,
    )


def _links(version: Version) -> Mapping[str, LinkSeen]:
    addresses = links_in(version)
    readings = LinkReading.objects.filter(url__in=addresses, read_at__isnull=False) if addresses else []
    return {each.url: LinkSeen(each.status, translated(each.trouble)) for each in readings}
