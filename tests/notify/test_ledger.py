"""What the ledger tells, to whom, once."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from beffroi.journal.models import record
from beffroi.notify.duties import read_ledger, send_due
from beffroi.notify.ledger import BATCH
from beffroi.notify.models import Choice, Cursor, Message
from beffroi.publishing.models import Draft
from beffroi.publishing.models.stop import Stop
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.post_office import PostOffice

NIGHT = NOW + timedelta(hours=8)  # 23:00 in Feurs
MORNING = NOW + timedelta(hours=16)  # 7:00


@pytest.fixture(autouse=True)
def read_so_far(feurs: Feurs, office: PostOffice) -> None:
    read_ledger(NOW)
    Message.objects.all().delete()


def alarm(feurs: Feurs, now: datetime = NOW, account: str = "@feurs", verb: str = "ALARM_RAISED", n: int = 1) -> None:
    row = feurs.account.__class__(pk=n)
    record(verb, row, organisation=feurs.organisation, now=now, account=account)


def names(kind: str) -> set[str]:
    return {message.name for message in Message.objects.filter(kind=kind)}


def test_an_alarm_at_night_reaches_those_who_judge_it_with_its_page(feurs: Feurs, office: PostOffice) -> None:
    alarm(feurs)
    assert (read_ledger(NOW), send_due(NOW)) == (1, 2)
    assert {str(letter["To"]) for letter in office.letters} == {
        "Ana <ana@feurs.example>",
        "Chloé <chloe@feurs.example>",
    }
    letter = office.letters[0]
    assert letter["Subject"] == "Ville de Feurs\N{NARROW NO-BREAK SPACE}: une alarme"
    assert "@feurs" in letter.get_content()
    assert "https://beffroi.feurs.example/guard/alarms/1" in letter.get_content()
    assert "https://beffroi.feurs.example/settings/notifications" in letter.get_content()


def test_an_event_is_told_once_however_often_the_ledger_is_read(feurs: Feurs) -> None:
    alarm(feurs)
    assert [read_ledger(NOW) for _ in range(3)] == [1, 0, 0]
    assert Message.objects.count() == 2


def test_a_reading_that_dies_has_told_nothing_and_is_done_again(feurs: Feurs, monkeypatch: Any) -> None:
    alarm(feurs)
    before = Cursor.objects.get().number
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(Cursor.objects.__class__, "filter", broken)
        read_ledger(NOW)
    assert (Cursor.objects.get().number, Message.objects.count()) == (before, 0)
    assert read_ledger(NOW) == 1


def broken(*_args: Any, **_more: Any) -> Any:
    raise RuntimeError("the machine goes away")


def test_a_new_cursor_begins_behind_what_is_old(feurs: Feurs) -> None:
    Cursor.objects.all().delete()
    alarm(feurs, now=NOW)
    alarm(feurs, now=NOW + minutes(90), n=2)
    read_ledger(NOW + minutes(100))
    assert set(Message.objects.values_list("about_id", flat=True)) == {"2"}


def test_many_alarms_at_once_become_one_message_with_a_count(feurs: Feurs) -> None:
    for n in range(BATCH + 50):
        alarm(feurs, n=n + 1)
    while read_ledger(NOW):
        pass
    assert list(Message.objects.values_list("count", flat=True)) == [BATCH + 50] * 2


def test_a_draft_waits_for_its_approvers_and_not_for_its_author(feurs: Feurs) -> None:
    feurs.organisation.admit(feurs.bruno, "approver")
    draft = submitted(feurs)
    read_ledger(NOW)
    assert names("draft_waits") == {"Ana", "Chloé"}
    message = Message.objects.filter(name="Ana").get()
    assert message.opened()["link"] == f"https://beffroi.feurs.example/drafts/{draft.pk}"


def submitted(feurs: Feurs) -> Draft:
    organisation, by = feurs.organisation, feurs.bruno
    draft = Draft.begin(organisation=organisation, by=by, accounts=[feurs.account], text="Oui", now=NOW)
    draft.submit(by=by, now=NOW)
    return draft


def test_what_was_decided_before_it_was_told_is_told_to_nobody(feurs: Feurs) -> None:
    submitted(feurs).approve(by=feurs.chloe, version=1, now=NOW)
    read_ledger(NOW)
    assert names("draft_waits") == set()


def test_what_is_decided_while_its_message_waits_for_the_morning_is_told_to_nobody(feurs: Feurs) -> None:
    sleeps(feurs)
    draft = submitted(feurs)
    read_ledger(NIGHT)
    draft.approve(by=feurs.chloe, version=1, now=NIGHT)
    read_ledger(NIGHT)
    assert set(Message.objects.filter(name="Ana", kind="draft_waits").values_list("state")) == {("withdrawn",)}


def sleeps(feurs: Feurs) -> None:
    choice = Choice.untouched(feurs.ana, feurs.organisation, "mail")
    choice.quiet_from, choice.quiet_until = time(22), time(7)
    choice.save()


@pytest.mark.parametrize(("verb", "leaves"), [("ALARM_RAISED", NIGHT), ("ACCESS_LOST", MORNING)])
def test_what_is_urgent_wakes_and_the_rest_waits_for_the_morning(feurs: Feurs, verb: str, leaves: datetime) -> None:
    sleeps(feurs)
    alarm(feurs, now=NIGHT, verb=verb)
    read_ledger(NIGHT)
    assert Message.objects.get(name="Ana").due_at == leaves


def test_whoever_stopped_everything_is_not_told_so(feurs: Feurs) -> None:
    Stop.begin(feurs.organisation, reason="Piraté", by=feurs.chloe, now=NOW)
    read_ledger(NOW)
    assert names("everything_stopped") == {"Ana"}


def test_a_doubt_is_told_after_it_has_lasted_and_once_a_day(feurs: Feurs) -> None:
    for n in range(5):
        alarm(feurs, now=NOW + minutes(15 * n), verb="PUBLICATION_UNSURE")
        read_ledger(NOW + minutes(15 * n))
    message = Message.objects.get(name="Ana")
    assert (message.count, message.due_at) == (1, NOW + minutes(2))


def test_a_doubt_that_was_settled_by_itself_is_told_to_nobody(feurs: Feurs) -> None:
    alarm(feurs, verb="PUBLICATION_UNSURE")
    read_ledger(NOW)
    alarm(feurs, verb="PUBLICATION_SENT")
    read_ledger(NOW + minutes(1))
    assert send_due(NOW + minutes(3)) == 0


def test_a_reason_inside_an_event_is_said_in_the_readers_language(feurs: Feurs, office: PostOffice) -> None:
    feurs.account.freeze(reason=Sentence("The server cannot be reached."), now=NOW)
    read_ledger(NOW)
    send_due(NOW)
    assert "Le serveur est injoignable." in office.letters[0].get_content()


def test_the_demonstration_is_not_read(feurs: Feurs) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    alarm(feurs)
    assert read_ledger(NOW) == 0
