"""The first organisation: founded by whoever sits at the machine, or holds the code that it printed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation, User
from beffroi.site import founding
from tests.cast import PASSWORD, Feurs

ANA = {
    "organisation": "Ville de Feurs",
    "name": "Ana",
    "email": "ana@feurs.example",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_the_first_visitor_founds_the_organisation_and_owns_it(db: None, client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("welcome")
    answer = client.post(reverse("found"), ANA)
    assert answer.headers["Location"] == reverse("needs")
    assert User.objects.get().role_in(Organisation.objects.get()) == "owner"


def test_the_door_closes_behind_the_first_one(feurs: Feurs, client: Client) -> None:
    assert client.post(reverse("found"), ANA).headers["Location"] == reverse("sign_in")
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_who_found_at_the_same_moment_one_does() -> None:
    together = threading.Barrier(4)

    def found(number: int) -> str:
        together.wait()
        try:
            return Client().post(reverse("found"), ANA | {"email": f"ana{number}@feurs.example"}).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as visitors:
        led = sorted(visitors.map(found, range(4)))
    assert led == sorted([reverse("needs"), *[reverse("sign_in")] * 3])
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"password1": "short", "password2": "short"}, "12"), ({"email": "ana"}, "ana"), ({"organisation": ""}, "Ana")],
)
def test_bad_input_is_said_and_what_was_typed_stays(wrong: dict[str, str], said: str, db: None, client: Client) -> None:
    answer = client.post(reverse("found"), {**ANA, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Organisation.objects.exists()


@pytest.fixture
def reachable_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_BOUND_TO", "0.0.0.0")


@pytest.mark.usefixtures("reachable_from_elsewhere")
def test_where_strangers_could_be_first_the_printed_code_is_asked_for(db: None, client: Client) -> None:
    assert client.post(reverse("found"), ANA).status_code == 422
    assert client.post(reverse("found"), {**ANA, "code": "guessed"}).status_code == 422
    assert not Organisation.objects.exists()
    client.post(reverse("found"), {**ANA, "code": founding.code()})
    assert Organisation.objects.exists()


def test_a_public_address_asks_for_the_code_too(settings: Any) -> None:
    assert not founding.asks_for_a_code()
    settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"
    assert founding.asks_for_a_code()


def test_an_invited_person_comes_in_once_by_the_link(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    fanny = {"name": "Fanny", "email": "fanny@feurs.example", "role": "approver"}
    page = client.post(reverse("people"), fanny).content.decode()
    link = page.split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    client.logout()
    new = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(link, new).headers["Location"] == reverse("today")
    assert User.objects.get(name="Fanny").may("approve", feurs.organisation)
    assert client.get(link).status_code == 410
