"""A label is called otherwise, or taken away: what is promised of the cases that carry it follows."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.inbox.duties import reckon_deadlines
from beffroi.inbox.models import Case, CaseLabel, Label, ResponseTarget
from tests.cast import NOW, Feurs, minutes
from tests.inbox.promised import answer_by, ask, promise

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def label(feurs: Feurs) -> Label:
    return made(feurs, "Voirie")


def made(feurs: Feurs, name: str) -> Label:
    label = Label(organisation=feurs.organisation)
    label.call(name, by=feurs.ana, now=NOW)
    return label


@pytest.fixture
def case(feurs: Feurs, label: Label) -> Case:
    """Promised in an hour, and in ten minutes with the label that it carries."""
    promise(feurs, 60)
    promise(feurs, 10, label="Voirie")
    ask(feurs)
    case = Case.objects.get()
    CaseLabel.put(case, label, on=True, by=feurs.driss, now=NOW)
    assert answer_by() == NOW + minutes(10)
    return case


def test_a_target_goes_with_the_label_that_it_asks_for(feurs: Feurs, case: Case, label: Label) -> None:
    label.call("Routes", by=feurs.ana, now=NOW)
    reckon_deadlines(NOW)
    assert ResponseTarget.objects.get(minutes=10).label == "Routes"
    assert answer_by() == NOW + minutes(10)


def test_a_target_of_the_new_name_stays_and_what_is_open_is_reckoned_by_it(
    feurs: Feurs, case: Case, label: Label
) -> None:
    promise(feurs, 20, label="Routes")
    label.call("Routes", by=feurs.ana, now=NOW)
    assert reckon_deadlines(NOW) == 1
    assert answer_by() == NOW + minutes(20)
    assert ResponseTarget.objects.get(minutes=10).label == "Voirie"


def test_without_its_label_a_case_has_what_is_promised_to_all(feurs: Feurs, case: Case, label: Label) -> None:
    label.remove(by=feurs.ana, now=NOW)
    assert reckon_deadlines(NOW) == 1
    assert answer_by() == NOW + minutes(60)


def test_a_target_of_another_organisation_is_left_alone(feurs: Feurs, label: Label) -> None:
    other = type(feurs.organisation).objects.create(name="Ailleurs")
    theirs = ResponseTarget(organisation=other)
    theirs.keep(by=feurs.eve, now=NOW, aim="first", minutes=5, label="Voirie")
    label.call("Routes", by=feurs.ana, now=NOW)
    theirs.refresh_from_db()
    assert theirs.label == "Voirie"


def test_a_target_chooses_among_the_labels_there_are(feurs: Feurs, label: Label, client: Client) -> None:
    gone = promise(feurs, 60, label="Autrefois")
    client.force_login(feurs.ana)
    new = client.get(reverse("response_target_new"), headers=ENGLISH).content.decode()
    assert offered(new) == ["", "Voirie"]
    kept = client.get(reverse("response_target", args=[gone.pk]), headers=ENGLISH).content.decode()
    assert offered(kept) == ["", "Voirie", "Autrefois"]
    said = {"aim": "first", "amount": "4", "unit": "hours", "warned_percent": "80"}
    wrong = client.post(reverse("response_target_new"), {**said, "label": "Inventée"}, headers=ENGLISH)
    assert wrong.status_code == 422
    client.post(reverse("response_target_new"), {**said, "label": "Voirie"})
    assert ResponseTarget.objects.filter(label="Voirie").exists()


def offered(page: str) -> list[str]:
    [select] = re.findall(r'<select name="label".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"', select)


def test_today_lists_what_is_due_first(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    first = ask(feurs)
    second = ask(feurs, NOW + minutes(1))
    assert order(client, first, second) == ["first", "second"]
    promise(feurs, 60)
    promise(feurs, 10, priority="urgent")
    Case.objects.get(latest__native_id=second).prioritise("urgent", by=feurs.driss, now=NOW)
    reckon_deadlines(NOW)
    assert order(client, first, second) == ["second", "first"]


def order(client: Client, first: str, second: str) -> list[str]:
    page = client.get("/", headers=ENGLISH).content.decode()
    names = {Case.objects.get(latest__native_id=said).pk: name for said, name in ((first, "first"), (second, "second"))}
    return [names[int(pk)] for pk in re.findall(r'<li class="entry" data-row id="case-(\d+)"', page)]


def test_the_address_of_a_citizen_s_page_is_there_to_be_copied(feurs: Feurs, client: Client) -> None:
    ask(feurs)
    client.force_login(feurs.driss)
    client.post(reverse("case_status_page", args=[Case.objects.get().pk]))
    page = client.get(reverse("case", args=[Case.objects.get().pk]), headers=ENGLISH).content.decode()
    [address] = re.findall(r'<code class="handed" tabindex="0" id="status-address">([^<]+)</code>', page)
    assert address.startswith("http://testserver/status/")
    assert 'data-copies="status-address"' in page
    assert "js/later/copying" in page
