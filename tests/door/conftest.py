"""People at the door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import User
from beffroi.door.models import CodeApp
from beffroi.engines import time_codes
from tests.cast import PASSWORD, Feurs

SECRET = b"twenty bytes of key.."
SignIn = Callable[..., Client]


@pytest.fixture
def come_in(feurs: Feurs) -> SignIn:
    """Somebody signs in with their password, in a browser of their own, in English."""

    def browser(who: User, *, password: str = PASSWORD, agent: str = "Firefox/1 Windows") -> Client:
        client = Client(headers={"accept-language": "en", "accept": "text/html", "user-agent": agent})
        client.post(reverse("sign_in"), {"username": who.email, "password": password})
        return client

    return browser


def set_up_app(user: User, moment: float) -> CodeApp:
    """An application of `user`, whose codes `code_at` makes. It showed its first code at `moment`."""
    from datetime import UTC, datetime

    app = CodeApp.add(user, SECRET, code_at(moment), datetime.fromtimestamp(moment, UTC))
    assert app
    return app


def code_at(moment: float) -> str:
    return time_codes.code(SECRET, int(moment // time_codes.SECONDS))
