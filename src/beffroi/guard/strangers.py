"""Looks on the networks for strangers who can be taken for us, and for who holds the handles that we gave up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from beffroi.archive.models import ProfileSnapshot
from beffroi.connectors.contract import NetworkTrouble, ReadsSurfaces
from beffroi.directory.models import Account
from beffroi.engines.likeness.strangers import ALIKE, Ours, agreement, stranger
from beffroi.engines.takeover.breaks import former_handle
from beffroi.engines.takeover.detectors import Finding
from beffroi.guard.models import Alarm, Baseline, StrangerSearch
from beffroi.guard.pictures import fingerprint_at
from beffroi.vocabulary import Profile

PACE = timedelta(days=1)  # between two searches around one account
FOUND = 25  # accounts of one question
MOST_FORMER = 10  # handles: the latest given up


def search(row: StrangerSearch, now: datetime) -> bool:
    """One search around one account; each stranger rings once."""
    if not StrangerSearch.objects.claim(row, until=now + PACE):
        return False
    account = row.account
    connector = account.connect()
    if not isinstance(connector, ReadsSurfaces):
        return False
    baseline = Baseline.of(account)
    try:
        people = {one.native_id: one for words in _asked(baseline) for one in connector.people(words, FOUND)}
    except NetworkTrouble as trouble:
        row.settle(trouble=trouble.reason)
        return True
    for found in list(_findings(baseline, [one for one in people.values() if not _is_ours(one, account)])):
        Alarm.raise_for(found, baseline, now=now)
    row.settle(read_at=now)
    return True


def _asked(baseline: Baseline) -> Iterator[str]:
    """The registered name, the part of the handle that somebody chose, and each former handle."""
    yield baseline.name
    yield baseline.handles[0].split(".")[0]
    yield from baseline.former_handles[:MOST_FORMER]


def _is_ours(profile: Profile, account: Account) -> bool:
    mine = Account.objects.filter(organisation=account.organisation, network=profile.network)
    return mine.filter(native_id=profile.native_id).exists()


def _findings(baseline: Baseline, people: list[Profile]) -> Iterator[Finding]:
    shown = ProfileSnapshot.latest_of(baseline.account)
    summary = baseline.description or (shown.summary if shown else "")
    ours = Ours(baseline.identity, summary, tuple(baseline.link_domains), tuple(baseline.pictures))
    for profile in people:
        looked = bool(ours.pictures) and agreement(ours, profile) >= ALIKE  # few: each is a question to a server
        picture = fingerprint_at(profile.icon) if looked else ""
        if found := former_handle(ours.identity, profile) or stranger(ours, profile, picture):
            yield found
