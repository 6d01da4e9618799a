"""What may hold a publication back. Read inside the claim's transaction, and once more just before the network call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from beffroi.directory.models import Account
from beffroi.engines.times.blackout import Window
from beffroi.facts.models import Outcome
from beffroi.facts.models.fact import WAITS
from beffroi.publishing.models.stop import Stop
from beffroi.publishing.models.windows import windows_for
from beffroi.vocabulary import Sentence

if TYPE_CHECKING:
    from beffroi.publishing.models.publication import Publication

FROZEN = Sentence(gettext_noop("The account is frozen: nothing leaves from it."))
LOST = Sentence(gettext_noop("Access to the account was lost: connect it again."))
NEVER_CAME = gettext_noop("Nobody waits for its fact any more: {fact}")
STOPPED = gettext_noop("Everything is stopped: {reason}")
BLACKOUT = gettext_noop("Nothing leaves now: {name}.")
BEFORE = Sentence(gettext_noop("The post before it in the thread is not on the network."))
CEILING = gettext_noop("The ceiling of ${ceiling} a month is reached: this post costs ${price}.")


def shut(publication: Publication, account: Account, now: datetime) -> Sentence | None:
    """Why `publication` may not leave now; None when every gate is open. A deletion passes stops, blackouts and facts:
    it takes something away."""
    return next(_shut(publication, account, now), None)


def _shut(publication: Publication, account: Account, now: datetime) -> Iterator[Sentence]:
    if account.freeze_now is not None:
        yield FROZEN
    if account.connection.lost_at is not None:
        yield LOST
    if publication.act == "delete":
        return
    if (stop := Stop.in_force(account.organisation)) is not None:
        yield Sentence(STOPPED, {"reason": stop.reason})
    if (why := _fact(publication, now)) is not None:
        yield why
    if (before := publication.after) is not None and not before.stands:
        yield BEFORE
    yield from _blackouts(publication, account, now)
    if _is_too_dear(publication, account, now):
        yield Sentence(CEILING, {"ceiling": str(account.monthly_ceiling), "price": str(publication.price)})


def _fact(publication: Publication, now: datetime) -> Sentence | None:
    """Why what it announces is not true yet; read afresh, whatever the row carried."""
    awaits = publication.draft.awaits_id
    return Outcome.objects.select_related("fact").get(pk=awaits).shut(now) if awaits is not None else None


def sleeps(shut: Sentence) -> bool:
    """Whether it is pointless to look again: what opens this gate wakes what waits at it."""
    return shut.say == WAITS


def _blackouts(publication: Publication, account: Account, now: datetime) -> Iterator[Sentence]:
    for window in windows_for(account, now, now + timedelta(microseconds=1)):
        if window.effect == "blocks" or (window.effect == "asks" and not _is_waived(publication, window)):
            yield Sentence(BLACKOUT, {"name": window.name})


def _is_waived(publication: Publication, window: Window) -> bool:
    return publication.version.waivers.filter(check_name="blackout", about=window.key).exists()


def _is_too_dear(publication: Publication, account: Account, now: datetime) -> bool:
    if publication.price is None or account.monthly_ceiling is None:
        return False
    others = type(publication).objects.exclude(pk=publication.pk)
    return others.spent_on(account, now) + publication.price > account.monthly_ceiling
