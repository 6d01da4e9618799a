"""The ways that matter most, on a model of a server with the Mastodon API: it promises to keep no key."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Mention
from beffroi.directory.models import Account
from beffroi.inbox.duties import poll_mentions
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from tests.cast import NOW, Feurs, minutes
from tests.connectors.sides import MastodonSide, Someone
from tests.network.fixtures import loopback_allowed
from tests.network.mastodon_model import OTHER, USUAL
from tests.network.mastodon_wire import Kind, Model, running

TEXT = "Le marché de Noël ouvre samedi : https://feurs.example/marche"


@pytest.fixture(params=[USUAL, OTHER], ids=lambda temper: str(temper.name))
def model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with loopback_allowed(), running(request.param) as model:
        model.world.now = NOW
        yield model


@pytest.fixture
def town(model: Model) -> Someone:
    return MastodonSide(model).join("Ville de Feurs")


@pytest.fixture
def account(feurs: Feurs, town: Someone) -> Account:
    return Account.register(
        organisation=feurs.organisation, network="mastodon", credentials=town.credentials, by=feurs.ana, now=NOW
    )


def test_the_mayor_connects_it_on_the_page(feurs: Feurs, model: Model, town: Someone, client: Client) -> None:
    client.force_login(feurs.ana)
    page = reverse("account_connect", args=["mastodon"])
    assert 'name="server"' in client.get(page).content.decode()
    wrong = client.post(page, {**town.credentials, "access_token": "none-of-this-server"}).content.decode()
    assert "127.0.0.1" in wrong and "none-of-this-server" not in wrong
    assert not Account.objects.filter(network="mastodon").exists()
    client.post(page, {"server": f" {model.world.base}/@feurs ", "access_token": town.credentials["access_token"]})
    assert Account.objects.get(network="mastodon").handle == town.handle


def approved(feurs: Feurs, account: Account) -> Publication:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[account], text=TEXT, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft.publications.get()


def work(model: Model, now: datetime) -> None:
    """The worker and the server agree on the time."""
    model.world.now = max(model.world.now, now)
    while send_due(now):
        pass


def test_the_account_is_known_by_what_its_server_says(account: Account, model: Model, town: Someone) -> None:
    assert (account.handle, account.native_id, account.name) == (town.handle, town.native_id, "Ville de Feurs")
    assert account.capabilities.max_length == model.world.temper.max_characters
    assert account.capabilities.url_length == model.world.temper.url_length
    assert not account.capabilities.idempotent


@pytest.mark.parametrize("kind", ["cut", "half", "500"])
def test_a_server_that_takes_it_and_fails_has_it_once(
    feurs: Feurs, account: Account, model: Model, town: Someone, kind: Kind
) -> None:
    publication = approved(feurs, account)
    with model.faulty(kind, "POST", "/api/v1/statuses"):
        work(model, NOW)
        publication.refresh_from_db()
        assert publication.state == "unsure"
    for minute in range(1, 6):
        work(model, NOW + minutes(minute))
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert publication.remote_id == model.world.statuses[0].id
    assert MastodonSide(model).posts(town) == [TEXT]


def test_a_server_that_was_down_gets_it_once_it_is_up(
    feurs: Feurs, account: Account, model: Model, town: Someone
) -> None:
    publication = approved(feurs, account)
    with model.faulty("503", "POST", "/api/v1/statuses"):
        work(model, NOW)
        work(model, NOW + timedelta(seconds=30))
    publication.refresh_from_db()
    assert publication.state == "unsure"  # too early to say that it is not there
    for minute in range(2, 8):
        work(model, NOW + minutes(minute))
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert MastodonSide(model).posts(town) == [TEXT]


def test_who_speaks_to_the_town_is_heard_once(feurs: Feurs, account: Account, model: Model, town: Someone) -> None:
    side = MastodonSide(model)
    said = side.say(side.join("Eve"), "À quelle heure ?", mention=town)
    poll_mentions(NOW)
    poll_mentions(NOW + minutes(5))
    assert [mention.post.native_id for mention in Mention.objects.filter(account=account)] == [said]
