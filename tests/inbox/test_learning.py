"""Each hand-over by a person teaches which service to propose; what the rules did teaches nothing."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from beffroi.inbox.duties import learn_services, route_cases
from beffroi.inbox.learning import taught
from beffroi.inbox.models import LearnedServices
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import question, rule, service

ENGLISH = {"accept-language": "en"}
SAID = {
    "Voirie": ["Le lampadaire est en panne", "Un trou dans la chaussée", "lampadaire éteint", "la chaussée est abîmée"],
    "Eau": ["Une fuite devant chez moi", "Mon compteur fuit", "fuite au compteur", "Une fuite encore"],
}


def hand_over(feurs: Feurs, rounds: int) -> None:
    for nth in range(rounds):
        for name, texts in SAID.items():
            at = NOW + minutes(nth)
            case = question(feurs, texts[nth % len(texts)], author=f"citizen{nth}{name}", at=at)
            case.hand_to(service(feurs, name), by=feurs.driss, now=at)


def test_the_case_proposes_a_service_with_its_words(feurs: Feurs, client: Client) -> None:
    hand_over(feurs, 40)
    assert learn_services(NOW + timedelta(days=1)) == 1
    case = question(feurs, "Bonjour, le lampadaire ?", author="eve")
    client.force_login(feurs.driss)
    shown = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "Past cases speak for Voirie" in shown
    assert "<bdi>lampadaire</bdi>" in shown


def test_it_is_silent_when_it_is_not_sure_and_when_a_person_has_decided(feurs: Feurs, client: Client) -> None:
    hand_over(feurs, 40)
    learn_services(NOW + timedelta(days=1))
    client.force_login(feurs.driss)
    unsure, decided = question(feurs, "Bonjour", author="eve"), question(feurs, "lampadaire", author="max")
    decided.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW)
    for case in (unsure, decided):
        assert "Past cases speak" not in client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()


def test_the_rules_page_tells_how_often_it_was_right(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert "Nothing is proposed yet" in client.get(reverse("rules"), headers=ENGLISH).content.decode()
    hand_over(feurs, 40)
    learn_services(NOW + timedelta(days=1))
    learned = LearnedServices.objects.get()
    assert (learned.cases, learned.tried) == (80, 16)
    assert learned.right <= learned.proposed
    shown = client.get(reverse("rules"), headers=ENGLISH).content.decode()
    assert f"it was sure of {learned.proposed}, and right in {learned.right} of these." in shown


def test_it_learns_once_a_day(feurs: Feurs) -> None:
    hand_over(feurs, 2)
    assert [learn_services(NOW), learn_services(NOW + minutes(60)), learn_services(NOW + timedelta(days=1))] == [
        1,
        0,
        1,
    ]


def test_only_what_people_decided_teaches_and_only_their_last_word(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs, "Voirie"))
    question(feurs, "lampadaire", author="max")
    route_cases(NOW)
    assert list(taught(feurs.organisation)) == []
    case = question(feurs, "fuite", author="eve")
    case.hand_to(service(feurs, "Voirie"), by=feurs.driss, now=NOW + minutes(1))
    case.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW + minutes(2))
    assert list(taught(feurs.organisation)) == [("fuite", service(feurs, "Eau").pk)]
    case.hand_to(None, by=feurs.driss, now=NOW + minutes(3))
    assert list(taught(feurs.organisation)) == []
