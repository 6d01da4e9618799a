"""Every fault a wire can have, on real sockets: what leaves then is there once, and is never lost without a word."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from beffroi.connectors import NETWORKS
from beffroi.directory.models import Account
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from tests.cast import NOW, Feurs, minutes
from tests.network.loopback import KINDS, FarSide, Fault, far_side, networks

TEXT = "La piscine rouvre lundi."
ARRIVES: tuple[Fault, ...] = ("cut", "slow", "error after", "half")  # it is there, and we are not told
DOES_NOT: tuple[Fault, ...] = ("cut before", "error")  # it is not there, and we cannot know
SAYS_SO: tuple[Fault, ...] = ("wait",)  # it is not there, and we are told


@pytest.fixture
def side(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarSide]:
    for name, network in networks().items():
        monkeypatch.setitem(NETWORKS, name, network)
    with far_side() as side:
        yield side


def approved(feurs: Feurs, side: FarSide, kind: str) -> Publication:
    account = Account.register(
        organisation=feurs.organisation,
        network=kind,
        credentials={"url": side.url, "account": "feurs", "patience": "0.3"},
        by=feurs.ana,
        now=NOW,
    )
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[account], text=TEXT, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft.publications.get()


def work_for(publication: Publication, length: timedelta, since: datetime = NOW) -> str:
    """What the worker does in that time, and the state in which it leaves the row."""
    now = since
    while now < since + length:
        send_due(now)
        now += timedelta(seconds=10)
    publication.refresh_from_db()
    return publication.state


def texts(side: FarSide) -> list[str]:
    return [post["text"] for post in side.posts]


@pytest.mark.parametrize("fault", (*ARRIVES, *DOES_NOT, *SAYS_SO))
@pytest.mark.parametrize("kind", ["keyed", "searched"])
def test_where_the_network_can_be_asked_or_keeps_the_key_it_is_sent_once(
    feurs: Feurs, side: FarSide, kind: str, fault: Fault
) -> None:
    publication = approved(feurs, side, kind)
    side.fault = fault
    send_due(NOW)
    publication.refresh_from_db()
    assert publication.state in ("queued", "unsure")
    side.fault = ""
    assert work_for(publication, minutes(10)) == "sent"
    assert texts(side) == [TEXT]
    assert publication.remote_id == side.posts[0]["id"]


@pytest.mark.parametrize("fault", (*ARRIVES, *DOES_NOT))
def test_where_it_can_neither_it_is_left_to_a_person_and_never_sent_again(
    feurs: Feurs, side: FarSide, fault: Fault
) -> None:
    publication = approved(feurs, side, "blind")
    side.fault = fault
    send_due(NOW)
    side.fault = ""
    assert work_for(publication, minutes(60)) == "unsure"
    assert texts(side) == [TEXT] * (fault in ARRIVES)
    assert publication in Publication.objects.of(feurs.organisation).for_a_person()


def test_a_network_that_says_that_it_took_nothing_is_tried_again_even_there(feurs: Feurs, side: FarSide) -> None:
    publication = approved(feurs, side, "blind")
    side.fault = "wait"
    send_due(NOW)
    side.fault = ""
    assert work_for(publication, minutes(10)) == "sent"
    assert texts(side) == [TEXT]


@pytest.mark.parametrize("fault", ["cut", "slow"])
def test_a_fault_that_lasts_makes_no_second_post(feurs: Feurs, side: FarSide, fault: Fault) -> None:
    publication = approved(feurs, side, "searched")
    side.fault = fault
    assert work_for(publication, minutes(5)) == "sent"  # reading back works
    assert texts(side) == [TEXT]


@pytest.mark.parametrize("kind", KINDS)
def test_what_could_not_be_connected_to_certainly_did_not_leave(feurs: Feurs, side: FarSide, kind: str) -> None:
    """Nobody listens there; and then somebody who breaks the secure connection while it is being made."""
    publication = approved(feurs, side, kind)
    there = publication.account.connection.credentials()
    for address in ("http://127.0.0.1:9", side.url.replace("http://", "https://")):
        publication.account.connection.keep({**there, "url": address})
        send_due(publication.due_at or NOW)
        publication.refresh_from_db()
        assert publication.state == "queued", address
    publication.account.connection.keep(there)
    assert work_for(publication, minutes(5), publication.due_at or NOW) == "sent"
    assert texts(side) == [TEXT]


def test_what_never_gets_through_is_missed_and_asks_a_person(feurs: Feurs, side: FarSide) -> None:
    publication = approved(feurs, side, "keyed")
    side.fault = "wait"
    assert work_for(publication, minutes(20)) == "missed"
    side.fault = ""
    work_for(publication, minutes(5), NOW + minutes(60))
    assert texts(side) == []
