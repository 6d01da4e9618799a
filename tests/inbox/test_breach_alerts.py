"""Who is told that time runs out for a case, and that it is late: once each, at night only who is on call."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from beffroi.inbox.duties import tell_deadlines
from beffroi.inbox.models import Case, Deadline
from beffroi.journal.models import Event
from beffroi.notify.duties import read_ledger
from beffroi.notify.models import Choice, Message, Watch
from beffroi.outbound.mail import MailServer
from tests.cast import NOW, Feurs, minutes
from tests.inbox.promised import answer, ask, at, promise, town_hall


@pytest.fixture(autouse=True)
def mail_is_set(settings: Any) -> None:
    settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse("smtp://127.0.0.1:9?tls=off"), "mairie@feurs.example"
    settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"


def told(kind: str) -> set[tuple[str, datetime | None]]:
    return {(message.name, message.due_at) for message in Message.objects.filter(kind=f"case_{kind}")}


def test_they_are_told_once_before_and_once_when_it_is_late(feurs: Feurs) -> None:
    promise(feurs, 100)
    ask(feurs)
    assert tell_deadlines(NOW + minutes(79)) == 0
    soon, late = NOW + minutes(80), NOW + minutes(100)
    for _twice in range(2):
        tell_deadlines(soon)
    assert told("soon") == {("Ana", soon), ("Chloé", soon), ("Driss", soon)}
    assert not told("late")
    for later in (late, late + minutes(1), late + timedelta(days=1)):
        tell_deadlines(later)
    assert told("late") == {("Ana", late), ("Chloé", late), ("Driss", late)}
    assert Message.objects.count() == 6
    assert list(Event.objects.filter(verb__in=["CASE_SOON_DUE", "CASE_LATE"]).values_list("verb", flat=True)) == [
        "CASE_SOON_DUE",
        "CASE_LATE",
    ]


def test_the_share_is_the_target_s(feurs: Feurs) -> None:
    promise(feurs, 100, warned_percent=30)
    ask(feurs)
    assert tell_deadlines(NOW + minutes(29)) == 0
    assert tell_deadlines(NOW + minutes(30)) == 1


def test_the_message_says_by_when_and_where(feurs: Feurs) -> None:
    promise(feurs, 100)
    ask(feurs)
    tell_deadlines(NOW + minutes(80))
    message = Message.objects.filter(name="Driss").get()
    said = message.body["say"].format_map(message.body["values"])
    assert said == f"To be answered by 20/11 16:40, on {feurs.account.network_name}. “@feurs et la passerelle ?”"
    assert message.opened()["link"] == f"https://beffroi.feurs.example/inbox/{Case.objects.get().pk}"


def test_who_was_not_warned_in_time_is_told_only_that_it_is_late(feurs: Feurs) -> None:
    promise(feurs, 100)
    ask(feurs)
    assert tell_deadlines(NOW + minutes(101)) == 1
    assert not told("soon")
    assert tell_deadlines(NOW + minutes(102)) == 0


def test_of_an_answered_case_nobody_is_told(feurs: Feurs) -> None:
    promise(feurs, 100)
    promise(feurs, 100, aim="resolution")
    ask(feurs)
    answer(feurs, Case.objects.get(), NOW + minutes(10))
    assert tell_deadlines(NOW + minutes(101)) == 0
    assert not Deadline.objects.exclude(due_at=None)
    assert not told("soon") | told("late")


def test_of_a_closed_case_nobody_is_told(feurs: Feurs) -> None:
    promise(feurs, 100)
    ask(feurs)
    Case.objects.get().close(by=feurs.driss, now=NOW + minutes(10))
    assert tell_deadlines(NOW + minutes(101)) == 0


def test_after_the_answer_the_next_question_has_its_own_warnings(feurs: Feurs) -> None:
    promise(feurs, 100)
    promise(feurs, 50, aim="next")
    question = ask(feurs)
    tell_deadlines(NOW + minutes(80))
    answer(feurs, Case.objects.get(), NOW + minutes(90))
    ask(feurs, NOW + minutes(120), reply_to=question)
    assert tell_deadlines(NOW + minutes(160)) == 1
    assert tell_deadlines(NOW + minutes(170)) == 1


def test_closing_the_case_takes_back_what_was_not_sent(feurs: Feurs) -> None:
    promise(feurs, 100)
    ask(feurs)
    read_ledger(NOW)
    tell_deadlines(NOW + minutes(80))
    Case.objects.get().close(by=feurs.driss, now=NOW + minutes(81))
    read_ledger(NOW + minutes(81))
    assert set(Message.objects.filter(kind="case_soon").values_list("state", flat=True)) == {"withdrawn"}


# --- at night


def test_at_night_it_waits_for_the_morning_where_nobody_is_on_call(feurs: Feurs) -> None:
    promise(feurs, 60)
    ask(feurs, at("20 23:00"))
    assert tell_deadlines(at("20 23:48")) == 0
    assert tell_deadlines(at("21 07:59")) == 0
    assert tell_deadlines(at("21 08:00")) == 1
    assert told("late") == {(name, at("21 08:00")) for name in ("Ana", "Chloé", "Driss")}
    assert not told("soon")


def test_at_night_who_is_on_call_is_told_at_once(feurs: Feurs) -> None:
    promise(feurs, 60)
    Watch.give(feurs.organisation, feurs.driss, starts_at=at("20 20:00"), ends_at=at("21 08:00"), by=feurs.ana, now=NOW)
    ask(feurs, at("20 23:00"))
    assert tell_deadlines(at("20 23:48")) == 1
    assert told("soon") == {("Driss", at("20 23:48"))}


@pytest.mark.parametrize(("state", "are_told"), [("sent", set()), ("failed", {"Ana", "Chloé", "Driss"})])
def test_where_the_call_of_the_night_rang_nowhere_the_others_are_told_in_the_morning(
    feurs: Feurs, settings: Any, state: str, are_told: set[str]
) -> None:
    settings.SMS_GATEWAY = "https://sms.example"
    telephone = Choice(user=feurs.driss, organisation=feurs.organisation, channel="sms", lang="fr")
    telephone.address, telephone.confirmed_at = "+33612345678", NOW
    telephone.save()
    promise(feurs, 60)
    Watch.give(feurs.organisation, feurs.driss, starts_at=at("20 20:00"), ends_at=at("21 08:00"), by=feurs.ana, now=NOW)
    ask(feurs, at("20 23:00"))
    tell_deadlines(at("20 23:48"))
    tell_deadlines(at("21 00:00"))
    assert {name for name, _at in told("soon") | told("late")} == {"Driss"}
    Message.objects.update(state="sent", due_at=None)
    Message.objects.filter(channel="sms").update(state=state)
    Deadline.follow(Case.objects.with_answer().get())  # a label, a priority: it is reckoned anew meanwhile
    for morning in (at("21 08:00"), at("21 08:01")):
        tell_deadlines(morning)
    by_morning = Message.objects.filter(written_at__gte=at("21 08:00"))
    assert {(message.name, message.kind) for message in by_morning} == {(name, "case_late") for name in are_told}
    assert by_morning.count() == len(are_told)


def test_a_night_of_the_calendar_on_call_is_no_night_of_rest(feurs: Feurs) -> None:
    promise(feurs, 60, town_hall(feurs, nights="20/11/2026 20:00-2:00"))
    ask(feurs, at("20 23:00"))
    assert tell_deadlines(at("20 23:48")) == 1
    assert told("soon") == {(name, at("20 23:48")) for name in ("Ana", "Chloé", "Driss")}


def test_when_it_closes_what_is_late_is_told_at_once(feurs: Feurs) -> None:
    promise(feurs, 60, town_hall(feurs))
    ask(feurs, at("20 16:30"))
    assert tell_deadlines(at("20 17:30")) == 1
    assert {name for name, _at in told("late")} == {"Ana", "Chloé", "Driss"}
