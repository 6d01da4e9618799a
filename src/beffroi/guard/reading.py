"""Reads public profiles: what they show is stored, and compared with what was registered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_noop

from beffroi.access.models import User
from beffroi.archive.models import Counters, OwnPost, ProfileSnapshot
from beffroi.connectors.contract import AccessLost, NetworkTrouble, ReadsProfiles
from beffroi.directory.models import Account
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.identity import THRESHOLD, UNVERIFIED_HANDLE
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.names import match
from beffroi.engines.takeover.rates import WARNINGS
from beffroi.engines.takeover.reading import OutOfOrder, Reading
from beffroi.engines.takeover.returning import ONE_GO
from beffroi.engines.takeover.watch import Watch
from beffroi.engines.times.elections import ELECTIONS
from beffroi.guard.findings import of_gone, of_lost_access
from beffroi.guard.models import Alarm, Baseline, ProfilePoll
from beffroi.guard.pace import SPENT, Pace
from beffroi.vocabulary import Profile, Sentence
from beffroi.work.duty import each

GONE = Sentence(gettext_noop("The network no longer shows this account."))
NOBODYS_NAME = gettext_noop(
    "On the day it was connected the account showed “{shown}”, which resembles neither the name of your organisation "
    "nor that of one of its people. If the account is yours, look at its registered identity and sign it."
)
SIGNED_OTHERWISE = gettext_noop(
    "The account showed “{shown}” already when its identity was signed as “{registered}”. One of the two is wrong: "
    "correct the registered identity, or the name on the network."
)
ASKING = 3  # accounts of ours that ask for all, one after the other
BALLOTS = tuple(day for election in ELECTIONS for day in election.days)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reading said beside the alarms it raised: what clears by itself, and what is wrong in the register."""

    passing: Sentence | None = None
    doubt: Sentence | None = None


def read_profiles(polls: Sequence[ProfilePoll], now: datetime) -> int:
    """One reading of each, with as few questions as the networks allow; how many were read.

    Our own credentials being refused does not blind us: profiles are read as anyone sees them, and where several
    accounts of ours are on one server, any of them asks for all.
    """
    together: dict[tuple[str, str], list[ProfilePoll]] = {}
    for poll in polls:
        pace = Pace.of(poll.account)
        if ProfilePoll.objects.claim(poll, until=now + pace.between):
            _note_lost_access(poll.account, now)
            if not pace.allows(poll, now):
                poll.settle(trouble=SPENT)
                continue
            account = poll.account
            place = (account.network, account.stream or f"account {account.pk}")
            together.setdefault(place, []).append(poll)
    return sum(_read_together(group, now) for group in together.values())


def _read_together(polls: Sequence[ProfilePoll], now: datetime) -> int:
    shown, trouble = _ask(polls)
    return each(polls, lambda poll: _settle(poll, shown, trouble, now)) if shown is not None or trouble else 0


def _ask(polls: Sequence[ProfilePoll]) -> tuple[Mapping[str, Profile] | None, Sentence | None]:
    """What the network shows of these accounts, by their numbers, or why it shows nothing. An account whose access
    works asks first; the next one, where it is refused."""
    trouble: Sentence | None = None
    numbers = [poll.account.native_id for poll in polls]
    accounts = sorted((poll.account for poll in polls), key=lambda account: account.connection.lost_at is not None)
    for account in accounts[:ASKING]:
        try:
            connector = account.connect()
            if isinstance(connector, ReadsProfiles):
                return {profile.native_id: profile for profile in connector.profiles(numbers)}, None
        except AccessLost as refused:
            trouble = refused.reason
        except NetworkTrouble as met:
            return None, met.reason
    return None, trouble


def _settle(poll: ProfilePoll, shown: Mapping[str, Profile] | None, trouble: Sentence | None, now: datetime) -> bool:
    if shown is None:
        poll.settle(trouble=trouble)
        return True
    if Pace.of(poll.account).price:
        poll.counts(now)
    profile = shown.get(poll.account.native_id)
    if profile is None:
        _note_gone(poll, now)
        poll.settle(read_at=now, trouble=GONE)
    else:
        poll.settle(read_at=now, trouble=_take_in(poll, profile, now))
    return True


