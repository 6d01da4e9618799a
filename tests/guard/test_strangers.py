"""Strangers who can be taken for us, and who holds the handles that we gave up."""

from datetime import timedelta

from beffroi.guard.duties import search_strangers
from beffroi.guard.models import Alarm, Baseline, StrangerSearch
from beffroi.journal.sentences import translated
from tests.cast import NOW, Feurs

DAY = timedelta(days=1)
SUMMARY = "Compte officiel de la ville de Feurs, Loire : services, marchés, écoles."


def test_a_copy_of_our_account_rings_once_and_freezes_nothing(feurs: Feurs) -> None:
    feurs.sandbox.join("feurs-officiel", "Ville de Feurs", summary=SUMMARY)
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, description=SUMMARY)
    search_strangers(NOW)
    search_strangers(NOW + DAY)
    alarm = Alarm.objects.get()
    assert (alarm.detector, alarm.severe) == ("lookalike", False)
    assert "feurs-officiel" in translated(alarm.sentence)
    assert feurs.account.freeze_now is None


def test_a_namesake_rings_nothing(feurs: Feurs) -> None:
    feurs.sandbox.join("quelquun", "Ville de Feurs", summary="Fan du village")
    search_strangers(NOW)
    assert not Alarm.objects.exists()


def test_another_account_of_ours_is_no_stranger(feurs: Feurs) -> None:
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, description=SUMMARY)
    account = feurs.another_account("feurs-officiel", "Ville de Feurs")
    feurs.sandbox.rename("feurs-officiel", "Ville de Feurs", summary=SUMMARY)
    search_strangers(NOW)
    assert account.pk
    assert not Alarm.objects.exists()


def test_a_former_handle_in_other_hands_rings_once_for_good(feurs: Feurs) -> None:
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, handles=["feurs", "mairie42"])
    search_strangers(NOW)
    assert not Alarm.objects.exists()
    feurs.sandbox.join("mairie42", "Bons plans crypto")
    search_strangers(NOW + DAY)
    alarm = Alarm.objects.get()
    assert alarm.detector == "handle-lost"
    alarm.judge(ours=False, by=feurs.ana, now=NOW + DAY).close(by=feurs.ana, now=NOW + DAY)
    search_strangers(NOW + 2 * DAY)
    assert Alarm.objects.count() == 1


def test_a_network_that_cannot_be_asked_is_asked_again_the_next_day(feurs: Feurs) -> None:
    feurs.sandbox.file.unlink()
    search_strangers(NOW)
    row = StrangerSearch.objects.get()
    assert (row.due_at, row.read_at) == (NOW + DAY, None)
    assert "does not answer" in row.trouble["say"]
