"""Reads anew what the server of each account takes, and says when a key is to be proven."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from beffroi.access.sealing import WrongKey
from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.checking import ask_for_reviews, check_proofs
from beffroi.directory.models import Account, Body, KeyHolder
from beffroi.directory.open_data.keeping import keep
from beffroi.directory.register.loading import is_being_loaded, is_loaded, load
from beffroi.work.duty import Duty, each

log = logging.getLogger("beffroi.directory")

PACE = timedelta(days=1)  # between two readings of one account's server
AGAIN = timedelta(hours=1)  # after one that failed
BATCH = 20


def read_limits(now: datetime) -> int:
    due = Account.objects.with_limits_read_before(now - PACE).select_related("connection")
    return sum(_read(account, now) for account in due[:BATCH])


def _read(account: Account, now: datetime) -> bool:
    """One reading. It is marked before it is made: whatever happens to it, it is not made again in a loop."""
    marked = Account.objects.filter(pk=account.pk, limits_read_at=account.limits_read_at)
    if not marked.update(limits_read_at=now - PACE + AGAIN):
        return False
    try:
        account.read_limits(now=now)
    except (NetworkTrouble, WrongKey) as trouble:
        log.info("limits of account %s: %s", account.pk, trouble)
    return True


def rehearse_keys(now: datetime) -> int:
    """Once a year the holder of each account opens it and says so; once a month while they do not."""
    due = KeyHolder.objects.due(now).filter(ended_at=None, account__organisation__is_resting=False)
    return each(due.select_related("account__organisation")[:BATCH], lambda holder: _rehearse(holder, now))


def _rehearse(holder: KeyHolder, now: datetime) -> bool:
    holder.rehearse(now=now)
    return True


def load_register(now: datetime) -> int:
    """The shipped register of public bodies: once for each release of it."""
    if not settings.REGISTER or is_loaded() or is_being_loaded(now=now):
        return 0
    return load(now=now)


def write_open_data(_now: datetime) -> int:
    """The files of the open data: anew where the directory changed since they were written. Not while the register is
    on its way in: half of it would be written for nothing, beside the first steps of whoever has just started."""
    is_there = is_loaded() if settings.REGISTER else Body.objects.exists()
    return int(keep()) if is_there else 0


DUTIES = [
    Duty(
        "directory.write_open_data", "writes the directory as open data", write_open_data, rests=3600.0, may_be_cut=True
    ),
    Duty(
        "directory.load_register",
        "loads the shipped register of public bodies",
        load_register,
        rests=60.0,
        may_be_cut=True,
    ),
    Duty("directory.read_limits", "reads what the server of each account takes", read_limits, rests=60.0),
    Duty("directory.rehearse_keys", "says that the holder of an account is to prove it", rehearse_keys, rests=60.0),
    Duty("directory.check_proofs", "looks at what proves that accounts are their bodies'", check_proofs, rests=5.0),
    Duty("directory.ask_for_reviews", "asks bodies whether their accounts are still true", ask_for_reviews, rests=60.0),
]
