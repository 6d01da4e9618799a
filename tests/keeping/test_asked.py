"""What people ask for is answered within a month, and then forgotten."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.journal.models import Event
from beffroi.keeping.duties import remind
from beffroi.keeping.models import Asked
from beffroi.keeping.models.asked import a_month_after
from beffroi.notify.kinds import KINDS
from tests.cast import NOW, Feurs, minutes

ENGLISH = {"accept-language": "en"}
DAY = minutes(24 * 60)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 20), date(2026, 12, 20)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_one(day: date, last: date) -> None:
    assert a_month_after(day) == last


def test_people_are_told_once_a_week_before(feurs: Feurs) -> None:
    Asked.note(feurs.organisation, "erasure", {"handle": "eve"}, date(2026, 11, 20), by=feurs.ana, now=NOW)
    assert remind(NOW + 22 * DAY) == 0
    assert remind(NOW + 23 * DAY) == 1
    assert remind(NOW + 23 * DAY) == 0
    assert Event.objects.get(verb="PERSON_WAITS").detail["until"] == "2026-12-20"
    assert any("PERSON_WAITS" in kind.verbs for kind in KINDS.values())


def test_an_answered_one_tells_nobody_and_says_no_name(feurs: Feurs) -> None:
    asked = Asked.note(feurs.organisation, "access", {"handle": "eve"}, date(2026, 11, 20), by=feurs.ana, now=NOW)
    assert asked.settle("Envoyé", by=feurs.ana, now=NOW)
    assert not asked.settle("Encore", by=feurs.ana, now=NOW)
    assert remind(NOW + 40 * DAY) == 0
    asked.refresh_from_db()
    assert (asked.who, asked.answer) == ({}, "Envoyé")
    assert not any("eve" in str(event.detail) for event in Event.objects.filter(verb__startswith="PERSON_"))


def test_a_request_is_noted_looked_up_and_answered_on_the_page(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    there, today = reverse("person_requests"), timezone.localdate()
    said = {"wish": "erasure", "network": "sandbox", "handle": "eve", "received_on": f"{today:%Y-%m-%d}"}
    page = client.post(there, said, headers=ENGLISH, follow=True).content.decode()
    assert "to be erased" in page and 'value="eve"' in page
    asked = Asked.objects.get()
    assert asked.answer_by == a_month_after(today)
    answer = reverse("person_answer", args=[asked.pk])
    assert client.post(answer, {"answer": " "}).status_code == 422
    page = client.post(answer, {"answer": "Effacé le 3"}, headers=ENGLISH, follow=True).content.decode()
    assert "Effacé le 3" in page and 'value="eve"' not in page


@pytest.mark.parametrize("day", ["", "demain", "2019-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused(day: str, feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    answer = client.post(reverse("person_requests"), {"wish": "access", "name": "Mme Roux", "received_on": day})
    assert answer.status_code == 422
    assert "Mme Roux" in answer.content.decode()
    assert not Asked.objects.exists()
