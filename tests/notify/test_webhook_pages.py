"""Settings, Webhooks: what whoever runs the organisation sees, and the receiver that the guide shows."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.journal.models import Event
from beffroi.notify import calling
from beffroi.notify.channels import web_address
from beffroi.notify.models import WebhookDelivery, WebhookEndpoint
from beffroi.site.commands.webhook import run
from tests.cast import Feurs
from tests.notify.conftest import Gateway
from tests.patience import until
from tests.postgres import free_port
from tests.tree import PROJECT
from tests.ways_out import forget

PAGE = "/settings/webhooks"
GUIDE = PROJECT / "docs" / "how-to" / "receive-webhooks.md"


@pytest.fixture(autouse=True)
def fresh_client() -> Iterator[None]:
    forget(web_address.way_out)
    yield
    forget(web_address.way_out)


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    client.cookies["beffroi_language"] = "en"
    return client


@pytest.fixture
def address(gateway: Gateway) -> str:
    return gateway.url.replace("127.0.0.1", "localhost") + "/canary-path"


def added(ana: Client, address: str) -> tuple[WebhookEndpoint, str]:
    page = ana.post(PAGE, {"address": address, "events": ["alarm.raised", "case.late"]}).content.decode()
    return WebhookEndpoint.objects.get(), re.findall(r"whsec_[\w+/=]+", page)[0]


def test_the_secret_is_shown_once_and_never_again(ana: Client, address: str) -> None:
    endpoint, secret = added(ana, address)
    assert endpoint.secrets(timezone.now()) == [secret]
    for page in (PAGE, f"{PAGE}/{endpoint.pk}"):
        answer = ana.get(page)
        assert "whsec_" not in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


def test_a_test_says_at_once_what_came_of_it(ana: Client, address: str, gateway: Gateway) -> None:
    endpoint, _ = added(ana, address)
    gateway.says(204)
    assert "the server answered 204" in ana.post(f"{PAGE}/{endpoint.pk}/test", follow=True).content.decode()
    gateway.says(500, text="<script>alert(1)</script>")
    page = ana.post(f"{PAGE}/{endpoint.pk}/test", follow=True).content.decode()
    assert "It was not taken: The server answered 500" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_test_after_which_nothing_is_called_does_not_promise_another_try(
    ana: Client, address: str, gateway: Gateway
) -> None:
    endpoint, _ = added(ana, address)
    gateway.says(410)
    page = unescape(ana.post(f"{PAGE}/{endpoint.pk}/test", follow=True).content.decode())
    assert "nothing is called there any more: The server answered 410" in page
    assert "It is tried again" not in page


def test_a_test_that_a_worker_has_taken_already_is_on_its_way(
    ana: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, _ = added(ana, address)
    claim = WebhookDelivery.claim
    monkeypatch.setattr(
        WebhookDelivery,
        "claim",
        lambda mine, now: claim(WebhookDelivery.objects.get(), now=now) and claim(mine, now=now),
    )
    page = ana.post(f"{PAGE}/{endpoint.pk}/test", follow=True).content.decode()
    assert "It is on its way already." in page


def test_the_log_is_filtered_and_a_call_is_sent_again_under_its_id(ana: Client, address: str, gateway: Gateway) -> None:
    endpoint, _ = added(ana, address)
    there = f"{PAGE}/{endpoint.pk}"
    gateway.says(204)
    ana.post(f"{there}/test")
    call = WebhookDelivery.objects.get()
    assert call.webhook_id in ana.get(f"{there}?show=sent").content.decode()
    assert call.webhook_id not in ana.get(f"{there}?show=failed").content.decode()
    ana.post(f"{PAGE}/calls/{call.pk}/again")
    calling.call(WebhookDelivery.objects.select_related("endpoint__organisation").get(), timezone.now)
    assert [request.headers["webhook-id"] for request in gateway.asked] == [call.webhook_id] * 2


def test_switched_off_it_is_called_no_more_and_switched_on_again_from_now_on(ana: Client, address: str) -> None:
    endpoint, _ = added(ana, address)
    there = f"{PAGE}/{endpoint.pk}"
    ana.post(f"{there}/switch", {"to": "off"})
    assert "switch it on before" in ana.post(f"{there}/test", follow=True).content.decode()
    ana.post(f"{there}/switch", {"to": "on"})
    endpoint.refresh_from_db()
    last = Event.objects.order_by("-number").first()
    assert last
    assert (endpoint.is_active, endpoint.number) == (True, last.number - 1)  # the switching on itself comes after


def test_removed_its_secret_is_erased(ana: Client, address: str) -> None:
    endpoint, _ = added(ana, address)
    ana.post(f"{PAGE}/{endpoint.pk}/removal")
    endpoint.refresh_from_db()
    assert endpoint.sealed is None
    assert ana.get(f"{PAGE}/{endpoint.pk}").status_code == 404


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://x.example/", "This is not a web address"),
        ("https://", "This is not a web address"),
        ("https://x.example:99999/", "This is not a web address"),
        ("https://[::1", "This is not a web address"),
        ("https://ana:pw@x.example/", "user name or a password"),
        ("http://x.example/", "begins with https://"),
    ],
)
def test_an_address_that_is_not_called_is_told_at_its_field(ana: Client, address: str, told: str) -> None:
    answer = ana.post(PAGE, {"address": address, "events": ["case.late"]})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not WebhookEndpoint.objects.exists()


def test_the_command_says_what_came_of_it(ana: Client, address: str, gateway: Gateway) -> None:
    added(ana, address)
    gateway.says(204)
    said = StringIO()
    assert run(None, None, said) == 0
    assert re.fullmatch(r"ok   Ville de Feurs, localhost:\d+: 204 in \d+ ms\n", said.getvalue())
    assert run("Nowhere", None, StringIO()) == 1
    gateway.says(404)
    assert run(None, None, StringIO()) == 1


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Any]:
    """The receiver of the guide, run as it stands there; it is given the secret."""
    example = tmp_path / "receiver.py"
    shown = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    example.write_text(shown[1])
    processes: list[subprocess.Popen[str]] = []

    def start(secret: str, port: int) -> subprocess.Popen[str]:
        given = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)}
        processes.append(
            subprocess.Popen(
                [sys.executable, str(example)],
                env=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_the_receiver_of_the_guide_takes_our_calls_and_no_others(ana: Client, receiver: Any) -> None:
    port = free_port()
    endpoint, secret = added(ana, f"http://localhost:{port}/")
    process = receiver(secret, port)

    def is_taken() -> bool:
        ana.post(f"{PAGE}/{endpoint.pk}/test")
        return WebhookDelivery.objects.filter(state="sent").exists()

    until(is_taken)
    call = WebhookDelivery.objects.filter(state="sent").get()
    assert process.stdout is not None
    assert process.stdout.readline().split()[:2] == [call.webhook_id, "webhook.test"]
    endpoint.renew_secret(by=endpoint.made_by, now=timezone.now())
    WebhookEndpoint.objects.update(former_until=None)
    ana.post(f"{PAGE}/{endpoint.pk}/test")
    assert WebhookDelivery.objects.order_by("pk").last().status == 401  # type: ignore[union-attr]  # there is one
