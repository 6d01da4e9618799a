"""The wall of a fleet: alarms first, found by name, a page at a time."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.directory.models import Account, Connection
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, Baseline, ProfilePoll
from beffroi.guard.views.wall import FIRST
from tests.cast import NOW, Feurs, minutes
from tests.guard.test_alarms import found

ENGLISH = {"accept-language": "en"}
MANY = 100


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def fleet(feurs: Feurs, size: int = MANY) -> list[Account]:
    """Accounts of the town, each with its connection and a poll."""
    accounts = [
        Account(
            organisation=feurs.organisation,
            network="sandbox",
            native_id=f"n{number}",
            handle=f"ecole{number}.feurs",
            name=f"École {number}",
            added_at=NOW,
            added_by=feurs.ana,
        )
        for number in range(size)
    ]
    Account.objects.bulk_create(accounts)
    Connection.objects.bulk_create([Connection(account=account, sealed=b"") for account in accounts])
    ProfilePoll.objects.bulk_create([ProfilePoll(account=account, read_at=NOW) for account in accounts])
    return accounts


def wall(client: Client, query: str = "") -> str:
    return client.get(f"{reverse('guard')}{query}", headers=ENGLISH).content.decode()


def shown(page: str) -> list[str]:
    """The handles of the cards, in their order."""
    return re.findall(r'class="account-handle">@([^<]+)<', page)


def test_alarms_come_first_then_lost_accesses(feurs: Feurs, ana: Client) -> None:
    accounts = fleet(feurs)
    Alarm.raise_for(found(), Baseline.of(accounts[80]), now=NOW)
    Connection.objects.filter(account=accounts[90]).update(lost_at=NOW)
    assert shown(wall(ana))[:3] == ["ecole80.feurs", "ecole90.feurs", "feurs"]


def test_every_account_is_on_one_page_and_no_more(feurs: Feurs, ana: Client) -> None:
    fleet(feurs)
    seen, query = [], ""
    while True:
        page = wall(ana, query)
        seen += shown(page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)" rel="next"', page)
        if following is None:
            break
        query = following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == MANY + 1


def test_an_account_is_found_by_its_name_or_its_handle(feurs: Feurs, ana: Client) -> None:
    fleet(feurs)
    assert shown(wall(ana, "?q=ecole42")) == ["ecole42.feurs"]
    assert shown(wall(ana, "?q=@ecole42.feurs")) == ["ecole42.feurs"]
    assert shown(wall(ana, "?q=École+42")) == ["ecole42.feurs"]
    assert "No account fits" in wall(ana, "?q=nobody")


def test_a_view_shows_only_its_own(feurs: Feurs, ana: Client) -> None:
    accounts = fleet(feurs)
    Alarm.raise_for(found(), Baseline.of(accounts[80]), now=NOW)
    ProfilePoll.objects.filter(account=accounts[7]).update(doubt={"say": "x"})
    assert shown(wall(ana, "?show=alarm")) == ["ecole80.feurs"]
    assert shown(wall(ana, "?show=doubt")) == ["ecole7.feurs"]
    assert "No account here" in wall(ana, "?show=lost")
    assert len(shown(wall(ana, "?show=nonsense"))) > 1


@pytest.mark.parametrize("size", [3, MANY])
def test_the_wall_costs_as_many_queries_for_a_hundred_accounts_as_for_three(
    feurs: Feurs, ana: Client, size: int, django_assert_max_num_queries: Any
) -> None:
    for account in fleet(feurs, size)[:3]:
        Alarm.raise_for(found(), Baseline.of(account), now=NOW)
    wall(ana)
    with django_assert_max_num_queries(18):
        wall(ana)


def test_the_order_of_the_wall_is_one_that_its_pages_can_follow() -> None:
    assert FIRST[-1] == "pk"


# --- promises


def test_promises_stand_beside_nothing_before_anything_was_watched(feurs: Feurs, ana: Client) -> None:
    assert reverse("guard_rates") in wall(ana)
    assert "Too early to tell" in ana.get(reverse("guard_rates"), headers=ENGLISH).content.decode()
    assert "Promise not kept" not in wall(ana)


def test_an_answer_it_was_us_counts_against_the_promise(feurs: Feurs, ana: Client) -> None:
    poll_profiles(NOW - minutes(10))
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW)
    Alarm.objects.get().judge(ours=True, by=feurs.ana, now=NOW)
    page = ana.get(reverse("guard_rates"), headers=ENGLISH).content.decode()
    assert "It rings more often than promised." in page
    assert "More than promised" in page
    assert "Promise not kept" in wall(ana)


def test_an_answer_not_us_does_not(feurs: Feurs, ana: Client) -> None:
    poll_profiles(NOW - minutes(10))
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW)
    Alarm.objects.get().judge(ours=False, by=feurs.ana, now=NOW)
    assert "than promised." not in ana.get(reverse("guard_rates"), headers=ENGLISH).content.decode()


# --- ask later, from the page


def test_one_tap_puts_an_alarm_off(feurs: Feurs, ana: Client) -> None:
    alarm = Alarm.raise_for(found(), Baseline.of(feurs.account), now=NOW)
    assert alarm is not None
    page = ana.post(reverse("alarm_later", args=[alarm.pk]), {"hours": "4"}, headers=ENGLISH, follow=True)
    alarm.refresh_from_db()
    assert alarm.due_at is not None
    assert "You will be asked again" in page.content.decode()


def test_hours_that_nobody_offered_are_an_hour(feurs: Feurs, ana: Client) -> None:
    alarm = Alarm.raise_for(found(), Baseline.of(feurs.account), now=NOW)
    assert alarm is not None
    ana.post(reverse("alarm_later", args=[alarm.pk]), {"hours": "9999"})
    alarm.refresh_from_db()
    assert alarm.due_at is not None


def test_the_page_of_an_alarm_tells_its_signs_and_how_rare_it_is(feurs: Feurs, ana: Client) -> None:
    feurs.sandbox.rename("feurs", "Ville de Feurs", icon="https://x.example/ours.png")
    poll_profiles(NOW - minutes(10))
    feurs.sandbox.rename("feurs", "Gabrielle Powell", icon="https://x.example/i.png")
    poll_profiles(NOW)
    page = ana.get(reverse("alarm", args=[Alarm.objects.get().pk]), headers=ENGLISH).content.decode()
    assert "The picture has changed." in page
    assert "How rare" in page
