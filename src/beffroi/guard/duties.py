"""Reads the public profile of every account of ours and compares it with its registered identity."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.archive.models import ProfileSnapshot
from beffroi.connectors.contract import NetworkTrouble, ReadsProfiles
from beffroi.directory.models import Account
from beffroi.engines.takeover.identity import UNVERIFIED_HANDLE, compare
from beffroi.engines.takeover.words import explain
from beffroi.guard.models import Alarm, Baseline, ProfilePoll, SilenceDigest, SurfaceCheck
from beffroi.guard.models.digest import next_monday
from beffroi.guard.repair import look
from beffroi.guard.silence import silences
from beffroi.notify.telling import page_of, tell
from beffroi.vocabulary import Profile, Sentence
from beffroi.work.duty import Duty, each

GONE = Sentence(gettext_noop("The network no longer shows this account."))
PACE = timedelta(minutes=5)  # between two readings of an account of ours
BATCH = 50
TOLD = 5  # accounts that a digest names; the page has them all
SILENT = gettext_noop("Silent for more than a month: {count}. The longest, with their days: {accounts}.")


def poll_profiles(now: datetime) -> int:
    """Reads the profiles that are due; raises an alarm for each that no longer shows its registered identity."""
    _enrol(now)
    due = ProfilePoll.objects.due(now).select_related(
        "account__organisation", "account__connection", "account__added_by"
    )
    return each(due[:BATCH], lambda poll: read_profile(poll, now))


def read_profile(poll: ProfilePoll, now: datetime) -> bool:
    """One reading. Our own credentials being refused does not blind us: profiles are read as anyone sees them."""
    if not ProfilePoll.objects.claim(poll, until=now + PACE):
        return False
    connector = poll.account.connect()
    if not isinstance(connector, ReadsProfiles):
        return False
    try:
        profiles = connector.profiles([poll.account.native_id])
    except NetworkTrouble as trouble:
        poll.settle(trouble=trouble.reason)
        return True
    passing = None if profiles else GONE
    for profile in profiles:
        passing = judge_profile(poll.account, profile, now) or passing
    poll.settle(read_at=now, trouble=passing)
    return True


def judge_profile(account: Account, profile: Profile, now: datetime) -> Sentence | None:
    """Compares what is shown with what was registered, and raises an alarm for what broke.

    What clears by itself is no alarm: a handle that the network cannot verify for the moment is given back in words.
    """
    passing = None
    baseline = Baseline.of(account)
    snapshot = ProfileSnapshot.store(account, profile, now=now)
    for broken in compare(baseline.identity, profile):
        sentence = explain(broken, handle=str(account))
        if broken.kind == "handle" and broken.shown == UNVERIFIED_HANDLE:
            passing = sentence
        else:
            Alarm.raise_for(broken, sentence=sentence, baseline=baseline, snapshot=snapshot, now=now)
    return passing


def _enrol(now: datetime) -> None:
    for account in Account.objects.exclude(pk__in=ProfilePoll.objects.values("account")):
        ProfilePoll.objects.get_or_create(account=account, defaults={"due_at": now})


def verify_repairs(now: datetime) -> int:
    """Reads what was taken from us again, wherever people meet it."""
    due = SurfaceCheck.objects.due(now).filter(run__closed_at=None, run__account__organisation__is_resting=False)
    due = due.select_related("run__account__organisation", "run__account__connection", "run__alarm", "run__incident")
    return each(due[:BATCH], lambda check: look(check, now))


def tell_of_silence(now: datetime) -> int:
    """On Monday morning: which accounts are silent, and whom to call."""
    SilenceDigest.enrol(now)
    return each(SilenceDigest.objects.due(now).awake()[:BATCH], lambda digest: _tell_of_silence(digest, now))


def _tell_of_silence(digest: SilenceDigest, now: datetime) -> bool:
    organisation = digest.organisation
    with transaction.atomic():
        if not SilenceDigest.objects.claim(digest, until=next_monday(organisation, now)):
            return False
        found = [one for one in silences(organisation, now) if not one.is_parked]
        if found:
            told = ", ".join(f"@{one.account.handle} ({one.days})" for one in found[:TOLD])
            body = Sentence(SILENT, {"count": len(found), "accounts": told})
            tell(organisation, "silent_accounts", body=body, link=page_of("silent_accounts"), now=now)
    return True


DUTIES = [
    Duty("guard.poll_profiles", "reads our public profiles and raises alarms", poll_profiles, rests=1.0),
    Duty("guard.tell_of_silence", "tells on Mondays which accounts are silent", tell_of_silence, rests=60.0),
    Duty("guard.verify_repairs", "reads accounts that come back, wherever people meet them", verify_repairs, rests=1.0),
]
