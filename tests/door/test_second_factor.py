"""Who can let something leave shows a second factor: for whom, from when on, and by which other ways not."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from beffroi.access.models import ApiToken, Membership, User
from beffroi.access.roles import ROLES, needs_second_factor
from beffroi.door.models import ProviderLink
from beffroi.door.models.person import has_second_factor
from beffroi.publishing.models import Delegation
from beffroi.site.command import main
from tests.cast import PASSWORD, Feurs, minutes
from tests.door.conftest import SignIn, code_at, set_up_app

PAGE, STATE = "/second-factor", "/api/v1/state"


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"


def long_ago(user: User) -> None:
    """The days of grace are over for this member."""
    Membership.objects.filter(user=user).update(second_factor_from=timezone.now() - timedelta(days=8))


def led_to(client: Client, name: str = "drafts") -> str:
    return str(client.get(reverse(name)).headers.get("Location", "")).partition("?")[0]


def test_the_roles_that_need_one_are_those_whose_word_leaves_or_lets_others_in() -> None:
    assert [role for role in ROLES if needs_second_factor(role)] == ["owner", "manager", "approver"]
    with_delegation = [role for role in ROLES if needs_second_factor(role, with_delegation=True)]
    assert set(ROLES) - set(with_delegation) == {"viewer"}


def test_who_approves_is_led_once_to_the_page_that_says_why(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    assert led_to(client) == PAGE
    page = client.get(PAGE).content.decode()
    assert "There is time until" in page
    assert reverse("code_app") in page
    assert led_to(client) == "", "there is time: from then on she works"


def test_after_the_days_of_grace_nothing_else_opens(feurs: Feurs, come_in: SignIn) -> None:
    long_ago(feurs.chloe)
    client = come_in(feurs.chloe)
    assert [led_to(client), led_to(client), led_to(client, "today")] == [PAGE] * 3
    assert client.post(reverse("stop"), {"reason": "x"})["Location"] == PAGE
    part = client.get(reverse("drafts"), headers={"hx-request": "true"})
    assert part["HX-Redirect"] == PAGE
    assert "Nothing else is open to you" in client.get(PAGE).content.decode()
    assert client.get(reverse("code_app")).status_code == 200
    assert client.post(reverse("sign_out")).status_code == 302


def test_who_has_shown_one_works(feurs: Feurs, come_in: SignIn) -> None:
    long_ago(feurs.chloe)
    set_up_app(feurs.chloe, time.time() - 300)
    client = come_in(feurs.chloe)
    client.post(reverse("second_step"), {"code": code_at(time.time())})
    assert led_to(client) == ""


def test_who_set_one_up_elsewhere_shows_it_here_too(feurs: Feurs, come_in: SignIn) -> None:
    long_ago(feurs.chloe)
    client = come_in(feurs.chloe)
    set_up_app(feurs.chloe, time.time() - 300)
    assert led_to(client) == PAGE
    client.post(reverse("confirmation"), {"code": code_at(time.time())})
    assert led_to(client) == ""


def test_who_only_writes_is_asked_once_they_may_publish_alone(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.bruno)
    assert led_to(client) == ""
    now = timezone.now()
    Delegation.give(
        organisation=feurs.organisation,
        by=feurs.chloe,
        to=feurs.bruno,
        accounts=[feurs.account],
        kinds=["reply"],
        ends_at=now + minutes(60),
        now=now,
    )
    assert led_to(client) == PAGE


def test_the_demonstration_asks_nobody(feurs: Feurs, come_in: SignIn) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    assert led_to(come_in(feurs.chloe)) == ""


@pytest.mark.parametrize(("mode", "page"), [("off", ""), ("grace", PAGE)])
def test_an_administrator_may_ask_for_less(
    mode: str, page: str, feurs: Feurs, come_in: SignIn, settings: Settings
) -> None:
    settings.SECOND_FACTOR = mode
    long_ago(feurs.chloe)
    client = come_in(feurs.chloe)
    assert [led_to(client), led_to(client)] == [page, ""]


def test_a_token_does_not_get_around_it(feurs: Feurs, client: Client) -> None:
    _token, text = ApiToken.make(feurs.organisation, feurs.chloe, "x", timezone.now())
    asked = {"authorization": f"Bearer {text}", "accept-language": "en"}
    assert client.get(STATE, headers=asked).status_code == 200
    long_ago(feurs.chloe)
    refused = client.get(STATE, headers=asked)
    assert refused.status_code == 403
    assert "set up a second factor first" in refused.content.decode()
    set_up_app(feurs.chloe, time.time() - 300)
    assert client.get(STATE, headers=asked).status_code == 200


def test_who_joins_has_the_days_from_then_on(feurs: Feurs) -> None:
    fanny = User.objects.join(email="fanny@feurs.example", name="Fanny", password=PASSWORD)
    membership = feurs.organisation.admit(fanny, "approver")
    now = timezone.now()
    assert membership.ask_for_second_factor(now) == now
    assert membership.ask_for_second_factor(now + minutes(9)) == now


def test_pages_for_everybody_stay_open(feurs: Feurs, come_in: SignIn) -> None:
    long_ago(feurs.chloe)
    assert led_to(come_in(feurs.chloe), "directory") == ""


def test_who_keeps_the_machine_can_forget_what_somebody_has_lost(
    feurs: Feurs, come_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    client = come_in(feurs.chloe)
    client.post(reverse("second_step"), {"code": code_at(time.time())})
    link = ProviderLink.make(feurs.chloe, issuer="https://id.example", subject="chloe", now=timezone.now())
    link.used(with_second_factor=True, now=timezone.now())
    long_ago(feurs.chloe)
    assert main(["forget-second-factor", "Chloe@feurs.example"]) == 0
    assert "asked for a new second factor" in capsys.readouterr().out
    assert client.get(reverse("drafts"))["Location"].startswith(reverse("sign_in"))
    assert not has_second_factor(feurs.chloe)
    assert led_to(come_in(feurs.chloe)) == PAGE
    assert main(["forget-second-factor", "nobody@feurs.example"]) == 1
