"""The page on which somebody is put on call, and taken off."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.notify.forms.on_call import tonight
from beffroi.notify.models import Choice, Watch
from tests.cast import NOW, Feurs
from tests.post_office import PostOffice

HOURS = {"starts_at": "2020-01-01T18:00", "ends_at": "2099-01-01T08:00"}


@pytest.fixture
def desk(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(desk: Client) -> str:
    return unescape(" ".join(desk.get(reverse("on_call")).content.decode().split()))


def press(desk: Client, name: str, *args: Any, **said: Any) -> str:
    return unescape(desk.post(reverse(name, args=args), said, follow=True).content.decode())


def test_somebody_is_put_on_call_tonight_and_taken_off(desk: Client, feurs: Feurs) -> None:
    assert "Nobody is on call: what is urgent wakes everybody" in page(desk)
    assert "Driss is on call." in press(desk, "on_call", user=feurs.driss.pk, **HOURS)
    assert "On call now" in page(desk)
    press(desk, "watch_removal", Watch.objects.get().pk)
    assert "Nobody is on call" in page(desk)


@pytest.mark.parametrize(
    "hours",
    [
        ("2099-11-21T08:00", "2099-11-20T18:00"),
        ("", "2099-11-20T18:00"),
        ("2020-11-20T18:00", "2020-11-21T08:00"),  # over: nobody would ever be called
    ],
)
def test_hours_that_cannot_be_put_nobody_on_call(desk: Client, feurs: Feurs, hours: tuple[str, str]) -> None:
    said = {"user": feurs.driss.pk, "starts_at": hours[0], "ends_at": hours[1]}
    assert desk.post(reverse("on_call"), said).status_code == 422
    assert not Watch.objects.exists()


def test_every_member_can_be_put_on_call_and_nobody_else(desk: Client) -> None:
    offered = page(desk)
    assert all(f">{name}</option>" in offered for name in ("Ana", "Bruno", "Chloé", "Driss"))
    assert ">Eve</option>" not in offered


def test_the_page_says_whom_nothing_would_reach(desk: Client, feurs: Feurs, office: PostOffice, settings: Any) -> None:
    press(desk, "on_call", user=feurs.bruno.pk, **HOURS)
    assert "No way to call them" in page(desk)  # a mail wakes nobody
    settings.SMS_GATEWAY = "https://sms.example"
    choice = Choice(user=feurs.bruno, organisation=feurs.organisation, channel="sms", lang="fr")
    choice.address, choice.confirmed_at = "+33612345678", NOW
    choice.save()
    assert "No way to call them" not in page(desk)
    choice.on_call = False
    choice.save()
    assert "No way to call them" in page(desk)


def test_who_may_not_answer_changes_nothing_of_it(desk: Client, feurs: Feurs) -> None:
    desk.force_login(feurs.bruno)
    assert desk.get(reverse("on_call")).status_code == 403
    assert desk.post(reverse("on_call"), {"user": feurs.bruno.pk, **HOURS}).status_code == 403
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    ("now", "starts", "ends"),
    [
        (NOW, "2026-11-20 17:00", "2026-11-21 07:00"),  # three in the afternoon
        (NOW - timedelta(hours=6), "2026-11-20 17:00", "2026-11-21 07:00"),  # nine in the morning
        (NOW + timedelta(hours=9), "2026-11-20 23:00", "2026-11-21 07:00"),  # midnight
        (NOW + timedelta(hours=14), "2026-11-21 04:00", "2026-11-21 07:00"),  # five in the morning
    ],
)
def test_tonight_is_the_coming_night_or_the_one_that_it_is(feurs: Feurs, now: Any, starts: str, ends: str) -> None:
    hours = tonight(feurs.organisation, now)
    assert (f"{hours['starts_at']:%Y-%m-%d %H:%M}", f"{hours['ends_at']:%Y-%m-%d %H:%M}") == (starts, ends)
