"""Several accounts at a time, each in its order: threads that send side by side."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.utils import timezone

from beffroi.connectors import NETWORKS
from beffroi.directory.models import Account
from beffroi.publishing.delivery import Turns
from beffroi.publishing.duties import DUTIES, send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.work.loop import keep_working
from tests.cast import NOW, Feurs
from tests.network.loopback import FarSide, far_side, networks
from tests.patience import until


@pytest.fixture
def side(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarSide]:
    for name, network in networks().items():
        monkeypatch.setitem(NETWORKS, name, network)
    with far_side(latency=0.01) as side:
        yield side


def account_on(feurs: Feurs, side: FarSide, handle: str, kind: str = "blind") -> Account:
    return Account.register(
        organisation=feurs.organisation,
        network=kind,
        credentials={"url": side.url, "account": handle},
        by=feurs.ana,
        now=NOW,
    )


def approve(feurs: Feurs, account: Account, number: int) -> None:
    now = timezone.now()
    for n in range(number):
        draft = Draft.begin(
            organisation=feurs.organisation, by=feurs.bruno, accounts=[account], text=f"Annonce {n}", now=now
        )
        draft.submit(by=feurs.bruno, now=now)
        draft.approve(by=feurs.chloe, version=1, now=now)


@pytest.mark.django_db(transaction=True)
def test_threads_that_send_side_by_side_send_each_post_once_and_each_account_in_its_order(
    feurs: Feurs, side: FarSide
) -> None:
    handles = [f"feurs-{n}" for n in range(6)]
    for handle in handles:
        approve(feurs, account_on(feurs, side, handle), 4)

    def work() -> None:
        while send_due(timezone.now()) or Publication.objects.due(timezone.now()).exists():
            pass
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for handle in handles:
        said = [post["text"] for post in side.posts if post["account"] == handle]
        assert said == [f"Annonce {n}" for n in range(4)]


@pytest.mark.django_db(transaction=True)
def test_an_account_whose_network_does_not_answer_holds_up_no_other(feurs: Feurs, side: FarSide) -> None:
    stop = threading.Event()
    with far_side(latency=25) as slow:
        approve(feurs, account_on(feurs, slow, "lente"), 1)
        for n in range(3):
            approve(feurs, account_on(feurs, side, f"feurs-{n}"), 2)
        [sending] = [duty for duty in DUTIES if duty.run is send_due]
        two = type(sending)(sending.name, sending.does, send_due, rests=0.03, threads=2)
        worker = threading.Thread(target=keep_working, args=([two], stop))
        worker.start()
        until(lambda: len(side.posts) == 6)
        assert not slow.posts
        stop.set()
    worker.join()


def test_two_threads_never_take_the_same_account(feurs: Feurs, side: FarSide) -> None:
    accounts = [account_on(feurs, side, f"feurs-{n}") for n in range(2)]
    for account in accounts:
        approve(feurs, account, 2)
    turns, due = Turns(), Publication.objects.that_can_move(timezone.now())
    with turns.next(due) as first, turns.next(due) as second, turns.next(due) as third:
        assert [first, second, third] == [accounts[0].pk, accounts[1].pk, None]
    with turns.next(due) as again:
        assert again == accounts[0].pk
