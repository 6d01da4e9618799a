"""A service answers from a link in a mail: its words reach the agent, and nobody else."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation, Team
from beffroi.inbox.asking import ask, remind
from beffroi.inbox.duties import remind_services, route_cases
from beffroi.inbox.models import Assignment, Case, Consultation, ConsultationLink, ServiceContact
from beffroi.journal.models import Event
from beffroi.notify.duties import send_due
from beffroi.notify.models import Message
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import LAMP, question, rule, service
from tests.post_office import PostOffice

ENGLISH = {"accept-language": "en"}
LINK = re.compile(r"https://beffroi\.feurs\.example(/service/[\w-]{40,})")
WORDS = "L’équipe passe mardi matin, la lampe est commandée."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time of the pages, to be moved."""
    now = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    return now


@pytest.fixture
def case(feurs: Feurs) -> Case:
    contact = ServiceContact(team=service(feurs), email="voirie@feurs.example", deputy="Mme Roux")
    contact.deputy_email, contact.remind_after, contact.escalate_after = "dgs@feurs.example", 3, 2
    contact.keep(by=feurs.ana, now=NOW)
    return question(feurs)


def asked(feurs: Feurs, case: Case, note: str = "") -> Consultation:
    return ask(case, service(feurs), note=note, by=feurs.driss, now=NOW, here="http://testserver/").consultation


def link(office: PostOffice, nth: int = -1) -> str:
    found = LINK.search(office.letters[nth].get_content())
    assert found
    return found[1]


def mailed(feurs: Feurs, case: Case, office: PostOffice, note: str = "") -> str:
    asked(feurs, case, note)
    send_due(NOW)
    return link(office)


