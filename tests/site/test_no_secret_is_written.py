"""Recognisable secrets are planted everywhere; then everything that Beffroi writes is searched for them."""

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from beffroi.access.models import ApiToken, IncomingWebhook
from beffroi.guard.duties import poll_profiles
from beffroi.inbox.duties import poll_mentions
from beffroi.journal.models import Event
from beffroi.notify.channels import answers, web_address
from beffroi.notify.duties import call_webhooks, send_due
from beffroi.notify.models import Choice, Message, Recipient, WebhookEndpoint
from beffroi.notify.reading_on import write_test
from beffroi.outbound.mail import MailServer
from beffroi.site.doctor import examine
from beffroi.vocabulary import Sentence
from tests.cast import NOW, PASSWORD, Feurs
from tests.notify.conftest import Gateway, gateway
from tests.site.owned import OF_FEURS
from tests.site.test_doors import address, patterns, things
from tests.ways_out import forget

__all__ = ["gateway", "things"]  # fixtures

ENVIRONMENT = {
    "BEFFROI_KEYS": "canary-of-the-key",
    "BEFFROI_SECRET_KEY": "canary-of-django",
    "BEFFROI_MAIL": "smtp://beffroi:canary-of-the-mail@mail.example",
    "BEFFROI_MATRIX_TOKEN": "canary-of-matrix",
    "BEFFROI_SMS_TOKEN": "canary-of-sms",
    "BEFFROI_OIDC_CLIENT_SECRET": "canary-of-oidc",
    "BEFFROI_DATABASE_URL": "postgresql://beffroi:canary-of-the-database@db.example/beffroi",
}


@dataclass
class Planted:
    """Every secret by what it is; `found` says which of them stand in a text."""

    feurs: Feurs
    client: Client
    webhook: WebhookEndpoint
    secrets: dict[str, str] = field(default_factory=dict)

    def found(self, text: str | bytes, *but: str) -> list[str]:
        said = text.decode(errors="replace") if isinstance(text, bytes) else text
        return [what for what, secret in self.secrets.items() if secret in said and what not in but]


@pytest.fixture
def planted(feurs: Feurs, client: Client, gateway: Gateway, settings: Any, monkeypatch: Any) -> Iterator[Planted]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    settings.MAIL_SERVER, settings.MAIL_FROM = (
        MailServer.parse("smtp://a:canary-of-the-mail@localhost:9"),
        "a@b.example",
    )
    settings.MATRIX_SERVER, settings.MATRIX_TOKEN = gateway.url, "canary-of-matrix"
    connection = feurs.account.connection
    connection.keep({**connection.credentials(), "app_password": "canary-of-the-network"})
    _, token = ApiToken.make(feurs.organisation, feurs.ana, "x", NOW)
    _, incoming = IncomingWebhook.make(feurs.organisation, feurs.ana, "x", NOW)
    there = gateway.url.replace("127.0.0.1", "localhost")
    said: dict[str, Any] = {"address": there, "events": ["case.late"], "by": feurs.ana, "now": NOW}
    webhook, outgoing = WebhookEndpoint.add(feurs.organisation, **said)
    to, words = Recipient("Ana", "matrix", "!room:x.example", "en"), Sentence("x")
    link = "https://beffroi.example/witness/canary-of-a-link"
    Message.write(feurs.organisation, kind="witness", to=to, subject=words, body=words, link=link, now=timezone.now())
    client.force_login(feurs.ana)
    secrets = {name: value.removeprefix("smtp://beffroi:").split("@")[0] for name, value in ENVIRONMENT.items()}
    secrets["BEFFROI_DATABASE_URL"] = "canary-of-the-database"
    secrets |= {"network": "canary-of-the-network", "link": "canary-of-a-link", "api token": token}
    secrets |= {"webhook": outgoing, "incoming": incoming, "password": PASSWORD}
    secrets["session"] = client.cookies["beffroi_session"].value
    forget(web_address.way_out, answers.client)
    yield Planted(feurs, client, webhook, secrets)
    forget(web_address.way_out, answers.client)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, at DEBUG, as the product writes it."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name} {message}", style="{"))
    loud = [root, *(logging.getLogger(name) for name in ("beffroi", "django", "asyncio"))]
    levels = [each.level for each in loud]
    root.addHandler(handler)
    for each in loud:
        each.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    for each, level in zip(loud, levels, strict=True):
        each.setLevel(level)


