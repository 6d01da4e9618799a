"""Accounts that we watch and do not hold: read once a day, found by their handle, never frozen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.guard.duties import read_peers
from beffroi.guard.models import Alarm, Peer
from beffroi.journal.models import Event
from beffroi.journal.sentences import translated
from tests.cast import NOW, Feurs

ENGLISH = {"accept-language": "en"}
DAY = timedelta(days=1)


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


@pytest.fixture
def roanne(feurs: Feurs, ana: Client) -> Peer:
    feurs.sandbox.join("roanne", "Ville de Roanne")
    ana.post(reverse("peer_new"), {"network": "sandbox", "handle": "@Roanne"})
    return Peer.objects.get()


def page(client: Client) -> str:
    return client.get(reverse("peers"), headers=ENGLISH).content.decode()


def test_an_account_is_watched_as_it_is_shown_when_somebody_begins(feurs: Feurs, roanne: Peer) -> None:
    assert (roanne.handle, roanne.name, roanne.added_by) == ("roanne", "Ville de Roanne", feurs.ana)
    assert Event.objects.filter(verb="PEER_WATCHED").count() == 1


def test_a_handle_that_nobody_has_is_told_at_its_place(feurs: Feurs, ana: Client) -> None:
    answer = ana.post(reverse("peer_new"), {"network": "sandbox", "handle": "roan"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "finds nobody" in answer.content.decode()
    assert 'value="roan"' in answer.content.decode()


def test_another_name_is_told_on_the_page_and_freezes_nothing_of_ours(feurs: Feurs, roanne: Peer, ana: Client) -> None:
    read_peers(roanne.due_at or NOW)
    assert "As it was" in page(ana)
    feurs.sandbox.rename("roanne", "Gabrielle Powell")
    read_peers((roanne.due_at or NOW) + DAY)
    roanne.refresh_from_db()
    assert "Gabrielle Powell" in translated(roanne.found)
    assert "No longer as it was" in page(ana)
    assert not Alarm.objects.exists()


def test_it_is_read_once_a_day(feurs: Feurs, roanne: Peer) -> None:
    due = roanne.due_at
    assert due is not None
    assert read_peers(due) == 1
    assert read_peers(due + DAY / 2) == 0
    assert read_peers(due + DAY) == 1


def test_what_is_right_so_is_what_it_is_compared_with_from_then_on(feurs: Feurs, roanne: Peer, ana: Client) -> None:
    feurs.sandbox.rename("roanne", "Roannais Agglomération Xyz")
    feurs.sandbox.rename("roanne", "Gabrielle Powell")
    due = roanne.due_at
    assert due is not None
    read_peers(due)
    ana.post(reverse("peer_acceptance", args=[roanne.pk]))
    read_peers(due + DAY)
    roanne.refresh_from_db()
    assert (roanne.name, roanne.found) == ("Gabrielle Powell", {})


def test_an_account_that_is_gone_is_told(feurs: Feurs, roanne: Peer) -> None:
    feurs.sandbox.leave("roanne")
    read_peers(roanne.due_at or NOW)
    roanne.refresh_from_db()
    assert roanne.found


def test_a_network_that_does_not_answer_raises_nothing(feurs: Feurs, roanne: Peer) -> None:
    feurs.sandbox.file.unlink()
    read_peers(roanne.due_at or NOW)
    roanne.refresh_from_db()
    assert roanne.found == {}
    assert roanne.trouble


def test_what_is_watched_no_more_leaves_a_line_in_the_journal(feurs: Feurs, roanne: Peer, ana: Client) -> None:
    ana.post(reverse("peer_removal", args=[roanne.pk]))
    assert not Peer.objects.exists()
    assert Event.objects.filter(verb="PEER_LEFT").get().actor == feurs.ana