def test_the_service_is_asked_by_mail_and_the_case_is_handed_to_it(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    client.force_login(feurs.driss)
    client.post(reverse("case_asking", args=[case.pk]), {"team": service(feurs).pk, "note": "Quand ?"})
    send_due(NOW)
    (letter,) = office.letters
    assert letter["To"] == "Voirie <voirie@feurs.example>"
    assert LAMP not in letter.get_content()
    case.refresh_from_db()
    assert case.team == service(feurs)
    assert [event.verb for event in Event.objects.order_by("-number")[:2]] == ["SERVICE_ASKED", "CASE_HANDED"]


def test_only_a_hash_of_the_secret_is_kept(feurs: Feurs, case: Case, office: PostOffice) -> None:
    secret = mailed(feurs, case, office).rsplit("/", 1)[1]
    kept = ConsultationLink.objects.get().secret_hash
    assert kept != secret
    assert ConsultationLink.opened_by(secret) == Consultation.objects.get()
    assert ConsultationLink.opened_by(secret[:-1]) is None


def test_the_page_shows_the_conversation_and_the_note_and_nobody(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    question(feurs, "Toujours éteint.", author="lucie", at=NOW + minutes(1), root=case.conversation)
    there = mailed(feurs, case, office, note="Quand passez-vous ?")
    page = client.get(there, headers=ENGLISH)
    shown = page.content.decode()
    assert page.status_code == 200
    assert LAMP in shown
    assert "Toujours éteint." in shown
    assert "Quand passez-vous ?" in shown
    assert not re.search(r"eve|lucie", shown, re.IGNORECASE)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")


def test_opening_the_link_says_nothing_only_a_press_does(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    there = mailed(feurs, case, office)
    client.get(there)
    client.head(there)
    assert Consultation.objects.get().ended_at is None


def test_the_words_reach_the_agent_and_are_published_by_nobody(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    there = mailed(feurs, case, office)
    page = client.post(there, {"then": "words", "words": WORDS}, headers=ENGLISH, follow=True)
    assert "Thank you: your words have arrived" in page.content.decode()
    assert not Draft.objects.exists()
    said = Event.objects.get(verb="SERVICE_ANSWERED")
    assert (said.actor, said.detail["outside"]) == (None, "Voirie")
    client.force_login(feurs.driss)
    shown = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert WORDS in shown
    pk = Consultation.objects.get().pk
    begun = client.get(reverse("case", args=[case.pk]), {"words": pk}, headers=ENGLISH).content.decode()
    assert re.search(rf'<textarea id="id_text"[^>]*>[^<]*{WORDS}</textarea>', begun)


def test_words_of_another_case_begin_no_answer(feurs: Feurs, case: Case, office: PostOffice, client: Client) -> None:
    client.post(mailed(feurs, case, office), {"then": "words", "words": WORDS})
    other = question(feurs, "Autre chose", author="max")
    client.force_login(feurs.driss)
    shown = client.get(reverse("case", args=[other.pk]), {"words": Consultation.objects.get().pk})
    assert WORDS not in shown.content.decode()


def test_it_answers_once(feurs: Feurs, case: Case, office: PostOffice, client: Client) -> None:
    there = mailed(feurs, case, office)
    for words in (WORDS, "Autre chose"):
        client.post(there, {"then": "words", "words": words})
    assert Consultation.objects.get().words == WORDS


def test_nothing_typed_is_lost_when_it_is_empty_or_too_long(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    there = mailed(feurs, case, office)
    assert client.post(there, {"then": "words", "words": "  "}).status_code == 422
    page = client.post(there, {"then": "words", "words": "x" * 20_001})
    assert page.status_code == 422
    assert "x" * 20_001 in page.content.decode()
    nameless = client.post(there, {"then": "not ours", "body": ""}, headers=ENGLISH)
    assert nameless.status_code == 422
    assert "Say to whom it belongs" in nameless.content.decode()


def test_not_ours_brings_the_case_back_to_the_desk_with_the_body(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    water = service(feurs, "Eau")
    there = mailed(feurs, case, office)
    client.post(there, {"then": "not ours", "body": "Département de la Loire", "other": water.pk})
    case.refresh_from_db()
    assert case.team is None
    last = Assignment.objects.latest("pk")
    assert (last.team, last.by, last.returned_by) == (None, None, service(feurs))
    client.force_login(feurs.driss)
    shown = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "Voirie gave the case back: it is not theirs." in shown
    assert "Département de la Loire" in shown
    assert "Hand to Eau" in shown


def test_what_a_service_gave_back_the_rules_do_not_hand_to_it_again(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    client.post(mailed(feurs, case, office), {"then": "not ours", "body": "Département"})
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs))
    route_cases(NOW + minutes(1))
    case.refresh_from_db()
    assert case.team is None


def test_a_service_of_another_organisation_cannot_be_named(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    stranger = Team.objects.create(organisation=Organisation.objects.create(name="Ailleurs"), name="Ailleurs")
    there = mailed(feurs, case, office)
    assert client.post(there, {"then": "not ours", "other": stranger.pk}).status_code == 422


@pytest.mark.parametrize("end", ["closed", "handed on", "asked no longer"])
def test_a_link_is_over_when_nobody_waits_any_more(
    feurs: Feurs, case: Case, office: PostOffice, client: Client, end: str
) -> None:
    there = mailed(feurs, case, office)
    if end == "closed":
        case.close(by=feurs.driss, now=NOW)
    elif end == "handed on":
        case.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW)
    else:
        Consultation.objects.get().close(by=feurs.driss, now=NOW)
    assert client.post(there, {"then": "words", "words": WORDS}).status_code == 410
    assert Consultation.objects.get().words == ""


def test_a_link_expires(feurs: Feurs, case: Case, office: PostOffice, client: Client, clock: list[datetime]) -> None:
    there = mailed(feurs, case, office)
    clock[0] = NOW + timedelta(days=31)
    assert client.get(there).status_code == 410


def test_the_service_is_reminded_once_then_its_deputy_is_asked_once(
    feurs: Feurs, case: Case, office: PostOffice
) -> None:
    asked(feurs, case)
    days = [0, 2.9, 3, 3, 3.1, 4.9, 5, 5.1, 10]
    worked = [remind_services(NOW + timedelta(days=day)) for day in days]
    assert worked == [0, 0, 1, 0, 0, 0, 1, 0, 0]
    said = Message.objects.order_by("written_at").values_list("name", "address")
    assert list(said) == [
        ("Voirie", "voirie@feurs.example"),
        ("Voirie", "voirie@feurs.example"),
        ("Mme Roux", "dgs@feurs.example"),
    ]
    assert [event.verb for event in Event.objects.order_by("-number")[:2]] == ["SERVICE_ESCALATED", "SERVICE_REMINDED"]


def test_the_links_of_the_reminder_and_the_deputy_open_the_same_page(
    feurs: Feurs, case: Case, office: PostOffice, client: Client
) -> None:
    asked(feurs, case)
    for day in (0, 3, 5):
        remind_services(NOW + timedelta(days=day))
        send_due(NOW + timedelta(days=day))
    assert len({link(office, nth) for nth in range(3)}) == 3
    client.post(link(office, 2), {"then": "words", "words": WORDS})
    assert WORDS in client.get(link(office, 0)).content.decode()


def test_two_workers_remind_once(feurs: Feurs, case: Case, office: PostOffice) -> None:
    asked(feurs, case)
    twins = [Consultation.objects.select_related("case__organisation", "team", "asked_by").get() for _ in range(2)]
    assert [remind(each, now=NOW + timedelta(days=3)) for each in twins] == [True, False]


def test_who_has_answered_is_not_reminded(feurs: Feurs, case: Case, office: PostOffice) -> None:
    asked(feurs, case).say(WORDS, now=NOW + minutes(5))
    assert remind_services(NOW + timedelta(days=10)) == 0


def test_a_closed_case_reminds_nobody(feurs: Feurs, case: Case, office: PostOffice) -> None:
    asked(feurs, case)
    case.refresh_from_db()
    case.close(by=feurs.driss, now=NOW)
    remind_services(NOW + timedelta(days=3))
    assert Message.objects.count() == 1


def test_without_a_mail_server_the_link_is_shown_once_to_be_handed_over(
    feurs: Feurs, case: Case, client: Client
) -> None:
    client.force_login(feurs.driss)
    page = client.post(reverse("case_asking", args=[case.pk]), {"team": service(feurs).pk}, headers=ENGLISH)
    found = re.search(r"http://testserver(/service/[\w-]{40,})", page.content.decode())
    assert found
    assert client.get(found[1]).status_code == 200
    assert page["Cache-Control"] == "no-store, private"


def test_whoever_closes_what_was_answered_meanwhile_is_not_told_that_nobody_is_asked(
    feurs: Feurs, case: Case, client: Client
) -> None:
    consultation = asked(feurs, case)
    consultation.say("Lundi.", now=NOW)
    client.force_login(feurs.driss)
    told = client.post(reverse("consultation_closing", args=[consultation.pk]), headers=ENGLISH, follow=True)
    page = told.content.decode()
    assert "is asked no longer" not in page and "Nothing was to be done: it was so already." in page


def test_a_note_that_is_too_long_asks_nobody_and_is_still_there(feurs: Feurs, case: Case, client: Client) -> None:
    case.hand_to(service(feurs), by=feurs.driss, now=NOW)
    client.force_login(feurs.driss)
    sent = {"team": service(feurs).pk, "note": "Depuis lundi. " * 200}
    told = client.post(reverse("case_asking", args=[case.pk]), sent, headers=ENGLISH)
    page = told.content.decode()
    assert told.status_code == 422 and "nobody was asked" in page and "Depuis lundi. Depuis lundi." in page
    assert not Consultation.objects.exists()


def test_a_link_that_never_was_leads_nowhere(client: Client, db: None) -> None:
    assert client.get("/service/never-was").status_code == 404


def test_how_a_service_is_reached_is_set_on_its_page(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    there = reverse("service_contact", args=[service(feurs).pk])
    wrong = client.post(there, {"email": "voirie", "remind_after": 0, "escalate_after": 2})
    assert wrong.status_code == 422
    right = {"email": "voirie@feurs.example", "remind_after": 4, "escalate_after": 2, "deputy": "", "deputy_email": ""}
    client.post(there, right)
    assert ServiceContact.objects.get().remind_after == 4
    assert "voirie@feurs.example" in client.get(reverse("service_contacts")).content.decode()
