"""How often profiles are read: as often as it is free, as often as the ceiling allows, and many with one question."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Price, as_json, from_json
from beffroi.directory.models import Account, Connection
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import ProfilePoll
from beffroi.guard.pace import Pace
from tests.cast import NOW, Feurs, minutes


def paid(account: Account, price: str) -> Account:
    """The account's server asks this much for a reading."""
    asked = Price(Decimal("0.015"), Decimal("0.200"), Decimal(price))
    account.limits = as_json(replace(NETWORKS["sandbox"].capabilities, price=asked))
    account.save()
    return account


def test_a_free_network_is_read_every_five_minutes(feurs: Feurs) -> None:
    assert Pace.of(feurs.account).between == minutes(5)


def test_a_paid_one_is_read_so_that_a_month_stays_below_its_ceiling(feurs: Feurs, settings: Any) -> None:
    settings.GUARD_CEILING = "10"
    pace = Pace.of(paid(feurs.account, "0.010"))
    assert pace.between == timedelta(days=31) / 1000
    assert pace.price * (timedelta(days=31) // pace.between) <= pace.ceiling


def test_never_more_often_than_every_quarter_of_an_hour(feurs: Feurs, settings: Any) -> None:
    settings.GUARD_CEILING = "1000"
    assert Pace.of(paid(feurs.account, "0.010")).between == minutes(15)


def test_without_any_money_it_is_not_read_and_says_why(feurs: Feurs, settings: Any) -> None:
    settings.GUARD_CEILING = "0"
    paid(feurs.account, "0.010")
    poll_profiles(NOW)
    poll = ProfilePoll.objects.get()
    assert poll.read_at is None
    assert "is spent" in poll.trouble["say"]


def test_a_spent_month_waits_for_the_next_one(feurs: Feurs, settings: Any) -> None:
    settings.GUARD_CEILING = "0.02"
    paid(feurs.account, "0.010")
    for reading in range(3):
        ProfilePoll.objects.update(due_at=NOW)
        poll_profiles(NOW + minutes(reading))
    poll = ProfilePoll.objects.get()
    assert (poll.readings, poll.read_at) == (2, NOW + minutes(1))
    ProfilePoll.objects.update(due_at=NOW)
    poll_profiles(NOW + timedelta(days=31))
    poll.refresh_from_db()
    assert (poll.readings, poll.trouble) == (1, {})


def test_a_price_that_an_earlier_release_stored_is_read(feurs: Feurs) -> None:
    stored = as_json(replace(NETWORKS["sandbox"].capabilities, price=Price(Decimal("0.015"), Decimal("0.200"))))
    del stored["price"]["profile"]
    assert from_json(stored).price == Price(Decimal("0.015"), Decimal("0.200"), Decimal(0))


def test_one_key_that_works_reads_all_accounts_of_its_server(feurs: Feurs) -> None:
    for number in range(4):
        feurs.another_account(f"ecole{number}")
        feurs.sandbox.lose_access(f"ecole{number}")
        Connection.objects.filter(account__handle=f"ecole{number}").update(lost_at=NOW)
    poll_profiles(NOW)
    assert ProfilePoll.objects.filter(read_at=NOW, trouble={}).count() == 5


def test_an_account_whose_access_is_lost_is_read_with_the_key_of_another(feurs: Feurs) -> None:
    other = feurs.another_account("ecole")
    feurs.sandbox.lose_access("feurs")
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW)
    assert set(ProfilePoll.objects.values_list("read_at", flat=True)) == {NOW}
    assert other.pk
