"""The guard's standing work: reads the public profile of every account of ours, and judges what was found."""

from datetime import datetime

from django.db import transaction

from beffroi.archive.models import OwnPost
from beffroi.directory.models import Account
from beffroi.engines.takeover.rates import DETECTORS
from beffroi.guard.findings import of_post
from beffroi.guard.models import Alarm, Baseline, ProfilePoll, Watching
from beffroi.guard.reading import read_profile
from beffroi.guard.strangers import judge_habits, learn_pasts
from beffroi.work.duty import Duty, each

BATCH = 50


def poll_profiles(now: datetime) -> int:
    """Reads the profiles that are due; raises an alarm for each that no longer shows its registered identity."""
    _enrol(now)
    due = ProfilePoll.objects.due(now).select_related(
        "account__organisation", "account__connection", "account__added_by"
    )
    return each(due[:BATCH], lambda poll: read_profile(poll, now))


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


def ring_again(now: datetime) -> int:
    """Asks again about alarms of which somebody said: later."""
    return each(Alarm.objects.due(now).select_related("account__organisation"), lambda alarm: alarm.ring_again(now))


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
]
