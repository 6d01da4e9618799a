"""A town whose mails arrive, and gateways of which every answer can be chosen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from beffroi.notify.models import Message, Recipient
from beffroi.outbound.mail import MailServer
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.network.answering import answering
from tests.outbound.conftest import listen
from tests.post_office import PostOffice, post_office

__all__ = ["listen"]  # a server that answers nothing

CANARY = "https://beffroi.feurs.example/witness/canary-5c1e"


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with post_office() as office:
        settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse(office.url), "mairie@feurs.example"
        settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"
        yield office


@dataclass
class Gateway:
    """An HTTP server on loopback: `asked` is what came, `answer` what it says to the next one."""

    url: str = ""
    asked: list[httpx.Request] = field(default_factory=list)
    answer: Callable[[httpx.Request], httpx.Response] = lambda _request: httpx.Response(200, json={})

    def says(self, status: int, **more: Any) -> None:
        self.answer = lambda _request: httpx.Response(status, **more)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()

    def answer(request: httpx.Request) -> httpx.Response:
        gateway.asked.append(request)
        return gateway.answer(request)

    with answering(answer) as gateway.url:
        yield gateway


def written(feurs: Feurs, channel: str = "mail", address: str = "ana@feurs.example", **more: Any) -> Message:
    said = {"subject": Sentence("{organisation}: an alarm", {"organisation": "Feurs"}), "body": Sentence("Look.")}
    to = Recipient("Ana", channel, address, "en")
    return Message.write(feurs.organisation, kind="alarm", to=to, now=NOW, **{**said, **more})
