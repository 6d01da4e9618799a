"""Whatever a detector finds becomes an alarm: once, in words, and until a person has answered."""

from datetime import timedelta

import pytest

from beffroi.chronicle.models import Incident
from beffroi.engines.takeover.detectors import Finding
from beffroi.guard.duties import poll_profiles, ring_again
from beffroi.guard.models import Alarm, Baseline, ProfilePoll
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated
from beffroi.notify.duties import read_ledger
from beffroi.notify.models import Message
from beffroi.outbound.mail import MailServer
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes


def found(detector: str = "return", about: str = "2026-11-20", *, severe: bool = False) -> Finding:
    sign = Sentence("The picture changed at the same reading.")
    return Finding(detector, about, 412.5, 360.0, severe=severe, sentence=Sentence("It speaks again."), signs=(sign,))


def rung(feurs: Feurs, finding: Finding | None = None) -> Alarm:
    alarm = Alarm.raise_for(finding or found(), Baseline.of(feurs.account), now=NOW)
    assert alarm is not None
    return alarm


def test_an_alarm_keeps_what_the_detector_measured_and_its_signs(feurs: Feurs) -> None:
    alarm = Alarm.objects.get(pk=rung(feurs).pk)
    assert (alarm.detector, alarm.score, alarm.threshold) == ("return", 412.5, 360.0)
    assert [translated(sign) for sign in alarm.signs] != []


def test_a_severe_finding_freezes_the_account_and_opens_an_incident(feurs: Feurs) -> None:
    rung(feurs, found(severe=True))
    assert feurs.account.freeze_now is not None
    assert Incident.objects.get().kind == "alarm"


def test_what_happened_at_one_moment_rings_once_for_good(feurs: Feurs) -> None:
    rung(feurs).judge(ours=True, by=feurs.ana, now=NOW)
    assert Alarm.raise_for(found(), Baseline.of(feurs.account), now=NOW + minutes(5)) is None
    assert Alarm.raise_for(found(about="2027-03-01"), Baseline.of(feurs.account), now=NOW + minutes(5)) is not None


def test_a_detector_without_a_headline_of_its_own_still_has_one(feurs: Feurs) -> None:
    assert "feurs" in rung(feurs, found("something new")).headline


# --- ask later


def test_asked_later_it_rings_again_at_its_time_and_not_before(feurs: Feurs) -> None:
    alarm = rung(feurs, found(severe=True))
    alarm.ask_later(until=NOW + timedelta(hours=1), by=feurs.chloe, now=NOW)
    assert ring_again(NOW + minutes(59)) == 0
    assert ring_again(NOW + minutes(60)) == 1
    assert ring_again(NOW + minutes(61)) == 0
    assert Event.objects.filter(verb="ALARM_RANG_AGAIN").count() == 1
    assert feurs.account.freeze_now is not None


def test_whoever_may_judge_is_told_again(feurs: Feurs, settings: object) -> None:
    settings.MAIL_SERVER = MailServer.parse("smtp://localhost:1?tls=off")  # type: ignore[attr-defined]  # a fixture
    read_ledger(NOW)
    alarm = rung(feurs)
    alarm.ask_later(until=NOW + timedelta(hours=1), by=feurs.chloe, now=NOW)
    read_ledger(NOW)
    assert not Message.objects.filter(kind="alarm").exists()
    ring_again(NOW + timedelta(hours=1))
    read_ledger(NOW + timedelta(hours=1))
    told = set(Message.objects.filter(kind="alarm").values_list("address", flat=True))
    assert told == {"ana@feurs.example", "chloe@feurs.example"}


def test_an_answer_ends_the_waiting(feurs: Feurs) -> None:
    alarm = rung(feurs)
    alarm.ask_later(until=NOW + timedelta(hours=1), by=feurs.chloe, now=NOW)
    alarm.judge(ours=False, by=feurs.ana, now=NOW + minutes(5))
    assert ring_again(NOW + timedelta(hours=2)) == 0


def test_nobody_puts_off_what_was_answered(feurs: Feurs) -> None:
    alarm = rung(feurs)
    alarm.judge(ours=True, by=feurs.ana, now=NOW)
    with pytest.raises(NotAllowed):
        alarm.ask_later(until=NOW + timedelta(hours=1), by=feurs.chloe, now=NOW)


# --- access lost, account gone


def test_lost_access_rings_once_until_it_is_lost_again(feurs: Feurs) -> None:
    connection = feurs.account.connection
    connection.lose(Sentence("The password was changed."), NOW)
    for round_ in range(3):
        poll_profiles(NOW + minutes(10 * round_))
    alarm = Alarm.objects.get()
    assert alarm.detector == "access-lost"
    assert "The password was changed." in translated(alarm.sentence)
    connection.keep(connection.credentials())
    connection.lose(Sentence("The password was changed."), NOW + minutes(60))
    poll_profiles(NOW + minutes(60))
    assert Alarm.objects.count() == 2


def test_an_account_that_is_gone_at_two_readings_rings(feurs: Feurs) -> None:
    watched = feurs.another_account("feurs-culture")
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs-culture", "Feurs Culture", handle="elsewhere")
    feurs.sandbox.leave("elsewhere")
    feurs.sandbox.join("feurs-culture", "keeps our access")
    poll_profiles(NOW + minutes(10))
    assert not Alarm.objects.filter(detector="gone").exists()
    poll_profiles(NOW + minutes(20))
    poll_profiles(NOW + minutes(30))
    assert Alarm.objects.get(detector="gone").account == watched


def test_an_account_that_is_missing_once_rings_nothing(feurs: Feurs) -> None:
    poll = ProfilePoll.objects.create(account=feurs.account, due_at=NOW)
    assert poll.sees_nothing(NOW) is False
    poll_profiles(NOW + minutes(5))
    poll.refresh_from_db()
    assert poll.gone_at is None
    assert not Alarm.objects.exists()
