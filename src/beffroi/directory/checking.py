"""The standing work on the register: which proofs are looked at, who has a former handle, who is asked to review."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.following import who_has
from beffroi.directory.models import FormerHandle, OfficialAccount, Proof
from beffroi.directory.models.official import A_YEAR, ENDED
from beffroi.directory.proving import kinds_for, look
from beffroi.engines.likeness.vouching import host_of
from beffroi.work.duty import clock_from, each

BATCH = 20
LEASE = timedelta(minutes=10)  # a look that died is made again then
REST = timedelta(seconds=10)  # between two questions to one host
FORMER = timedelta(days=1)  # between two looks at who has a former handle; a name that is given up goes within a day
FORMER_LATER = timedelta(days=30)  # and once somebody has it

_asked: dict[str, datetime] = {}  # when each host was last asked, by this process


def check_proofs(now: datetime) -> int:
    """Plans the proofs of new accounts, looks at those that are due, and at who has a handle that was given up."""
    clock = clock_from(now)
    planned = _plan(now)
    due = Proof.objects.due(now).select_related("account__body__organisation", "account__person", "by")
    looked = each(due[:BATCH], lambda proof: _look(proof, clock()))
    return planned + looked + _look_at_former(now)


def _plan(now: datetime) -> int:
    """Accounts that nobody has looked at: their first proofs, and the day of their first review."""
    unproven = OfficialAccount.objects.filter(~Exists(Proof.objects.filter(account=OuterRef("pk"))))
    new = list(unproven.exclude(status__in=ENDED).select_related("body", "person").order_by("pk")[:BATCH])
    for account in new:
        Proof.plan(account, kinds_for(account), now=now)
        OfficialAccount.objects.filter(pk=account.pk, due_at=None).update(due_at=now + A_YEAR)
    return len(new)


def _look(proof: Proof, now: datetime) -> bool:
    """One look. A host that was asked a moment ago is left in peace, and the proof comes due again soon."""
    host = _host(proof)
    again = _asked.get(host, now - REST) + REST
    if again > now:
        Proof.objects.claim(proof, until=again)
        return False
    if not Proof.objects.claim(proof, until=now + LEASE):
        return False
    _remember(host, now)
    look(proof, now=now)
    return True


def _host(proof: Proof) -> str:
    account = proof.account
    if proof.kind == "dila":
        return "annuaire"
    if proof.kind == "domain":
        return account.handle.rpartition("@")[2]
    return host_of(proof.address or (account.body.site if account.body else "")) or account.network


def _remember(host: str, now: datetime) -> None:
    if len(_asked) > 10_000:
        for old in [name for name, at in _asked.items() if at + REST <= now]:
            del _asked[old]
    _asked[host] = now


def _look_at_former(now: datetime) -> int:
    due = FormerHandle.objects.filter(due_at__lte=now, account__network="bluesky").exclude(account__native_id="")
    return sum(_former(former, now) for former in due.select_related("account__body__organisation")[:BATCH])


def _former(former: FormerHandle, now: datetime) -> bool:
    later = now + (FORMER_LATER if former.taken_by else FORMER)
    if not FormerHandle.objects.filter(pk=former.pk, due_at=former.due_at).update(due_at=later):
        return False
    try:
        who_has(former, now=now)
    except NetworkTrouble:
        pass  # nobody could say: it is asked again tomorrow
    return True


def ask_for_reviews(now: datetime) -> int:
    """Once a year the body says of each account that it is still true."""
    answered_for = Q(body__organisation__isnull=False, body__organisation__is_resting=False)
    due = OfficialAccount.objects.due(now).filter(answered_for).exclude(status="closed")
    asked = list(due.select_related("body__organisation")[:BATCH])
    for account in asked:
        account.ask_for_review(now=now)
    return len(asked)
