"""The citizen is told where the question is: in public, or on a page that says nothing about them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.inbox.duties import settle_answered
from beffroi.inbox.models import Case, Clock, Reply, StatusPage
from beffroi.journal.models import Event
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import LAMP, question, service

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def case(feurs: Feurs) -> Case:
    case = question(feurs)
    case.hand_to(service(feurs), by=feurs.driss, now=NOW + minutes(1))
    return case


def test_one_tap_writes_a_reply_that_passes_the_same_approval(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    page = client.post(reverse("case_trace", args=[case.pk]), headers=ENGLISH, follow=True)
    assert "The message waits for an approval." in page.content.decode()
    draft = Draft.objects.get()
    assert draft.state == "submitted"
    service = "«\N{NARROW NO-BREAK SPACE}Voirie\N{NARROW NO-BREAK SPACE}»"
    assert f"votre question a été transmise au service {service} le vendredi 20 novembre" in draft.latest.text
    assert Reply.objects.get().is_trace


def test_the_trace_names_the_page_when_there_is_one(feurs: Feurs, case: Case, client: Client) -> None:
    page = StatusPage.open_for(case, by=feurs.driss, now=NOW)
    client.force_login(feurs.driss)
    client.post(reverse("case_trace", args=[case.pk]))
    assert f"http://testserver/status/{page.address}" in Draft.objects.get().latest.text


def test_a_trace_answers_nothing_the_case_goes_on_waiting(feurs: Feurs, case: Case) -> None:
    draft = case.reply("Transmis à la voirie.", by=feurs.driss, now=NOW, is_trace=True)
    draft.submit(by=feurs.driss, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW + minutes(2))
    draft.refresh_from_db()
    assert draft.publications.get().state == "sent"
    settle_answered(NOW + minutes(3))
    assert list(Case.objects.waiting()) == [case]
    assert Case.objects.with_answer().get().answered_at is None
    assert Clock.objects.with_answer().get().answered_at is None


def test_the_status_page_says_dates_and_services_and_nothing_else(feurs: Feurs, case: Case, client: Client) -> None:
    page = StatusPage.open_for(case, by=feurs.driss, now=NOW)
    answer = client.get(reverse("case_status", args=[page.address]), headers={"accept-language": "fr"})
    shown = answer.content.decode()
    assert "Transmise au service Voirie" in shown
    assert "vendredi 20 novembre" in shown
    assert not re.search(r"eve|lampadaire|sandbox|driss", shown, re.IGNORECASE)
    assert LAMP not in shown
    assert 'name="robots" content="noindex, nofollow"' in shown
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")


def test_its_address_is_random_and_opens_no_other(feurs: Feurs, case: Case, client: Client) -> None:
    page = StatusPage.open_for(case, by=feurs.driss, now=NOW)
    other = StatusPage.open_for(question(feurs, "Autre"), by=feurs.driss, now=NOW)
    assert len(page.address) >= 43
    assert page.address != other.address
    assert client.get(reverse("case_status", args=[str(case.pk)])).status_code == 404


def test_pressing_twice_opens_one_page_and_withdrawn_it_leads_nowhere(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    for _ in range(2):
        client.post(reverse("case_status_page", args=[case.pk]))
    page = StatusPage.objects.get()
    there = reverse("case_status", args=[page.address])
    assert page.address in client.get(reverse("case", args=[case.pk])).content.decode()
    client.post(reverse("case_status_withdrawal", args=[case.pk]))
    assert client.get(there).status_code == 404
    client.post(reverse("case_status_page", args=[case.pk]))
    assert client.get(there).status_code == 404
    assert Event.objects.filter(verb="STATUS_PAGE_OPENED").count() == 2


def test_the_steps_are_told_in_their_order(feurs: Feurs, case: Case) -> None:
    case.hand_to(service(feurs), by=feurs.driss, now=NOW + minutes(2))
    case.hand_to(None, by=feurs.driss, now=NOW + minutes(3))
    case.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW + minutes(4))
    case.close(by=feurs.driss, now=NOW + timedelta(days=1))
    case.refresh_from_db()
    page = StatusPage.open_for(case, by=feurs.driss, now=NOW)
    steps = [(step.kind, step.service) for step in page.steps(NOW + timedelta(hours=2))]
    assert steps == [
        ("received", ""),
        ("handed", "Voirie"),
        ("desk", ""),
        ("handed", "Eau"),
        ("answered", ""),
        ("closed", ""),
    ]


def test_what_no_service_has_cannot_be_traced(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.post(reverse("case_trace", args=[question(feurs).pk])).status_code == 404
