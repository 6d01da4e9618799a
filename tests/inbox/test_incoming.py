"""Questions that a form on the town's own site brings in, signed with the reference library."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from standardwebhooks import Webhook

from beffroi.access.models import IncomingCall, IncomingWebhook
from beffroi.access.models import incoming as limits
from beffroi.inbox.models import Case
from beffroi.inbox.views import incoming
from beffroi.journal.models import Event
from tests.cast import Feurs

QUESTION = {"type": "question.asked", "data": {"text": "Quand passe le camion ?", "name": "Mme Roux"}}


class Form:
    """The far side: a program on the town's site."""

    def __init__(self, client: Client, door: str, secret: str) -> None:
        self.client, self.door, self.secret = client, door, secret

    def sends(self, said: Any = QUESTION, *, key: str = "msg_1", at: datetime | None = None, **more: Any) -> Any:
        body = said if isinstance(said, str) else json.dumps(said)
        at = at or datetime.now(UTC)
        signature = Webhook(self.secret).sign(key, at, body)
        headers = {"webhook-id": key, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
        return self.client.post(
            f"/hooks/{self.door}", body, content_type="application/json", headers={**headers, **more}
        )


@pytest.fixture
def form(feurs: Feurs, client: Client) -> Form:
    made, secret = IncomingWebhook.make(feurs.organisation, feurs.ana, "Site de la ville", datetime.now(UTC))
    return Form(client, made.door, secret)


def test_a_signed_question_becomes_a_case(feurs: Feurs, form: Form) -> None:
    answer = form.sends()
    case = Case.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"case": str(case.pk)})
    assert (case.latest.text, case.latest.author_name, case.latest.network) == (
        "Quand passe le camion ?",
        "Mme Roux",
        "form",
    )
    event = Event.objects.filter(verb="CASE_CAME_IN").get()
    assert (event.actor, event.detail["program"]) == (None, "Site de la ville")
    assert "Roux" not in json.dumps(event.detail)


def test_the_same_call_played_again_makes_no_second_case(form: Form) -> None:
    first, again = form.sends(), form.sends()
    assert (again.status_code, again.json()) == (200, first.json())
    assert Case.objects.count() == 1


def test_a_call_that_is_too_old_or_too_new_is_refused(form: Form) -> None:
    now = datetime.now(UTC)
    for at in (now - timedelta(minutes=6), now + timedelta(minutes=6)):
        assert form.sends(at=at).status_code == 401
    assert form.sends(at=now - timedelta(minutes=4)).status_code == 201


@pytest.mark.parametrize(
    "header",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-signature": "v2,é"},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "9" * 40},
        {"webhook-id": ""},
        {"webhook-id": "x" * 65},
        {"webhook-id": "msg_2"},
    ],
    ids=str,
)
def test_what_is_not_signed_brings_in_nothing(form: Form, header: dict[str, Any]) -> None:
    answer = form.sends(**header)
    assert (answer.status_code, list(answer.json())) == (401, ["error"])
    assert form.secret not in answer.content.decode()
    assert not Case.objects.exists()


def test_a_body_that_was_changed_on_the_way_is_refused(form: Form) -> None:
    at = datetime.now(UTC)
    signature = Webhook(form.secret).sign("msg_1", at, json.dumps(QUESTION))
    assert form.sends({**QUESTION, "x": 1}, at=at, **{"webhook-signature": signature}).status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        "no json",
        "[" * 50_000,
        [],
        {"type": "question.asked"},
        {"type": "other", "data": {"text": "x"}},
        {"type": "question.asked", "data": {"text": " "}},
        {"type": "question.asked", "data": {"text": 3}},
        {"type": "question.asked", "data": {"text": "x" * 20_001}},
        {"type": "question.asked", "data": {"text": "x", "name": "x" * 121}},
    ],
    ids=lambda said: str(said)[:40],
)
def test_what_is_no_question_is_told_so_and_may_be_sent_again_mended(form: Form, said: Any) -> None:
    answer = form.sends(said)
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert form.sends().status_code == 201  # under the same id


def test_a_call_that_is_too_large_is_not_even_read(form: Form) -> None:
    assert form.sends({**QUESTION, "x": "x" * incoming.MOST}).status_code == 413


def test_a_form_that_is_overrun_does_not_bury_the_inbox(form: Form, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 2)
    assert [form.sends(key=f"msg_{n}").status_code for n in range(3)] == [201, 201, 429]


def test_a_secret_of_another_door_opens_nothing(feurs: Feurs, form: Form) -> None:
    _, other = IncomingWebhook.make(feurs.organisation, feurs.ana, "Autre", datetime.now(UTC))
    form.secret = other
    assert form.sends().status_code == 401


def test_a_door_that_was_closed_takes_nothing_any_more(feurs: Feurs, form: Form, client: Client) -> None:
    client.force_login(feurs.ana)
    client.post(f"/settings/incoming/{IncomingWebhook.objects.get().pk}/revocation")
    assert form.sends().status_code == 410
    assert IncomingWebhook.objects.get().sealed is None


def test_a_person_who_left_answers_for_nothing(feurs: Feurs, form: Form) -> None:
    feurs.ana.is_active = False
    feurs.ana.save()
    assert form.sends().status_code == 410


def test_ids_are_forgotten_after_a_week(form: Form) -> None:
    form.sends()
    IncomingCall.objects.update(at=datetime.now(UTC) - timedelta(days=8))
    form.sends(key="msg_2")
    assert [call.key for call in IncomingCall.objects.all()] == ["msg_2"]


def test_the_secret_is_shown_once_and_never_again(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    shown = client.post("/settings/incoming", {"name": "Site"}).content.decode()
    secret = IncomingWebhook.objects.get().secret
    assert secret in shown
    assert secret not in client.get("/settings/incoming").content.decode()
