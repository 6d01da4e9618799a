"""Mails of the town arrive."""

from collections.abc import Iterator
from typing import Any

import pytest

from beffroi.outbound.mail import MailServer
from tests.post_office import PostOffice, post_office


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with post_office() as office:
        settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse(office.url), "mairie@feurs.example"
        settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"
        yield office
