"""Programs that are called when something happens, verified with the reference library of Standard Webhooks."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.db import connections
from standardwebhooks import Webhook, WebhookVerificationError

from beffroi.journal.models import Event, record
from beffroi.keeping.kinds import Person
from beffroi.keeping.person import erase
from beffroi.notify import calling
from beffroi.notify.channels import web_address
from beffroi.notify.duties import call_webhooks, forget_calls, read_for_webhooks, read_ledger
from beffroi.notify.models import Message, WebhookDelivery, WebhookEndpoint
from beffroi.notify.models.webhook import BOTH_SIGN
from beffroi.notify.offered import OFFERS
from beffroi.notify.reading_on import write_test
from tests.cast import Feurs
from tests.notify.conftest import Gateway
from tests.post_office import PostOffice
from tests.ways_out import forget

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def fresh_client() -> Iterator[None]:
    forget(web_address.way_out)
    yield
    forget(web_address.way_out)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)  # the reference library looks at the real clock


@pytest.fixture
def address(gateway: Gateway) -> str:
    return gateway.url.replace("127.0.0.1", "localhost") + "/beffroi"


@pytest.fixture
def told(feurs: Feurs, address: str, now: datetime) -> tuple[WebhookEndpoint, str]:
    return WebhookEndpoint.add(feurs.organisation, address=address, events=list(OFFERS), by=feurs.ana, now=now)


def something_happens(feurs: Feurs, now: datetime, verb: str = "PUBLICATION_SENT", **detail: Any) -> Event:
    return record(verb, feurs.account, organisation=feurs.organisation, now=now, account="@feurs", **detail)


def verified(request: httpx.Request, *secrets: str) -> Any:
    first, *_ = [Webhook(secret).verify(request.content, dict(request.headers)) for secret in secrets]
    return first


def test_the_reference_library_takes_what_we_send(feurs: Feurs, told: Any, gateway: Gateway, now: datetime) -> None:
    event = something_happens(feurs, now, reason={"say": "canary of a reason"})
    assert read_for_webhooks(now) == 2  # its own adding, of which nobody is called, and the post
    assert call_webhooks(now) == 1
    [request] = gateway.asked
    said = verified(request, told[1])
    assert (said["type"], said["data"]["number"], said["data"]["account"]) == (
        "publication.sent",
        event.number,
        "@feurs",
    )
    assert datetime.fromisoformat(said["timestamp"]) == now
    assert request.headers["content-type"] == "application/json"
    assert "canary" not in request.content.decode()
    with pytest.raises(WebhookVerificationError):
        verified(httpx.Request("POST", request.url, headers=request.headers, content=request.content + b" "), told[1])
    call = WebhookDelivery.objects.get()
    assert (call.state, call.status, call.answer, call.attempts) == ("sent", 200, "{}", 1)


def test_nobody_is_named_in_a_call(feurs: Feurs, told: Any, gateway: Gateway, now: datetime) -> None:
    organisation = feurs.organisation
    for verb in {verb for offer in OFFERS.values() for verb in offer.verbs}:
        record(verb, feurs.account, organisation=organisation, actor=feurs.bruno, now=now, name="Zoé", author="zoe")
    read_for_webhooks(now)
    bodies = [call.body for call in WebhookDelivery.objects.all()]
    assert len(bodies) > len(OFFERS) - 1
    assert not any(name in body for body in bodies for name in ("Bruno", "Zoé", "zoe", "@feurs.example"))


def test_an_erasure_takes_the_name_out_of_calls_that_were_made_and_that_wait(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime
) -> None:
    record("ALERT_OPENED", feurs.account, organisation=feurs.organisation, now=now, search="Ce que dit @lucie")
    read_for_webhooks(now)
    call_webhooks(now)
    record("ALERT_RANG", feurs.account, organisation=feurs.organisation, now=now, search="Ce que dit @lucie")
    read_for_webhooks(now)
    lucie = Person.asked(feurs.organisation, network="sandbox", handle="lucie", email="", name="")
    erase(feurs.organisation, lucie, by=feurs.ana, now=now)
    made, waits = WebhookDelivery.objects.order_by("pk")
    assert "lucie" not in made.body + waits.body
    assert (made.state, waits.state) == ("sent", "queued")
    call_webhooks(now)
    assert verified(gateway.asked[-1], told[1])["data"]["event"] == "ALERT_RANG"


def test_only_what_was_chosen_is_told_and_only_once(feurs: Feurs, address: str, now: datetime) -> None:
    WebhookEndpoint.add(feurs.organisation, address=address, events=["alarm.raised"], by=feurs.ana, now=now)
    something_happens(feurs, now)
    something_happens(feurs, now, "ALARM_RAISED")
    read_for_webhooks(now)
    read_for_webhooks(now)
    assert [call.type for call in WebhookDelivery.objects.all()] == ["alarm.raised"]


def test_what_happened_before_is_not_told(feurs: Feurs, address: str, now: datetime) -> None:
    something_happens(feurs, now)
    WebhookEndpoint.add(feurs.organisation, address=address, events=list(OFFERS), by=feurs.ana, now=now)
    read_for_webhooks(now)
    assert not WebhookDelivery.objects.exists()


def test_for_a_day_both_secrets_sign_and_then_only_the_new_one(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime
) -> None:
    endpoint, former = told
    fresh = endpoint.renew_secret(by=feurs.ana, now=now)
    write_test(endpoint, now)
    call_webhooks(now)
    assert verified(gateway.asked[0], former, fresh)["type"] == "webhook.test"
    endpoint.refresh_from_db()
    assert endpoint.secrets(now + BOTH_SIGN) == [fresh]


def test_a_server_that_fails_is_asked_again_later_and_later_under_the_same_id(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime
) -> None:
    gateway.says(500, text="x" * 5000)
    call, waits, at = write_test(told[0], now), [], now
    for _ in range(4):
        call_webhooks(at)
        call.refresh_from_db()
        assert call.due_at is not None
        waits.append(round((call.due_at - at).total_seconds()))
        at = call.due_at
    assert waits == [5, 300, 1800, 7200]
    assert len(call.answer) == 1024
    gateway.says(204)
    call_webhooks(at)
    call.refresh_from_db()
    assert (call.state, call.attempts, call.status) == ("sent", 5, 204)
    assert {request.headers["webhook-id"] for request in gateway.asked} == {call.webhook_id}
    assert len({request.content for request in gateway.asked}) == 1
    told[0].refresh_from_db()
    assert (told[0].failing_since, told[0].troubles) == (None, 0)


def test_after_three_days_in_vain_it_is_switched_off_and_whoever_runs_the_town_is_told(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime, office: PostOffice
) -> None:
    gateway.says(503)
    call, last = write_test(told[0], now), now
    read_ledger(now)
    while call.due_at is not None:
        last = call.due_at
        call_webhooks(last)
        call.refresh_from_db()
    assert timedelta(days=3) <= last - now < timedelta(days=3, minutes=1)
    told[0].refresh_from_db()
    assert (call.state, told[0].is_active) == ("failed", False)
    read_ledger(last)
    assert [message.kind for message in Message.objects.filter(address="ana@feurs.example")] == ["webhook_off"]
    assert not Message.objects.filter(address="driss@feurs.example").exists()


def test_a_server_that_says_that_nothing_is_there_any_more_is_switched_off_at_once(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime
) -> None:
    gateway.says(410)
    write_test(told[0], now)
    waiting = write_test(told[0], now)
    call_webhooks(now)
    call_webhooks(now + HOUR)
    told[0].refresh_from_db()
    waiting.refresh_from_db()
    assert not told[0].is_active
    assert (len(gateway.asked), waiting.state) == (1, "withdrawn")


def test_a_server_that_asks_to_wait_is_left_alone_for_so_long(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime
) -> None:
    gateway.says(429, headers={"Retry-After": "3600"})
    first, second = write_test(told[0], now), write_test(told[0], now)
    call_webhooks(now)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.due_at and second.due_at
    assert min(first.due_at, second.due_at) >= now + HOUR - timedelta(seconds=5)
    later = write_test(WebhookEndpoint.objects.get(), now)
    assert later.due_at and later.due_at >= now + HOUR - timedelta(seconds=5)


def test_a_redirect_is_followed_nowhere(feurs: Feurs, told: Any, gateway: Gateway, now: datetime) -> None:
    gateway.says(307, headers={"Location": gateway.url.replace("127.0.0.1", "localhost") + "/elsewhere"})
    call = write_test(told[0], now)
    call_webhooks(now)
    call.refresh_from_db()
    assert (len(gateway.asked), call.state, call.status) == (1, "queued", 307)


def test_of_a_large_answer_only_the_beginning_is_read(feurs: Feurs, told: Any, gateway: Gateway, now: datetime) -> None:
    gateway.says(200, content=b"a" * 30_000_000)
    call = write_test(told[0], now)
    call_webhooks(now)
    call.refresh_from_db()
    assert (call.state, len(call.answer)) == ("sent", 1024)


def test_a_server_that_hangs_is_left_and_asked_again(
    feurs: Feurs, now: datetime, listen: Callable[..., int], monkeypatch: Any
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.5)

    def says_nothing(sock: socket.socket) -> None:
        while sock.recv(65536):  # until we go away
            pass

    port = listen(says_nothing)
    address = f"http://localhost:{port}/"
    endpoint, _ = WebhookEndpoint.add(
        feurs.organisation, address=address, events=["alarm.raised"], by=feurs.ana, now=now
    )
    call = write_test(endpoint, now)
    call_webhooks(now)
    call.refresh_from_db()
    assert (call.state, call.status, call.trouble["say"]) == ("queued", None, "The server did not answer in time.")


def test_an_address_inside_the_house_is_not_called(feurs: Feurs, gateway: Gateway, now: datetime) -> None:
    endpoint, _ = WebhookEndpoint.add(
        feurs.organisation, address=gateway.url, events=["alarm.raised"], by=feurs.ana, now=now
    )
    call = write_test(endpoint, now)
    call_webhooks(now)
    call.refresh_from_db()
    assert (gateway.asked, call.state) == ([], "queued")
    assert "not on the public internet" in call.trouble["say"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_between_leaves_a_call_that_is_made_again_under_the_same_id(
    feurs: Feurs, told: Any, gateway: Gateway, now: datetime
) -> None:
    call = write_test(told[0], now)
    victims: list[int] = []

    def kills(_request: httpx.Request) -> httpx.Response:
        while not victims:
            pass
        os.kill(victims[0], signal.SIGKILL)
        return httpx.Response(200)

    gateway.answer = kills
    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            call_webhooks(now)
        finally:
            os._exit(0)
    victims.append(pid)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    call.refresh_from_db()
    assert call.state == "sending"
    gateway.says(200)
    call_webhooks(now + timedelta(minutes=2))
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("sent", 2)
    assert [request.headers["webhook-id"] for request in gateway.asked] == [call.webhook_id] * 2


def test_the_demonstration_calls_nobody(feurs: Feurs, told: Any, gateway: Gateway, now: datetime) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    something_happens(feurs, now)
    assert read_for_webhooks(now) == 0


def test_the_log_keeps_a_month_and_never_forgets_what_waits(feurs: Feurs, told: Any, now: datetime) -> None:
    old = now - timedelta(days=31)
    done, waiting = write_test(told[0], old), write_test(told[0], old)
    WebhookDelivery.objects.filter(pk=done.pk).update(due_at=None, state="sent")
    forget_calls(now)
    assert list(WebhookDelivery.objects.all()) == [waiting]


def test_no_secret_stands_in_a_repr_or_in_the_ledger(feurs: Feurs, told: Any) -> None:
    endpoint, secret = told
    assert secret not in repr(endpoint)
    assert secret not in json.dumps([event.detail for event in Event.objects.all()])
    assert secret.encode() not in bytes(endpoint.sealed)
