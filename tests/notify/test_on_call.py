"""Who is on call is told at once of what is urgent, so that the others sleep; and nobody sleeps through it."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import httpx
import pytest

from beffroi.access.models import User
from beffroi.journal.models import record
from beffroi.notify.channels import CHANNELS
from beffroi.notify.duties import read_ledger, send_due
from beffroi.notify.models import Choice, Message, Watch
from beffroi.notify.telling import call_the_others, tell
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.notify.conftest import Gateway
from tests.post_office import PostOffice

NIGHT = NOW + timedelta(hours=11)  # 2:00 in Feurs
MORNING = NOW + timedelta(hours=16)  # 7:00
BODY = Sentence("Look.")


@pytest.fixture(autouse=True)
def night(feurs: Feurs, office: PostOffice, gateway: Gateway, settings: Any) -> None:
    """Ana and Chloé sleep, by mail; Bruno is on call by SMS, and he judges no alarm."""
    for user in (feurs.ana, feurs.chloe):
        choice = Choice.untouched(user, feurs.organisation, "mail")
        choice.quiet_from, choice.quiet_until = time(22), time(7)
        choice.save()
    on_call(feurs, feurs.bruno)
    by_sms(feurs, feurs.bruno, gateway, settings)
    Choice(user=feurs.bruno, organisation=feurs.organisation, channel="mail", on_call=False, lang="fr").save()
    read_ledger(NOW)
    Message.objects.all().delete()


def on_call(feurs: Feurs, user: User) -> Watch:
    ends_at = MORNING + minutes(60)
    return Watch.give(feurs.organisation, user, starts_at=NOW, ends_at=ends_at, by=feurs.ana, now=NOW)


def by_sms(feurs: Feurs, user: User, gateway: Gateway, settings: Any, **wishes: Any) -> None:
    settings.SMS_GATEWAY = gateway.url
    choice = Choice.untouched(user, feurs.organisation, "sms")
    choice.address, choice.confirmed_at = "+33612345678", NOW
    for name, value in wishes.items():
        setattr(choice, name, value)
    choice.save()


def told(kind: str = "alarm") -> set[tuple[str, str, datetime | None]]:
    return {(each.name, each.channel, each.due_at) for each in Message.objects.filter(kind=kind)}


def rings(feurs: Feurs, kind: str = "alarm", now: datetime = NIGHT, **more: Any) -> None:
    tell(feurs.organisation, kind, body=BODY, now=now, **more)


def test_who_is_on_call_is_told_at_once_and_the_others_when_they_wake(feurs: Feurs) -> None:
    rings(feurs)
    assert told() == {("Bruno", "sms", NIGHT), ("Ana", "mail", MORNING), ("Chloé", "mail", MORNING)}


def test_where_nobody_is_on_call_everybody_is_woken(feurs: Feurs) -> None:
    Watch.objects.get().remove(by=feurs.ana, now=NOW)
    rings(feurs)
    assert told() == {("Ana", "mail", NIGHT), ("Chloé", "mail", NIGHT)}


def test_where_nobody_on_call_can_be_reached_everybody_is_woken(feurs: Feurs) -> None:
    Choice.objects.filter(user=feurs.bruno).update(on_call=False)
    rings(feurs)
    assert told() == {("Ana", "mail", NIGHT), ("Chloé", "mail", NIGHT)}


def test_who_is_awake_is_told_at_once_whoever_is_on_call(feurs: Feurs) -> None:
    Choice.objects.filter(user=feurs.chloe).delete()
    rings(feurs)
    assert told() == {("Bruno", "sms", NIGHT), ("Ana", "mail", MORNING), ("Chloé", "mail", NIGHT)}


def test_ones_own_quiet_hours_do_not_count_while_one_is_on_call(feurs: Feurs) -> None:
    on_call(feurs, feurs.ana)
    rings(feurs)
    assert ("Ana", "mail", NIGHT) in told()


@pytest.mark.parametrize("kind", ["alarm", "account_frozen", "too_early", "everything_stopped", "fact_waits"])
def test_every_urgent_kind_goes_to_who_is_on_call(feurs: Feurs, kind: str) -> None:
    rings(feurs, kind)
    assert ("Bruno", "sms", NIGHT) in told(kind)


@pytest.mark.parametrize("kind", ["post_missed", "post_refused"])
def test_a_departure_that_is_blocked_calls_who_is_on_call_and_wakes_nobody_without(feurs: Feurs, kind: str) -> None:
    rings(feurs, kind)
    assert told(kind) == {("Bruno", "sms", NIGHT), ("Ana", "mail", MORNING), ("Chloé", "mail", MORNING)}
    Watch.objects.get().remove(by=feurs.ana, now=NOW)
    Message.objects.all().delete()
    rings(feurs, kind)
    assert told(kind) == {("Ana", "mail", MORNING), ("Chloé", "mail", MORNING)}


def test_what_is_not_urgent_calls_nobody(feurs: Feurs) -> None:
    rings(feurs, "access_lost")
    assert told("access_lost") == {("Ana", "mail", MORNING)}


def test_what_is_nobodys_business_goes_to_who_is_on_call(feurs: Feurs) -> None:
    User.objects.filter(pk__in=[feurs.ana.pk, feurs.chloe.pk]).update(is_active=False)
    rings(feurs)
    assert told() == {("Bruno", "sms", NIGHT)}


def test_whoever_did_it_is_not_called_for_it(feurs: Feurs) -> None:
    rings(feurs, "everything_stopped", but=feurs.bruno)
    assert {name for name, _channel, _at in told("everything_stopped")} == {"Ana", "Chloé"}


def test_one_is_called_where_one_said_so_and_by_day_not_there(feurs: Feurs, gateway: Gateway, settings: Any) -> None:
    by_sms(feurs, feurs.chloe, gateway, settings, kinds=[], address="+33687654321")
    rings(feurs)
    assert ("Chloé", "sms", NIGHT) not in told()
    Message.objects.all().delete()
    on_call(feurs, feurs.chloe)
    rings(feurs)
    assert {("Chloé", "sms", NIGHT), ("Chloé", "mail", NIGHT)} <= told()


def mails_are_on(feurs: Feurs) -> None:
    """As it is for whoever never opened that page."""
    Choice.objects.filter(user=feurs.bruno, channel="mail").delete()


def answers(gateway: Gateway, **statuses: int) -> None:
    """`bruno` and `driss`: what the gateway says of the number of each."""
    numbers = {"bruno": "33612345678", "driss": "33687654321"}

    def answer(request: httpx.Request) -> httpx.Response:
        said = request.content.decode()
        return httpx.Response(next(status for who, status in statuses.items() if numbers[who] in said))

    gateway.answer = answer


def are_awake(now: datetime) -> bool:
    """Whether those who sleep were woken by then."""
    waiting = Message.objects.filter(name__in=["Ana", "Chloé"])
    return all(message.state == "sent" or (message.due_at or MORNING) <= now for message in waiting)


def test_a_mail_to_who_is_on_call_lets_nobody_sleep_on(feurs: Feurs) -> None:
    mails_are_on(feurs)
    Choice.objects.filter(user=feurs.bruno, channel="sms").delete()
    rings(feurs)
    assert told() == {("Bruno", "mail", NIGHT), ("Ana", "mail", NIGHT), ("Chloé", "mail", NIGHT)}


def test_a_call_that_is_refused_wakes_those_who_sleep(feurs: Feurs, gateway: Gateway) -> None:
    rings(feurs)
    gateway.says(400)
    send_due(NIGHT)
    assert Message.objects.get(name="Bruno").state == "failed"
    assert are_awake(NIGHT + minutes(1))


def test_a_call_that_is_refused_wakes_them_though_a_mail_left(feurs: Feurs, gateway: Gateway) -> None:
    mails_are_on(feurs)
    rings(feurs)
    gateway.says(400)
    send_due(NIGHT)
    assert set(Message.objects.filter(name="Bruno").values_list("channel", "state")) == {
        ("sms", "failed"),
        ("mail", "sent"),
    }
    assert are_awake(NIGHT + minutes(1))


def test_a_gateway_that_is_away_wakes_them_after_five_minutes(feurs: Feurs, gateway: Gateway) -> None:
    rings(feurs)
    gateway.says(503)
    for seconds in (0, 6, 22, 83):
        send_due(NIGHT + timedelta(seconds=seconds))
    assert not are_awake(NIGHT + minutes(5))
    send_due(NIGHT + minutes(5))
    assert are_awake(NIGHT + minutes(6))


@pytest.mark.parametrize("status", [429, 503])
def test_it_wakes_them_after_five_minutes_however_long_it_asks_to_wait(
    feurs: Feurs, gateway: Gateway, status: int
) -> None:
    rings(feurs)
    gateway.says(status, headers={"Retry-After": "3600"})
    send_due(NIGHT)
    send_due(NIGHT + minutes(5))
    assert are_awake(NIGHT + minutes(6))
    assert Message.objects.get(name="Bruno").due_at is not None
    send_due(NIGHT + minutes(30))
    assert len(gateway.asked) == 2  # from then on it is asked when it wants to be


def test_a_channel_with_a_fault_of_its_own_wakes_them(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_notice: Any) -> None:
        raise RuntimeError

    monkeypatch.setitem(CHANNELS, "sms", replace(CHANNELS["sms"], send=broken))
    rings(feurs)
    send_due(NIGHT)
    assert are_awake(NIGHT + minutes(1))


def test_a_worker_that_died_with_the_other_call_reaches_nobody(feurs: Feurs, gateway: Gateway, settings: Any) -> None:
    on_call(feurs, feurs.driss)
    by_sms(feurs, feurs.driss, gateway, settings, address="+33687654321")
    rings(feurs)
    later = NIGHT + minutes(6)
    Message.objects.filter(name="Driss").update(state="sending", due_at=NIGHT + minutes(2))
    missed = Message.objects.get(name="Bruno")
    assert missed.claim(now=later)
    missed.settle_failed(BODY, now=later)
    call_the_others(missed, later)
    assert are_awake(later)


def test_what_is_urgent_by_what_was_asked_for_wakes_them_too(feurs: Feurs, gateway: Gateway) -> None:
    rings(feurs, "search_alert", urgent=True)
    gateway.says(400)
    assert ("Ana", "mail", MORNING) in told("search_alert")
    send_due(NIGHT)
    assert are_awake(NIGHT + minutes(1))


def test_what_is_not_urgent_wakes_nobody_though_the_call_for_it_failed(feurs: Feurs, gateway: Gateway) -> None:
    rings(feurs, "post_missed")
    gateway.says(400)
    send_due(NIGHT)
    assert ("Ana", "mail", MORNING) in told("post_missed")


def test_where_one_of_those_on_call_was_reached_the_others_sleep_on(
    feurs: Feurs, gateway: Gateway, settings: Any
) -> None:
    on_call(feurs, feurs.driss)
    by_sms(feurs, feurs.driss, gateway, settings, address="+33687654321")
    rings(feurs)
    answers(gateway, bruno=400, driss=200)
    send_due(NIGHT)
    send_due(NIGHT + minutes(10))
    assert ("Ana", "mail", MORNING) in told()


def test_an_account_that_is_frozen_by_an_alarm_rings_once(feurs: Feurs) -> None:
    record("ALARM_RAISED", feurs.account, organisation=feurs.organisation, now=NIGHT, account=str(feurs.account))
    feurs.account.freeze(reason=Sentence("x"), now=NIGHT)
    read_ledger(NIGHT)
    assert (len(told("alarm")), told("account_frozen")) == (3, set())


def test_an_account_that_a_person_freezes_is_told(feurs: Feurs) -> None:
    feurs.account.freeze(reason=Sentence("x"), by=feurs.chloe, now=NIGHT)
    read_ledger(NIGHT)
    assert {name for name, _channel, _at in told("account_frozen")} == {"Ana", "Bruno"}


def frozen_by_an_alarm(feurs: Feurs) -> None:
    record("ALARM_RAISED", feurs.account, organisation=feurs.organisation, now=NIGHT, account=str(feurs.account))
    feurs.account.freeze(reason=Sentence("x"), now=NIGHT)
    read_ledger(NIGHT)


def test_who_chose_only_frozen_accounts_is_told_of_one_that_an_alarm_froze(feurs: Feurs, gateway: Gateway) -> None:
    Choice.objects.filter(user=feurs.ana).update(kinds=["account_frozen"])
    frozen_by_an_alarm(feurs)
    assert told("account_frozen") == {("Ana", "mail", MORNING)}
    assert told("alarm") == {("Bruno", "sms", NIGHT), ("Chloé", "mail", MORNING)}
    gateway.says(400)
    send_due(NIGHT)
    assert are_awake(NIGHT + minutes(1))
