"""Reads the profiles of accounts that we watch and do not hold, once a day, through an account of ours."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation
from beffroi.connectors.contract import Connector, NetworkTrouble, ReadsProfiles, ReadsSurfaces
from beffroi.directory.models import Account
from beffroi.engines.takeover.breaks import breaks
from beffroi.engines.takeover.identity import UNVERIFIED_HANDLE
from beffroi.guard.models import Peer
from beffroi.guard.reading import GONE
from beffroi.vocabulary import Profile, Sentence

PACE = timedelta(days=1)
NOBODY_ASKS = Sentence(gettext_noop("None of your accounts can read this network now."))


class NotFound(Exception):
    """The network knows nobody of this handle, or cannot be asked; says so in words."""

    def __init__(self, reason: Sentence | None) -> None:
        super().__init__(str(reason))
        self.reason = reason


def find(organisation: Organisation, network: str, handle: str) -> Profile:
    """The account of this handle, as the network's own search finds it. Raises NotFound."""
    trouble: Sentence | None = NOBODY_ASKS
    for connector in _connectors(organisation, network):
        if not isinstance(connector, ReadsSurfaces):
            continue
        try:
            people = connector.people(handle, 10)
        except NetworkTrouble as met:
            trouble = met.reason
            continue
        asked = handle.casefold()
        found = next((one for one in people if one.handle.casefold() == asked), None)
        if found is None:
            raise NotFound(None)
        return found
    raise NotFound(trouble)


def read_together(peers: Iterable[Peer], now: datetime) -> int:
    """One reading of each that is due; those of one organisation and network with one question."""
    groups: dict[tuple[int, str], list[Peer]] = {}
    for peer in peers:
        if Peer.objects.claim(peer, until=now + PACE):
            groups.setdefault((peer.organisation_id, peer.network), []).append(peer)
    for group in groups.values():
        _read(group, now)
    return sum(map(len, groups.values()))


def _read(peers: list[Peer], now: datetime) -> None:
    shown = _ask(peers)
    for peer in peers:
        if isinstance(shown, Sentence):
            peer.failed(shown)
        else:
            profile = shown.get(peer.native_id)
            peer.settle(profile, _found(peer, profile), now=now)


def _ask(peers: list[Peer]) -> Mapping[str, Profile] | Sentence:
    trouble = NOBODY_ASKS
    for connector in _connectors(peers[0].organisation, peers[0].network):
        if isinstance(connector, ReadsProfiles):
            try:
                return {one.native_id: one for one in connector.profiles([peer.native_id for peer in peers])}
            except NetworkTrouble as met:
                trouble = met.reason
    return trouble


def _found(peer: Peer, profile: Profile | None) -> Sentence | None:
    if profile is None:
        return GONE
    found = (each for each in breaks(peer.identity, profile) if each.about != UNVERIFIED_HANDLE)
    return next((each.sentence for each in found), None)


def _connectors(organisation: Organisation, network: str) -> Iterator[Connector]:
    """Of our accounts there whose access works, at most three."""
    ours = Account.objects.of(organisation).filter(network=network, connection__lost_at=None)
    for account in ours[:3]:
        yield account.connect()
