"""What a program may do with a token, and what nobody may."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import ApiToken, Organisation, User
from beffroi.journal.models import Event
from beffroi.publishing.models import Stop
from tests.cast import NOW, Feurs

STOP = {"reason": "Alerte"}


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def token_of(feurs: Feurs, user: User) -> str:
    return ApiToken.make(feurs.organisation, user, "téléphone d'astreinte", NOW)[1]


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_program_stops_everything_and_lets_posts_leave_again(feurs: Feurs, strict: Client) -> None:
    headers = bearer(token_of(feurs, feurs.chloe))
    answer = strict.post("/api/v1/stop", STOP, content_type="application/json", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["stopped"]["reason"] == "Alerte"
    assert Stop.in_force(feurs.organisation)
    assert strict.get("/api/v1/state", headers=headers).json()["stopped"]["by"] == "Chloé"
    assert strict.post("/api/v1/resume", headers=headers).json()["stopped"] is None
    assert Stop.in_force(feurs.organisation) is None


def test_a_token_has_no_more_rights_than_its_holder(feurs: Feurs, strict: Client) -> None:
    headers = bearer(token_of(feurs, feurs.driss))
    answer = strict.post("/api/v1/stop", STOP, content_type="application/json", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert not Stop.objects.exists()
    assert strict.get("/api/v1/state", headers=headers).status_code == 200


def test_a_token_opens_its_own_organisation_only(feurs: Feurs, strict: Client) -> None:
    elsewhere = Organisation.objects.create(name="Ailleurs")
    elsewhere.admit(feurs.eve, "owner")
    theirs = ApiToken.make(elsewhere, feurs.eve, "x", NOW)[1]
    strict.post("/api/v1/stop", STOP, content_type="application/json", headers=bearer(theirs))
    assert [stop.organisation for stop in Stop.objects.all()] == [elsewhere]


def test_who_was_put_out_takes_the_token_along(feurs: Feurs, strict: Client) -> None:
    headers = bearer(token_of(feurs, feurs.chloe))
    feurs.chloe.memberships.all().delete()
    assert strict.get("/api/v1/state", headers=headers).status_code == 403


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer beffroi_wrong", "Basic YW5hOmFuYQ=="])
@pytest.mark.parametrize("address", ["state", "stop", "resume", "anything/else"])
def test_without_a_living_token_nothing_is_told_and_nothing_done(
    feurs: Feurs, strict: Client, address: str, header: str
) -> None:
    answer = strict.post(f"/api/v1/{address}", STOP, content_type="application/json", headers={"authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert not Stop.objects.exists()


def test_a_session_opens_no_address_of_the_api(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    assert client.post("/api/v1/stop", STOP, content_type="application/json").status_code == 401


def test_what_is_not_there_is_said_to_be_not_there(feurs: Feurs, strict: Client) -> None:
    answer = strict.get("/api/v2/accounts", headers=bearer(token_of(feurs, feurs.ana)))
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_asking_with_the_wrong_method_does_nothing(feurs: Feurs, strict: Client) -> None:
    headers = bearer(token_of(feurs, feurs.ana))
    answer = strict.get("/api/v1/stop", headers=headers)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert not Stop.objects.exists()


NO_REASONS = ["", "stop", "[]", "{}", '{"reason": ""}', '{"reason": 7}', '{"reason": " "}', r'{"reason": "\u0000"}']


@pytest.mark.parametrize("body", [*NO_REASONS, pytest.param("[" * 100_000, id="very deep")])
def test_a_stop_without_a_reason_is_refused_in_words(feurs: Feurs, strict: Client, body: str) -> None:
    headers = bearer(token_of(feurs, feurs.ana))
    answer = strict.post("/api/v1/stop", body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert "reason" in answer.json()["error"]
    assert not Stop.objects.exists()


def test_a_token_is_shown_once_works_and_is_revoked(feurs: Feurs, client: Client, strict: Client) -> None:
    client.force_login(feurs.ana)
    shown = client.post(reverse("tokens"), {"name": "Astreinte", "scopes": ["read", "stop"]}).content.decode()
    text = "beffroi_" + shown.partition("<code>beffroi_")[2].partition("</code>")[0]
    assert text not in client.get(reverse("tokens")).content.decode()
    assert text not in str(list(ApiToken.objects.values()))
    assert strict.get("/api/v1/state", headers=bearer(text)).status_code == 200
    client.post(reverse("token_revocation", args=[ApiToken.objects.get().pk]))
    assert strict.get("/api/v1/state", headers=bearer(text)).status_code == 401
    verbs = [event.verb for event in Event.objects.order_by("number") if event.verb.startswith("API_")]
    assert verbs == ["API_TOKEN_MADE", "API_TOKEN_REVOKED"]


def test_a_token_is_made_for_what_was_chosen_and_no_longer_than_said(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    wishes = {"name": "Site", "scopes": ["read"], "accounts": [feurs.account.pk], "last_day": "2190-01-31"}
    client.post(reverse("tokens"), wishes)
    made = ApiToken.objects.get()
    assert (made.scopes, made.accounts) == (["read"], [feurs.account.pk])
    assert made.expires_at
    assert made.expires_at.isoformat() == "2190-01-31T23:00:00+00:00"
    shown = client.get(reverse("tokens"), headers={"accept-language": "en"}).content.decode()
    assert "Read everything that its person may read" in shown
    assert "Only on @feurs" in shown


@pytest.mark.parametrize("wishes", [{"scopes": []}, {"last_day": "2000-01-01"}, {"last_day": "9999-12-31"}])
def test_a_token_that_makes_no_sense_is_not_made(feurs: Feurs, client: Client, wishes: dict[str, object]) -> None:
    client.force_login(feurs.ana)
    assert client.post(reverse("tokens"), {"name": "x", "scopes": ["read"], **wishes}).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_desk_makes_no_token(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.post(reverse("tokens"), {"name": "x"}).status_code == 403
