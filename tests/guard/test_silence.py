"""Accounts that nobody opens: which, since when, whom to call, and what comes next."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.directory.models import KeyHolder
from beffroi.guard.duties import poll_profiles, tell_of_silence
from beffroi.guard.models import SilenceDigest
from beffroi.guard.silence import election_ahead, silences
from beffroi.journal.sentences import translated
from beffroi.notify.models import Message
from beffroi.outbound.mail import MailServer
from tests.cast import NOW, Feurs

ADDED = NOW - timedelta(days=1)
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")


def after(days: float) -> datetime:
    return ADDED + timedelta(days=days)


@pytest.mark.parametrize(("days", "step"), [(29.9, None), (30, 30), (89, 30), (90, 90), (179, 90), (180, 180)])
def test_a_silence_is_told_from_a_month_on(feurs: Feurs, days: float, step: int | None) -> None:
    found = silences(feurs.organisation, after(days))
    assert [one.step for one in found] == ([step] if step else [])


def test_a_post_that_was_seen_ends_it(feurs: Feurs) -> None:
    feurs.sandbox.say("feurs", "Le marché ouvre.", at=after(40))
    Post.store(feurs.connector.latest(feurs.account.native_id, 1)[0], now=after(41))
    [silence] = silences(feurs.organisation, after(80))
    assert (silence.since, silence.is_known, silence.days) == (after(40), True, 40)


def test_a_growing_number_of_posts_ends_it_and_a_falling_one_does_not(feurs: Feurs) -> None:
    feurs.sandbox.say("feurs", "Un.", at=after(1))
    poll_profiles(after(1))
    feurs.sandbox.say("feurs", "Deux.", at=after(50))
    poll_profiles(after(51))
    feurs.sandbox.delete(next(iter(feurs.sandbox.read().posts)))
    poll_profiles(after(60))
    [silence] = silences(feurs.organisation, after(100))
    assert silence.since == after(51)


def test_the_longest_silence_comes_first_with_whom_to_call(feurs: Feurs, client: Client) -> None:
    feurs.another_account("feurs-culture")
    KeyHolder.write_down(feurs.account, holder="Ana", telephone="06 11", second_factor="app", by=feurs.ana, now=NOW)
    client.force_login(feurs.ana)
    feurs.account.added_at = NOW - timedelta(days=900)
    feurs.account.save()
    page = client.get(reverse("silent_accounts"), headers={"accept-language": "en"}).content.decode()
    assert "More than 180 days" in page
    assert "tel:0611" in page


@pytest.fixture
def mail(settings: Any) -> None:
    """Mail is set up; nothing is sent here."""
    settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse("smtp://127.0.0.1:9?tls=off"), "mairie@feurs.example"


def test_on_monday_morning_the_digest_is_told_once(feurs: Feurs, mail: None) -> None:
    feurs.account.added_at = NOW - timedelta(days=100)
    feurs.account.save()
    assert tell_of_silence(NOW) == 0
    assert SilenceDigest.objects.get().due_at == MONDAY
    assert tell_of_silence(MONDAY) == 1
    assert tell_of_silence(MONDAY) == 0
    [message] = Message.objects.filter(kind="silent_accounts")
    assert "@feurs (102)" in translated(message.body)
    assert SilenceDigest.objects.get().due_at == MONDAY + timedelta(days=7)


def test_a_parked_account_is_silent_on_purpose(feurs: Feurs, mail: None) -> None:
    feurs.account.added_at = NOW - timedelta(days=100)
    feurs.account.save()
    feurs.account.park(by=feurs.ana, now=NOW)
    tell_of_silence(NOW)
    tell_of_silence(MONDAY)
    assert not Message.objects.exists()


def test_nobody_is_told_of_nothing(feurs: Feurs, mail: None) -> None:
    tell_of_silence(NOW)
    tell_of_silence(MONDAY)
    assert not Message.objects.exists()


def test_the_next_election_here_is_named_with_its_days_or_its_month() -> None:
    ahead = election_ahead("metropole", date(2026, 11, 20))
    assert ahead is not None
    assert (ahead.election.key, ahead.day, ahead.is_day_set) == ("presidentielle-2027", date(2027, 4, 18), True)
    second = election_ahead("metropole", date(2027, 4, 20))
    assert second is not None
    assert second.day == date(2027, 5, 2)
    month = election_ahead("reunion", date(2027, 6, 1))
    assert month is not None
    assert (month.election.key, month.is_day_set) == ("departementales-regionales-2028", False)
    assert election_ahead("saint-martin", date(2027, 6, 1)) is None
