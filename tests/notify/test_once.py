"""One notice per cause: the same is told once to each person until it is settled."""

from datetime import timedelta

import pytest

from beffroi.journal.models import record
from beffroi.notify.duties import read_ledger, send_due
from beffroi.notify.models import Cursor, Message
from tests.cast import NOW, Feurs, minutes
from tests.post_office import PostOffice


@pytest.fixture(autouse=True)
def read_from_here(feurs: Feurs, office: PostOffice) -> None:
    Cursor.place(NOW)
    read_ledger(NOW)
    Message.objects.all().delete()


def happens(feurs: Feurs, verb: str, at: float) -> None:
    now = NOW + minutes(at)
    record(verb, feurs.account, organisation=feurs.organisation, now=now, account="@feurs", holder="Ana")
    read_ledger(now)
    send_due(now + minutes(2))


def told(feurs: Feurs) -> int:
    return Message.objects.filter(address="ana@feurs.example").count()


def test_the_same_trouble_is_told_once_until_it_is_mended(feurs: Feurs) -> None:
    for hour in range(6):
        happens(feurs, "ACCESS_LOST", 60 * hour)
    assert told(feurs) == 1
    happens(feurs, "ACCOUNT_RECONNECTED", 400)
    happens(feurs, "ACCESS_LOST", 460)
    assert told(feurs) == 2


def test_another_account_is_another_cause(feurs: Feurs) -> None:
    happens(feurs, "ACCESS_LOST", 0)
    other = feurs.another_account("feurs-culture")
    record("ACCESS_LOST", other, organisation=feurs.organisation, now=NOW + minutes(60), account="@feurs-culture")
    read_ledger(NOW + minutes(60))
    assert told(feurs) == 2


def test_an_alarm_that_was_put_off_rings_again(feurs: Feurs) -> None:
    happens(feurs, "ALARM_RAISED", 0)
    happens(feurs, "ALARM_RAISED", 30)
    assert told(feurs) == 1
    happens(feurs, "ALARM_POSTPONED", 60)
    happens(feurs, "ALARM_RANG_AGAIN", 120)
    happens(feurs, "ALARM_RANG_AGAIN", 180)
    assert told(feurs) == 2


def test_what_reminds_is_told_each_time(feurs: Feurs) -> None:
    for month in range(3):
        happens(feurs, "KEY_TO_BE_PROVEN", timedelta(days=30) / timedelta(minutes=1) * month)
    assert told(feurs) == 3


def test_who_could_not_be_told_is_told_the_next_time(feurs: Feurs) -> None:
    happens(feurs, "ACCESS_LOST", 0)
    Message.objects.update(state="failed")
    happens(feurs, "ACCESS_LOST", 60)
    assert told(feurs) == 2
