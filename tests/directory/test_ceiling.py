"""What an account on a paid network may spend in a month."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from beffroi.access.models import Organisation
from beffroi.connectors import NETWORKS
from beffroi.directory.models import Account
from beffroi.journal.models import Event
from beffroi.journal.sentences import sentence
from tests.cast import Feurs
from tests.directory.paid import on_x
from tests.network.x_model import XModel

UNVERIFIED = "Unverified: never run against the real service. Please tell us how it went."


@pytest.fixture
def account(feurs: Feurs) -> Iterator[Account]:
    with on_x(feurs, XModel()) as (account, _):
        yield account


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    client.cookies["beffroi_language"] = "en"
    return client


def page(account: Account) -> str:
    return reverse("account_ceiling", args=[account.pk])


def test_a_ceiling_is_set_and_written_down(account: Account, ana: Client) -> None:
    assert ana.post(page(account), {"ceiling": "20.50"}).status_code == 302
    account.refresh_from_db()
    assert account.monthly_ceiling == Decimal("20.50")
    event = Event.objects.get(verb="ACCOUNT_CEILING_SET")
    with translation.override("en"):
        assert sentence(event) == "Ana set the monthly ceiling of @feurs: $20.50 a month"
    assert 'value="20.50"' in ana.get(page(account)).content.decode()
    assert "Monthly ceiling: $20.50" in ana.get(reverse("accounts")).content.decode()


def test_an_empty_ceiling_is_none(account: Account, feurs: Feurs, ana: Client) -> None:
    account.set_ceiling(Decimal(5), by=feurs.ana, now=account.added_at)
    ana.post(page(account), {"ceiling": ""})
    account.refresh_from_db()
    assert account.monthly_ceiling is None
    with translation.override("en"):
        assert sentence(Event.objects.filter(verb="ACCOUNT_CEILING_SET").latest("pk")).endswith("of @feurs: none")
    assert "No monthly ceiling is set." in ana.get(reverse("accounts")).content.decode()


@pytest.mark.parametrize("typed", ["-1", "much", "1000000000", "1.234", "NaN", "Infinity"])
def test_what_is_no_amount_is_said_and_kept(typed: str, account: Account, ana: Client) -> None:
    answer = ana.post(page(account), {"ceiling": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    account.refresh_from_db()
    assert account.monthly_ceiling is None


def test_a_free_network_has_no_ceiling(feurs: Feurs, ana: Client) -> None:
    assert ana.get(page(feurs.account)).status_code == 404
    assert "ceiling" not in ana.get(reverse("accounts")).content.decode()


def test_only_who_connects_accounts_sets_it(account: Account, feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert client.post(page(account), {"ceiling": "1"}).status_code == 403
    elsewhere = Organisation.objects.create(name="Ailleurs")
    elsewhere.admit(feurs.eve, "owner")
    client.force_login(feurs.eve)
    assert client.post(page(account), {"ceiling": "1"}).status_code == 404


def test_what_was_never_run_says_so_before_and_after_it_is_connected(account: Account, ana: Client) -> None:
    listed = ana.get(reverse("accounts")).content.decode()
    unverified = sum(network.unverified for network in NETWORKS.values())
    assert listed.count(UNVERIFIED) == unverified + 1  # the networks, and the account on X
    assert UNVERIFIED in ana.get(reverse("account_connect", args=["facebook"])).content.decode()
    x = ana.get(reverse("account_connect", args=["x"])).content.decode()
    assert UNVERIFIED in x and "$0.015, with a link in it $0.200" in x
    assert UNVERIFIED not in ana.get(reverse("account_connect", args=["bluesky"])).content.decode()
