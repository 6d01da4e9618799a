"""Wrong passwords: who waits, who does not, and what a stranger can learn from how long an answer takes."""

import time
from statistics import median

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from beffroi.door.models import Attempt
from beffroi.door.models.attempt import FREE, LONGEST_WAIT
from beffroi.journal.models import Event
from tests.cast import NOW, PASSWORD, Feurs, minutes

THERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
SAMPLES = 15
SLOWER = 1.35  # by how much one median may exceed the other: the noise of a shared machine


def try_in(email: str, password: str, where: str) -> tuple[int, str]:
    client = Client(REMOTE_ADDR=where, headers={"accept-language": "en"})
    answer = client.post(reverse("sign_in"), {"username": email, "password": password})
    return answer.status_code, answer.content.decode()


def test_after_several_wrong_passwords_that_place_waits_and_is_told_how_long(feurs: Feurs) -> None:
    for _ in range(FREE - 1):
        assert try_in(feurs.ana.email, "wrong", THERE)[0] == 200
    for password in ("wrong", PASSWORD):  # from here on even the right one is not looked at
        status, page = try_in(feurs.ana.email, password, THERE)
        assert status == 429
        assert "Wait 1 minute, then try again." in page


def test_nobody_locks_a_colleague_out_from_elsewhere(feurs: Feurs) -> None:
    for _ in range(FREE + 3):
        try_in(feurs.ana.email, "wrong", THERE)
    assert try_in(feurs.ana.email, PASSWORD, ELSEWHERE)[0] == 302


def test_other_people_at_the_same_place_go_on_working(feurs: Feurs) -> None:
    for _ in range(FREE + 3):
        try_in(feurs.ana.email, "wrong", THERE)
    assert try_in(feurs.bruno.email, PASSWORD, THERE)[0] == 302


def test_the_right_password_begins_the_count_anew(feurs: Feurs) -> None:
    for _ in range(3):
        for _ in range(FREE - 1):
            try_in(feurs.ana.email, "wrong", THERE)
        assert try_in(feurs.ana.email, PASSWORD, THERE)[0] == 302


def test_the_wait_grows_to_an_hour_and_no_further(db: None) -> None:
    now, waits = NOW, []
    for _ in range(15):
        attempt = Attempt.take("password", "ana", THERE, now=now)
        if attempt.until:
            waits.append(attempt.until - now)
            now = attempt.until
    assert waits[:4] == [minutes(1), minutes(2), minutes(4), minutes(8)]
    assert waits[-1] == LONGEST_WAIT


def test_who_waits_waits_no_longer_for_trying(db: None) -> None:
    for _ in range(FREE):
        attempt = Attempt.take("password", "ana", THERE, now=NOW)
    again = Attempt.take("password", "ana", THERE, now=NOW + minutes(0.5))
    assert again.is_refused
    assert again.until == attempt.until
    assert not Attempt.take("password", "ana", THERE, now=NOW + minutes(1)).is_refused


def test_all_addresses_of_one_ipv6_network_are_one_place(db: None) -> None:
    for last in range(FREE):
        Attempt.take("password", "ana", f"2001:db8:1:2::{last}", now=NOW)
    assert Attempt.take("password", "Ana ", "2001:db8:1:2:ffff::1", now=NOW).is_refused
    assert not Attempt.take("password", "ana", "2001:db8:1:3::1", now=NOW).is_refused


def test_neither_the_account_nor_the_place_can_be_read_from_the_row(db: None) -> None:
    Attempt.take("password", "ana@feurs.example", THERE, now=NOW)
    row = str(Attempt.objects.values().get())
    assert "ana" not in row
    assert THERE not in row


def test_the_journal_tells_of_it_once_an_hour(feurs: Feurs) -> None:
    for where in (THERE, ELSEWHERE):
        for _ in range(FREE):
            try_in(feurs.ana.email, "wrong", where)
    event = Event.objects.get(verb="SIGN_IN_HELD_UP")
    assert (event.actor, event.detail) == (None, {"name": "Ana"})


class Slow(PBKDF2PasswordHasher):
    """As slow as the product's, divided by ten: slow enough to be told apart, if there were anything to tell."""

    iterations = 100_000


@pytest.fixture
def slow_passwords(feurs: Feurs, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Slow"]
    feurs.ana.set_password(PASSWORD)
    feurs.ana.save()
    feurs.driss.set_unusable_password()
    feurs.driss.save()


def test_an_answer_takes_as_long_for_an_unknown_address_as_for_a_known_one(feurs: Feurs, slow_passwords: None) -> None:
    people = {"known": feurs.ana.email, "unknown": "nobody@feurs.example", "invited": feurs.driss.email}
    took: dict[str, list[float]] = {who: [] for who in people}
    for nth in range(SAMPLES):
        for who, email in people.items():
            began = time.process_time()
            assert try_in(email, "wrong", f"198.51.100.{nth}")[0] == 200
            took[who].append(time.process_time() - began)
    medians = [median(each) for each in took.values()]
    assert max(medians) < SLOWER * min(medians), dict(zip(people, medians, strict=True))