def pages(things: dict[str, int]) -> Iterator[str]:
    for pattern in patterns():
        name = str(pattern.name)
        if name in OF_FEURS:
            try:
                yield reverse(name, kwargs={"pk": things[OF_FEURS[name]]})
            except NoReverseMatch:
                continue
        elif "pk" not in pattern.pattern.converters:
            yield address(pattern)


def test_no_page_and_no_export_shows_one(planted: Planted, things: dict[str, int], log: io.StringIO) -> None:
    planted.client.force_login(planted.feurs.ana)
    planted.client.raise_request_exception = False
    seen = 0
    for there in pages(things):
        if there.startswith(("/language", "/sign-out")):
            continue
        answer = planted.client.get(there)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # only where it streams
        assert planted.found(body) == [], there
        assert planted.found(str({k: v for k, v in answer.headers.items() if k != "Set-Cookie"})) == [], there
        seen += answer.status_code == 200
    assert seen > 80
    assert planted.found(log.getvalue()) == []


@pytest.mark.parametrize("debug", [False, True])
def test_no_report_of_a_crash_shows_one(planted: Planted, settings: Any, log: io.StringIO, debug: bool) -> None:
    settings.ROOT_URLCONF, settings.DEBUG = "tests.site.crashing", debug
    settings.ENCRYPTION_KEYS = [*settings.ENCRYPTION_KEYS, "canary-of-the-key"]
    planted.client.raise_request_exception = False
    answer = planted.client.get("/crash", headers={"authorization": f"Bearer {planted.secrets['api token']}"})
    assert answer.status_code == 500
    assert planted.found(answer.content) == []
    assert "things could not be said" in log.getvalue()
    assert planted.found(log.getvalue()) == []


def test_no_trouble_on_the_network_writes_one(planted: Planted, gateway: Gateway, log: io.StringIO) -> None:
    """Connectors that crash, servers that refuse and repeat what was said to them."""
    gateway.answer = lambda request: httpx.Response(500, text=str(dict(request.headers)))
    now = timezone.now()
    Choice(user=planted.feurs.ana, organisation=planted.feurs.organisation, channel="mail", lang="fr").test(now=now)
    write_test(planted.webhook, now)
    assert send_due(now) == 2
    assert call_webhooks(now) == 1
    planted.feurs.account.connection.keep({"app_password": "canary-of-the-network"})  # and nothing that it needs
    for duty in (poll_profiles, poll_mentions):
        try:
            duty(now + timedelta(hours=1))
        except KeyError:
            logging.getLogger("beffroi.work").exception("as the loop of the duties writes it")
    assert "Traceback" in log.getvalue()
    assert planted.found(log.getvalue()) == []
    kept = json.dumps([list(Message.objects.values("trouble")), list(Event.objects.values("detail"))], default=str)
    assert planted.found(kept) == []


def test_the_database_and_so_its_copies_hold_only_what_is_sealed(planted: Planted, things: dict[str, int]) -> None:
    rows = 0
    for model in apps.get_models():
        # Django keeps the key of a session as it is: a copy of the database is kept as the keys are.
        but = ("session",) if model._meta.label == "sessions.Session" else ()
        for row in model._default_manager.all():
            rows += 1
            assert planted.found(f"{row!r} {row}", *but) == [], model
            for name, value in model._default_manager.filter(pk=row.pk).values()[0].items():
                held = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                assert planted.found(held, *but) == [], (model, name)
    assert rows > 200


def test_the_doctor_and_the_keys_say_none(planted: Planted, capsys: Any) -> None:
    from beffroi.site.commands.keys import _check, _list

    said = io.StringIO()
    examine(said)
    _list(None), _check(None)  # type: ignore[arg-type]  # they look at nothing that was asked
    told = said.getvalue() + capsys.readouterr().out
    assert re.search(r"BEFFROI_MAIL=", told)
    assert planted.found(told) == []
