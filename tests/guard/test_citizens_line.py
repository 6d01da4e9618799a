"""Anybody may say that an account looks taken; nobody may ring the bell alone, and nothing about them is kept."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from beffroi.guard.duties import forget_citizens, poll_profiles
from beffroi.guard.models import Alarm, Baseline, CitizenReport, CitizensLine, ProfilePoll
from beffroi.guard.models.outside import EACH
from beffroi.journal.sentences import translated
from tests.cast import NOW, Feurs, minutes

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def line(feurs: Feurs) -> CitizensLine:
    return CitizensLine.show(feurs.organisation, True, by=feurs.ana, now=NOW)


def hear(line: CitizensLine, feurs: Feurs, address: str, *, seen: str = "profile", at: float = 0) -> bool:
    return line.hear(feurs.account, seen, address=address, now=NOW + minutes(at))


def test_one_voice_has_the_profile_read_and_rings_nothing(line: CitizensLine, feurs: Feurs) -> None:
    poll_profiles(NOW - minutes(1))
    assert hear(line, feurs, "192.0.2.1")
    assert ProfilePoll.objects.get().due_at == NOW
    assert not Alarm.objects.exists()


def test_three_places_ring_once_a_day_and_freeze_nothing(line: CitizensLine, feurs: Feurs) -> None:
    for place in range(1, 6):
        hear(line, feurs, f"192.0.2.{place}", seen="posts" if place > 1 else "profile")
    alarm = Alarm.objects.get()
    assert (alarm.detector, alarm.severe) == ("citizens", False)
    with override("en"):
        said = translated(alarm.sentence)
    assert "3 people" in said
    assert "Posts that cannot be from this town" in said
    assert feurs.account.freeze_now is None


def test_one_address_counts_once_however_often_it_says_so(line: CitizensLine, feurs: Feurs) -> None:
    assert all(hear(line, feurs, "192.0.2.1", at=n) for n in range(10))
    assert CitizenReport.objects.count() == 1


def test_a_household_has_many_addresses_and_one_voice(line: CitizensLine, feurs: Feurs) -> None:
    for number in range(1, 9):
        hear(line, feurs, f"2001:db8:1:2::{number}")
    assert CitizenReport.objects.count() == 1


def test_one_address_says_so_of_a_few_accounts_and_no_more(line: CitizensLine, feurs: Feurs) -> None:
    others = [feurs.another_account(f"other{n}") for n in range(EACH + 1)]
    taken = [line.hear(account, "gone", address="192.0.2.1", now=NOW) for account in others]
    assert taken == [True] * EACH + [False]


def test_the_mark_says_nothing_and_is_gone_after_a_day(line: CitizensLine, feurs: Feurs) -> None:
    hear(line, feurs, "192.0.2.1")
    report = CitizenReport.objects.get()
    assert len(report.mark) == 64
    assert forget_citizens(NOW + minutes(60 * 23)) == 0
    assert forget_citizens(NOW + minutes(60 * 24)) == 1
    assert CitizenReport.objects.get().mark == ""


# --- the pages


def there(line: CitizensLine) -> str:
    return reverse("citizens_line", args=[line.address])


def test_a_stranger_says_so_in_two_choices(line: CitizensLine, feurs: Feurs, client: Client) -> None:
    page = client.get(there(line), headers=ENGLISH).content.decode()
    assert "Ville de Feurs · @feurs" in page
    answer = client.post(there(line), {"account": feurs.account.pk, "seen": "message"}, headers=ENGLISH)
    assert "Thank you" in answer.content.decode()
    assert CitizenReport.objects.get().seen == "message"


def test_what_was_not_chosen_is_said(line: CitizensLine, feurs: Feurs, client: Client) -> None:
    answer = client.post(there(line), {"seen": "nonsense"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Choose the account." in answer.content.decode()
    assert not CitizenReport.objects.exists()


def test_a_private_account_and_another_towns_cannot_be_named(line: CitizensLine, feurs: Feurs, client: Client) -> None:
    private = feurs.another_account("ana")
    Baseline.of(private).revise(is_institutional=False, by=feurs.ana, now=NOW)
    answer = client.post(there(line), {"account": private.pk, "seen": "posts"})
    assert answer.status_code == 422
    assert not CitizenReport.objects.exists()


def test_a_closed_line_is_nowhere(line: CitizensLine, feurs: Feurs, client: Client) -> None:
    CitizensLine.show(feurs.organisation, False, by=feurs.ana, now=NOW)
    assert client.get(there(line)).status_code == 404
    again = CitizensLine.show(feurs.organisation, True, by=feurs.ana, now=NOW)
    assert again.address == line.address


def test_the_desk_opens_it_and_sees_its_address_and_what_was_said(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    client.post(reverse("citizens_line_switch"), {"show": "yes"})
    line = CitizensLine.objects.get()
    line.hear(feurs.account, "posts", address="192.0.2.1", now=NOW)
    page = client.get(reverse("signs"), headers=ENGLISH).content.decode()
    assert line.address in page
    assert "Posts that cannot be from this town" in page