def _note_lost_access(account: Account, now: datetime) -> None:
    if account.connection.lost_at is not None:
        Alarm.raise_for(of_lost_access(account, account.connection.lost_at), Baseline.of(account), now=now)


def _take_in(poll: ProfilePoll, profile: Profile, now: datetime) -> Sentence | None:
    poll.sees_it()
    watch = poll.watch
    judged = judge_profile(poll.account, profile, now, watch)
    poll.remembers(watch)
    doubt = judged.doubt or (nobodys_name(poll.account, profile) if poll.read_at is None else None)
    if doubt or poll.doubt.get("say") != NOBODYS_NAME:  # that one stands until somebody has signed
        poll.doubts(doubt)
    return judged.passing


def _note_gone(poll: ProfilePoll, now: datetime) -> None:
    if poll.sees_nothing(now) and poll.gone_at is not None:
        Alarm.raise_for(of_gone(poll.account, poll.gone_at), Baseline.of(poll.account), now=now)


def judge_profile(account: Account, profile: Profile, now: datetime, watch: Watch) -> Judged:
    """Compares what is shown with what was registered, and with what `watch` remembers; what is found raises an alarm.

    What clears by itself is no alarm: a handle that the network cannot verify for the moment is given back in words.
    Neither is an error of the register: what the account showed when a person signed it otherwise.
    """
    judged = Judged()
    baseline = Baseline.of(account)
    snapshot = ProfileSnapshot.store(account, profile, now=now)
    Counters.note(account, profile, now=now)
    for found in _findings(watch, profile, baseline, now):
        if baseline.accepts(found):
            continue
        if found.detector == "handle" and found.about == UNVERIFIED_HANDLE:
            judged = replace(judged, passing=found.sentence)
        elif _is_wrongly_registered(baseline, found):
            said = {"shown": legible(found.about), "registered": legible(baseline.name)}
            judged = replace(judged, doubt=Sentence(SIGNED_OTHERWISE, said))
        else:
            Alarm.raise_for(found, baseline, snapshot=snapshot, now=now)
    return judged


def _findings(watch: Watch, profile: Profile, baseline: Baseline, now: datetime) -> Iterator[Finding]:
    """Without warnings, which call nobody. What stands already is found at every reading: the alarms know."""
    watch.standing = frozenset()
    try:
        found = watch.read(Reading.of(profile, now), baseline.identity, ballots=BALLOTS)
    except OutOfOrder:
        return
    for one in found:
        if one.detector not in WARNINGS and not (one.detector == "return" and _spoke_from_here(baseline, now)):
            yield one if one.about else replace(one, about=now.isoformat())


def _spoke_from_here(baseline: Baseline, now: datetime) -> bool:
    """Whether it was Beffroi that ended the silence."""
    lately = OwnPost.objects.filter(account=baseline.account, is_agreed=True, post__published_at__gt=now - ONE_GO)
    return lately.exists()


def nobodys_name(account: Account, profile: Profile) -> Sentence | None:
    """What is doubtful about the register on the first day: a name is shown that is nobody's here."""
    baseline = Baseline.of(account)
    if baseline.number > 1:  # somebody has looked at it and signed
        return None
    people = User.objects.filter(memberships__organisation=account.organisation).values_list("name", flat=True)
    shown = profile.name or profile.handle
    known = match(shown, account.organisation.name, *people) >= THRESHOLD
    return None if known else Sentence(NOBODYS_NAME, {"shown": legible(shown)})


def _is_wrongly_registered(baseline: Baseline, found: Finding) -> bool:
    """The name was shown already when the identity was signed, and nobody has said since that it was not us."""
    if found.detector != "name" or found.about != baseline.shown_name:
        return False
    same = Alarm.objects.filter(account=baseline.account, detector="name", about=found.about[:255])
    return not same.exclude(verdict__ours=True).exists()
