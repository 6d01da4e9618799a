"""A network that asks to be paid is read on demand, the price first. On the model of X, never on the real one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from beffroi.connectors.contract import TryLater
from beffroi.directory.models import Account
from beffroi.journal.models import Event
from beffroi.rankings.models import CounterReading
from beffroi.rankings.paying import NotBought, buy, offer
from tests.cast import NOW, Feurs
from tests.directory.paid import on_x
from tests.network.x_model import XModel
from tests.rankings.test_collecting import listed

pytestmark = pytest.mark.django_db


def test_it_says_its_price_and_reads_nothing_yet(feurs: Feurs) -> None:
    model = XModel()
    with on_x(feurs, model) as (account, _person):
        for name in ("roanne", "rive"):
            listed("x", model.join(name, name).user_id, name)
        told = offer(account, now=NOW)

    assert (len(told.accounts), told.total) == (2, 2 * told.each)
    assert told.each > 0
    assert not CounterReading.objects.exists()


def test_it_never_costs_more_than_was_agreed(feurs: Feurs) -> None:
    model = XModel()
    with on_x(feurs, model) as (account, _person):
        listed("x", model.join("roanne", "roanne").user_id, "roanne")
        with pytest.raises(NotBought, match="1 accounts would cost up to"):
            buy(account, Decimal("0.001"), by=feurs.ana, now=NOW)

    assert not Event.objects.filter(verb="COUNTERS_BOUGHT").exists()


def test_what_was_agreed_is_read_once_a_day_and_written_down(feurs: Feurs) -> None:
    model = XModel()
    with on_x(feurs, model) as (account, _person):
        roanne = listed("x", model.join("roanne", "roanne").user_id, "roanne")
        listed("x", "", "unknown")
        assert buy(account, Decimal(1), by=feurs.ana, now=NOW) == 1
        assert buy(account, Decimal(1), by=feurs.ana, now=NOW + timedelta(hours=1)) == 0

    assert CounterReading.objects.get().account == roanne
    assert Event.objects.get(verb="COUNTERS_BOUGHT").actor == feurs.ana


def test_a_network_that_asks_nothing_is_not_paid(feurs: Feurs) -> None:
    with pytest.raises(NotBought, match="asks nothing"):
        offer(Account.objects.get(), now=NOW)


def test_a_network_that_does_not_answer_has_been_agreed_to_all_the_same(feurs: Feurs) -> None:
    model = XModel()
    with on_x(feurs, model) as (account, _person):
        listed("x", model.join("roanne", "roanne").user_id, "roanne")
    with pytest.raises(TryLater):
        buy(account, Decimal(1), by=feurs.ana, now=NOW)

    assert Event.objects.filter(verb="COUNTERS_BOUGHT").exists()
