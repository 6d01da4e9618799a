"""The guard's standing work: reads the public profile of every account of ours, and judges what was found."""

from datetime import datetime

from django.db import transaction

from beffroi.archive.models import OwnPost
from beffroi.directory.models import Account
from beffroi.engines.takeover.rates import DETECTORS
from beffroi.guard.findings import of_post
from beffroi.guard.judging_posts import judge_habits, learn_pasts
from beffroi.guard.models import (
    Alarm,
    Baseline,
    CitizenReport,
    Peer,
    ProfilePoll,
    SilenceDigest,
    StrangerSearch,
    SurfaceCheck,
    Watching,
)
from beffroi.guard.peers import read_together
from beffroi.guard.reading import read_profiles
from beffroi.guard.repair import look
from beffroi.guard.silence import tell_of
from beffroi.guard.strangers import search
from beffroi.work.duty import Duty, each

BATCH = 50


def poll_profiles(now: datetime) -> int:
    """Reads the profiles that are due; raises an alarm for each that no longer shows its registered identity."""
    _enrol(now)
    due = ProfilePoll.objects.due(now).select_related(
        "account__organisation", "account__connection", "account__added_by"
    )
    return read_profiles(list(due[:BATCH]), now)


def _enrol(now: datetime) -> None:
    Watching.begin(DETECTORS, now)
    for account in Account.objects.exclude(pk__in=ProfilePoll.objects.values("account")):
        ProfilePoll.objects.get_or_create(account=account, defaults={"due_at": now})


def judge_own_posts(now: datetime) -> int:
    """Looks at posts on our accounts that Beffroi did not send."""
    seen = OwnPost.objects.to_judge(now).select_related("post", "account__organisation", "account__added_by")
    return each(seen[:BATCH], lambda own: judge_own_post(own, now))


def judge_own_post(own: OwnPost, now: datetime) -> bool:
    """Raises an alarm, unless the account may be used elsewhere; False when another worker looked."""
    with transaction.atomic():
        mine = OwnPost.objects.filter(pk=own.pk, elsewhere_at=own.elsewhere_at)
        if not mine.update(elsewhere_at=None):
            return False
        baseline = Baseline.of(own.account)
        finding = of_post(own, baseline)
        if finding is not None:
            Alarm.raise_for(finding, baseline, post=own.post, now=now)
    return True


def search_strangers(now: datetime) -> int:
    """Looks for strangers who can be taken for us, and for who holds our former handles."""
    for account in Account.objects.exclude(pk__in=StrangerSearch.objects.values("account")):
        StrangerSearch.objects.get_or_create(account=account, defaults={"due_at": now})
    due = StrangerSearch.objects.due(now).filter(account__organisation__is_resting=False)
    due = due.select_related("account__organisation", "account__connection", "account__added_by")
    return each(due[:BATCH], lambda row: search(row, now))


def read_peers(now: datetime) -> int:
    """Reads the accounts of others that somebody watches."""
    due = Peer.objects.due(now).filter(organisation__is_resting=False).select_related("organisation")
    return read_together(due[:BATCH], now)


def ring_again(now: datetime) -> int:
    """Asks again about alarms of which somebody said: later."""
    return each(Alarm.objects.due(now).select_related("account__organisation"), lambda alarm: alarm.ring_again(now))


def verify_repairs(now: datetime) -> int:
    """Reads what was taken from us again, wherever people meet it."""
    due = SurfaceCheck.objects.due(now).filter(run__closed_at=None, run__account__organisation__is_resting=False)
    due = due.select_related("run__account__organisation", "run__account__connection", "run__alarm", "run__incident")
    return each(due[:BATCH], lambda check: look(check, now))


def tell_of_silence(now: datetime) -> int:
    """On Monday morning: which accounts are silent, and whom to call."""
    SilenceDigest.enrol(now)
    return each(SilenceDigest.objects.due(now).awake()[:BATCH], lambda digest: tell_of(digest, now))


def forget_citizens(now: datetime) -> int:
    """A day after somebody said something, nothing is left that tells them from others."""
    return CitizenReport.objects.to_forget(now).update(mark="")


DUTIES = [
    Duty("guard.poll_profiles", "reads our public profiles and raises alarms", poll_profiles, rests=1.0),
    Duty("guard.judge_own_posts", "raises alarms for posts that Beffroi did not send", judge_own_posts, rests=0.5),
    Duty("guard.learn_pasts", "reads how a new account wrote before it was connected", learn_pasts, rests=5.0),
    Duty("guard.judge_habits", "raises alarms for posts that do not read like the account", judge_habits, rests=2.0),
    Duty(
        "guard.ring_again",
        "asks again about alarms that somebody put off",
        ring_again,
        rests=5.0,
        next_due=Alarm.objects.next_due,
    ),
    Duty("guard.read_peers", "reads the accounts of others that somebody watches", read_peers, rests=60.0),
    Duty(
        "guard.search_strangers",
        "looks for accounts that can be taken for ours, and for our former handles in other hands",
        search_strangers,
        rests=60.0,
    ),
    Duty("guard.tell_of_silence", "tells on Mondays which accounts are silent", tell_of_silence, rests=60.0),
    Duty("guard.forget_citizens", "forgets who said that an account looks taken", forget_citizens, rests=60.0),
    Duty("guard.verify_repairs", "reads accounts that come back, wherever people meet them", verify_repairs, rests=1.0),
]
