"""Way 4 on the sandbox: a changed name raises an alarm, freezes the account, and what waits does not leave."""

from datetime import datetime

import pytest

from beffroi.guard.duties import poll_profiles, verify_repairs
from beffroi.guard.models import Alarm, Baseline
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from tests.cast import NOW, Feurs, minutes


def hijack(feurs: Feurs, at: datetime = NOW) -> Alarm:
    poll_profiles(at - minutes(10))
    assert not Alarm.objects.exists()
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(at)
    return Alarm.objects.get()


def test_a_changed_name_raises_one_alarm_in_words_and_freezes_the_account(feurs: Feurs) -> None:
    alarm = hijack(feurs)
    poll_profiles(NOW + minutes(10))
    assert Alarm.objects.count() == 1
    sentence = translated(alarm.sentence)
    assert "Gabrielle Powell" in sentence
    assert "Ville de Feurs" in sentence
    assert feurs.account.freeze_now is not None


def test_a_waiting_post_does_not_leave_from_the_frozen_account(feurs: Feurs) -> None:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="Permanence samedi.",
        leave_at=NOW + minutes(5),
        now=NOW - minutes(20),
    )
    draft.submit(by=feurs.bruno, now=NOW - minutes(20))
    draft.approve(by=feurs.chloe, version=1, now=NOW - minutes(20))
    hijack(feurs)
    send_due(NOW + minutes(5))
    assert not feurs.sandbox.read().posts
    send_due(NOW + minutes(25))
    assert Publication.objects.get().state == "missed"


def test_it_was_us_registers_the_new_name_and_lets_the_account_speak(feurs: Feurs) -> None:
    hijack(feurs).judge(ours=True, by=feurs.ana, now=NOW)
    assert feurs.account.freeze_now is None
    assert "Gabrielle Powell" in Baseline.of(feurs.account).accepted_once
    poll_profiles(NOW + minutes(10))
    assert Alarm.objects.count() == 1


def test_not_us_keeps_it_frozen_until_the_account_is_back(feurs: Feurs) -> None:
    alarm = hijack(feurs)
    alarm.judge(ours=False, by=feurs.ana, now=NOW)
    verify_repairs(NOW + minutes(1))
    with pytest.raises(NotAllowed):
        alarm.runs.get().finish(by=feurs.ana, now=NOW + minutes(2))
    assert feurs.account.freeze_now is not None
    feurs.sandbox.rename("feurs", "Ville de Feurs")
    verify_repairs(NOW + minutes(59))
    alarm.runs.get().finish(by=feurs.ana, now=NOW + minutes(60))
    assert feurs.account.freeze_now is None


def test_the_same_thief_coming_back_is_seen_again(feurs: Feurs) -> None:
    alarm = hijack(feurs)
    alarm.judge(ours=False, by=feurs.ana, now=NOW)
    alarm.runs.get().finish(by=feurs.ana, now=NOW + minutes(30), despite="Seen to be ours, by telephone.")
    poll_profiles(NOW + minutes(60))
    assert Alarm.objects.count() == 2


def test_a_flag_beside_the_name_raises_nothing(feurs: Feurs) -> None:
    feurs.sandbox.rename("feurs", "Ville de Feurs 🇫🇷 #Loire")
    poll_profiles(NOW)
    assert not Alarm.objects.exists()


def test_the_second_verdict_changes_nothing(feurs: Feurs) -> None:
    alarm = hijack(feurs)
    alarm.judge(ours=False, by=feurs.ana, now=NOW)
    assert alarm.judge(ours=True, by=feurs.chloe, now=NOW).ours is False
