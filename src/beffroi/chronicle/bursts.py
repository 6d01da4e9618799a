"""Opens an incident when far more mentions of an account arrive than usual."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop

from beffroi.archive.models import Mention
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.engines.counts import bursts
from beffroi.vocabulary import Sentence

BURST = gettext_noop("{posts} mentions of {account} in ten minutes; usually about {usual} an hour at this time of day")
NEWEST = 2000  # mentions that are looked at: more in ten minutes are a burst in any case
REST = timedelta(hours=1)  # after an incident of the account: its echo opens no other
MINUTE = timedelta(minutes=1)
LOOK_BACK = 120  # minutes


def open_bursts(now: datetime) -> int:
    """Looks at what arrived in the last ten minutes, at every account; says how many incidents it opened."""
    lately = {account: moments for account, moments in _lately(now).items() if len(moments) >= bursts.FEWEST}
    accounts = Account.objects.filter(pk__in=lately, organisation__is_resting=False).select_related("organisation")
    return sum(_open_if_rare(account, lately[account.pk], now) for account in accounts)


def _lately(now: datetime) -> dict[int, list[datetime]]:
    """When the mentions of the last ten minutes were written, by account; found by number, without reading the past."""
    found = defaultdict(list)
    newest = Mention.objects.order_by("-pk").values_list("account", "post__published_at")
    for account, moment in newest[:NEWEST]:
        if now - bursts.WINDOW < moment <= now:
            found[account].append(moment)
    return found


def _open_if_rare(account: Account, moments: Sequence[datetime], now: datetime) -> bool:
    told = Incident.objects.filter(account=account).filter(Q(state="open") | Q(ended_at__gte=now - REST))
    if told.exists():
        return False
    past = _past(account, now)
    before = bursts.usual(past, now, since=account.added_at)
    if not bursts.is_burst(len(moments), before):
        return False
    said: dict[str, str | int] = {
        "posts": len(moments),
        "account": str(account),
        "usual": round(before.per_minute * 60),
    }
    title, start = Sentence(BURST, said), _start([*past, *moments], min(moments), now)
    about = f"mentions of {account.pk}"
    Incident.open(
        account.organisation, kind="burst", title=title, now=now, started_at=start, account=account, about=about
    )
    return True


def _past(account: Account, now: datetime) -> list[datetime]:
    since = now - bursts.HISTORY - bursts.AROUND
    seen = Mention.objects.filter(account=account, post__published_at__range=(since, now - bursts.WINDOW))
    return list(seen.values_list("post__published_at", flat=True))


def _start(moments: Sequence[datetime], otherwise: datetime, now: datetime) -> datetime:
    """The last time in two hours at which the pace rose."""
    begin = now.replace(second=0, microsecond=0) - LOOK_BACK * MINUTE
    found = bursts.changes(bursts.per_bin(moments, begin, LOOK_BACK + 1, MINUTE))
    return max((begin + change.at * MINUTE for change in found if change.after > change.before), default=otherwise)
