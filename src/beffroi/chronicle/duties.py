"""Gathers for open incidents, looks out for bursts, and asks the networks how large an audience is."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from beffroi.access.models import Organisation
from beffroi.chronicle.bursts import open_bursts
from beffroi.chronicle.gathering import gather
from beffroi.chronicle.models import Incident, Voice
from beffroi.connectors.contract import NetworkTrouble, ReadsProfiles, Refused
from beffroi.directory.models import Account
from beffroi.work.duty import Duty, each

PACE = timedelta(seconds=30)  # between two looks into the archive for one incident
LEASE = timedelta(minutes=5)
BATCH = 100


def gather_open(now: datetime) -> int:
    awake = Incident.objects.due(now).filter(state="open", organisation__is_resting=False)
    due = awake.select_related("organisation", "post")
    return each(due[:BATCH], lambda incident: _gather(incident, now))


def _gather(incident: Incident, now: datetime) -> bool:
    return Incident.objects.claim(incident, until=now + PACE) and gather(incident, now=now) > 0


def read_voices(now: datetime) -> int:
    """Asks how many followers each voice has, together for those of one network."""
    awake = Voice.objects.due(now).filter(incident__organisation__is_resting=False)
    due = awake.select_related("incident__organisation")[:BATCH]
    together: dict[tuple[Organisation, str], list[Voice]] = defaultdict(list)
    for voice in due:
        if Voice.objects.claim(voice, until=now + LEASE):
            together[voice.incident.organisation, voice.network].append(voice)
    return sum(_read(voices, organisation, network, now) for (organisation, network), voices in together.items())


def _read(voices: Sequence[Voice], organisation: Organisation, network: str, now: datetime) -> int:
    """One question to the network; while it has trouble, the same question comes again after the lease."""
    connector = account.connect() if (account := _asking(organisation, network)) else None
    found: dict[str, int | None] = {}
    if isinstance(connector, ReadsProfiles):
        try:
            profiles = connector.profiles(sorted({voice.author_id for voice in voices}))
            found = {profile.native_id: profile.followers for profile in profiles}
        except Refused:
            connector = None
        except NetworkTrouble:
            return len(voices)
    for voice in voices:
        voice.settle(found.get(voice.author_id), read_at=now if connector else None)
    return len(voices)


def _asking(organisation: Organisation, network: str) -> Account | None:
    """An account of ours through which to ask. Where each question costs money nobody is asked."""
    accounts = Account.objects.of(organisation).filter(network=network, connection__lost_at=None)
    return next((account for account in accounts if account.capabilities.price is None), None)


DUTIES = [
    Duty("chronicle.gather", "notes what the archive holds about open incidents", gather_open, rests=2.0),
    Duty("chronicle.watch_bursts", "opens an incident when mentions are far more than usual", open_bursts, rests=60.0),
    Duty("chronicle.read_voices", "asks the networks how large the audience of each voice is", read_voices, rests=2.0),
]
