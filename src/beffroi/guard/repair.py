"""Reads, one by one, the places where people meet an account that was taken, until each shows what was registered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from beffroi.archive.models import OwnPost
from beffroi.archive.models import Post as ArchivedPost
from beffroi.connectors.contract import Connector, NetworkTrouble, ReadsProfiles, ReadsSurfaces, Refused
from beffroi.engines.takeover.identity import Identity
from beffroi.engines.takeover.surfaces import Reading, card_reads, feed_reads, foreign, profile_reads, search_reads
from beffroi.guard.models import Baseline, PlaybookRun, SurfaceCheck
from beffroi.vocabulary import Post, Sentence

LATEST = 50  # posts
FOUND = 25  # accounts that a search gives
SOON = timedelta(seconds=20)  # between two readings of what is not right yet
LATER = timedelta(minutes=5)  # of what reads right, until the playbook is closed, and where each reading costs

NOT_READ = Sentence(gettext_noop("Beffroi cannot read this here: look yourself, then say so."))


def look(check: SurfaceCheck, now: datetime) -> bool:
    """One reading. What the network cannot be asked for is left to a person; what goes wrong is tried again."""
    run = check.run
    slowly = check.state == "right" or run.account.capabilities.price is not None
    if not SurfaceCheck.objects.claim(check, until=now + (LATER if slowly else SOON)):
        return False
    connector = run.account.connect()
    try:
        reading = READ[check.surface](connector, run, now)
    except Refused as refused:
        check.cannot_be_read(refused.reason, now=now)
    except NetworkTrouble as trouble:
        check.fail(trouble.reason)
    else:
        check.settle(reading, now=now)
    return True


def _profile(connector: Connector, run: PlaybookRun, _now: datetime) -> Reading:
    if not isinstance(connector, ReadsProfiles):
        raise Refused(NOT_READ)
    shown = connector.profiles([run.account.native_id])
    return profile_reads(_registered(run), shown[0] if shown else None)


def _feed(connector: Connector, run: PlaybookRun, now: datetime) -> Reading:
    """What stands there and is not ours is kept as evidence, before anybody deletes it."""
    posts = _surfaces(connector).latest(run.account.native_id, LATEST)
    hostile = foreign(posts, since=run.since, ours=_ours(run))
    _keep(run, hostile, now)
    return feed_reads(hostile)


def _card(connector: Connector, run: PlaybookRun, _now: datetime) -> Reading:
    return card_reads(_registered(run), _surfaces(connector).card(run.account.native_id))


def _search(connector: Connector, run: PlaybookRun, _now: datetime) -> Reading:
    """By its name, as people search; by its handle where too many have that name."""
    identity, surfaces = _registered(run), _surfaces(connector)
    found = [*surfaces.people(identity.name, FOUND)]
    if identity.native_id not in (one.native_id for one in found):
        found += surfaces.people(run.account.handle, FOUND)
    return search_reads(identity, found)


READ: Mapping[str, Callable[[Connector, PlaybookRun, datetime], Reading]] = {
    "profile": _profile,
    "feed": _feed,
    "card": _card,
    "search": _search,
}


def _registered(run: PlaybookRun) -> Identity:
    """What people signed, with the names that they accepted to the letter."""
    baseline = Baseline.of(run.account)
    identity = baseline.identity
    return replace(identity, accepted_variants=(*identity.accepted_variants, *baseline.accepted_once))


def _surfaces(connector: Connector) -> ReadsSurfaces:
    if not isinstance(connector, ReadsSurfaces):
        raise Refused(NOT_READ)
    return connector


def _ours(run: PlaybookRun) -> set[str]:
    """What left through Beffroi since then."""
    agreed = OwnPost.objects.filter(account=run.account, is_agreed=True, post__published_at__gte=run.since)
    return set(agreed.values_list("post__native_id", flat=True))


def _keep(run: PlaybookRun, hostile: Sequence[Post], now: datetime) -> None:
    if run.incident is not None:
        for post in hostile:
            run.incident.note_post(ArchivedPost.store(post, now=now), episode="faulty", now=now)
