"""Recurring slots: when the next free one comes, and how they are kept."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from beffroi.engines.times.slots import next_free as first_free
from beffroi.engines.times.slots import occurrences
from beffroi.engines.times.wallclock import moments, shown
from beffroi.journal.models import Event
from beffroi.journal.sentences import sentence
from beffroi.publishing.models import Draft, Slot
from beffroi.publishing.models.slots import next_free
from tests.cast import NOW, Feurs, minutes

PARIS = ZoneInfo("Europe/Paris")
TUESDAY, WEDNESDAY, SUNDAY = 1, 2, 6
TUESDAY_TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # the first after NOW, a Friday afternoon
WEEK = timedelta(days=7)
slot_times = st.tuples(st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis wants its bounds so


@given(st.lists(slot_times, min_size=1, max_size=5), instants)
def test_every_occurrence_shows_one_of_the_times_in_order_and_to_come(
    weekly: list[tuple[int, time]], after: datetime
) -> None:
    found = list(occurrences(weekly, PARIS, after, days=21))
    assert found == sorted(set(found))
    assert all(at > after for at in found)
    assert {(shown(at, PARIS).weekday(), shown(at, PARIS).time()) for at in found} <= set(weekly)


@given(slot_times, instants)
def test_a_weekly_time_comes_each_week_unless_the_clocks_jump_over_it(slot: tuple[int, time], after: datetime) -> None:
    walls = [shown(at, PARIS) for at in occurrences([slot], PARIS, after, days=36)]
    for one, other in pairwise(walls):
        between = [one + n * WEEK for n in range(1, (other - one) // WEEK)]
        assert all(moments(wall, PARIS) == [] for wall in between)


def test_a_slot_at_half_past_two_is_left_out_in_spring_and_comes_once_in_autumn() -> None:
    night = [(SUNDAY, time(2, 30))]
    spring = occurrences(night, PARIS, datetime(2027, 3, 27, tzinfo=UTC), days=10)
    assert [f"{shown(at, PARIS):%d}" for at in spring] == ["04"]
    autumn = occurrences(night, PARIS, datetime(2027, 10, 30, tzinfo=UTC), days=3)
    assert list(autumn) == [datetime(2027, 10, 31, 0, 30, tzinfo=UTC)]


def test_no_slot_is_free_when_all_of_eight_weeks_are_taken() -> None:
    weekly = [(TUESDAY, time(10))]
    assert first_free(weekly, PARIS, NOW, taken=list(occurrences(weekly, PARIS, NOW))) is None


@pytest.fixture
def slots(feurs: Feurs) -> None:
    for weekday in (TUESDAY, WEDNESDAY):
        Slot.add(feurs.organisation, weekday, time(10), by=feurs.ana, now=NOW)


def write(feurs: Feurs, **more: Any) -> Draft:
    who: dict[str, Any] = {
        "organisation": feurs.organisation,
        "by": feurs.bruno,
        "accounts": [feurs.account],
        "text": "Oui",
        "now": NOW,
    }
    return Draft.begin(**(who | more))


@pytest.mark.usefixtures("slots")
def test_the_next_slot_is_the_first_on_which_nothing_leaves_from_the_account(feurs: Feurs) -> None:
    assert next_free(feurs.organisation, [feurs.account], NOW) == TUESDAY_TEN
    taking = write(feurs, leave_at=TUESDAY_TEN)
    assert next_free(feurs.organisation, [feurs.account], NOW) == TUESDAY_TEN + timedelta(days=1)
    assert next_free(feurs.organisation, [feurs.account], NOW, besides=taking) == TUESDAY_TEN
    taking.discard(by=feurs.bruno, now=NOW)
    assert next_free(feurs.organisation, [feurs.account], NOW) == TUESDAY_TEN


@pytest.mark.usefixtures("slots")
def test_a_post_on_another_account_takes_no_slot_of_ours(feurs: Feurs) -> None:
    culture = feurs.another_account("culture")
    write(feurs, leave_at=TUESDAY_TEN, accounts=[culture])
    assert next_free(feurs.organisation, [feurs.account], NOW) == TUESDAY_TEN
    assert next_free(feurs.organisation, [feurs.account, culture], NOW) == TUESDAY_TEN + timedelta(days=1)
    assert next_free(feurs.organisation, [], NOW) == TUESDAY_TEN + timedelta(days=1)


@pytest.mark.usefixtures("slots")
def test_an_approved_post_takes_its_slot(feurs: Feurs) -> None:
    draft = write(feurs, leave_at=TUESDAY_TEN)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert next_free(feurs.organisation, [feurs.account], NOW) == TUESDAY_TEN + timedelta(days=1)


def test_a_town_without_slots_has_no_next_one(feurs: Feurs) -> None:
    assert next_free(feurs.organisation, [], NOW) is None


@pytest.mark.usefixtures("slots")
def test_the_next_slot_costs_one_query(feurs: Feurs, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(5):
        write(feurs, leave_at=TUESDAY_TEN + minutes(n))
    with django_assert_num_queries(1):
        next_free(feurs.organisation, [feurs.account], NOW)


# --- the pages


def page(client: Client, name: str) -> str:
    return str(client.get(reverse(name), headers={"accept-language": "en"}).content.decode())


def test_a_slot_is_added_and_removed_and_both_are_written_down(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    client.post(reverse("slots"), {"weekday": "1", "time": "10:00"})
    client.post(reverse("slots"), {"weekday": "1", "time": "10:00"})
    slot = Slot.objects.get()
    assert "Tuesday" in page(client, "slots")
    client.post(reverse("slot_removal", args=[slot.pk]))
    assert not Slot.objects.exists()
    said = [sentence(event) for event in Event.objects.filter(verb__startswith="SLOT").order_by("number")]
    assert len(said) == 2 and all("10:00" in each for each in said)


@pytest.mark.parametrize(("weekday", "at"), [("7", "10:00"), ("1", "25:00"), ("", "")])
def test_a_slot_that_is_none_is_refused_at_its_field(weekday: str, at: str, feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    assert client.post(reverse("slots"), {"weekday": weekday, "time": at}).status_code == 422
    assert not Slot.objects.exists()


def test_only_who_runs_the_organisation_keeps_its_slots(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert client.post(reverse("slots"), {"weekday": "1", "time": "10:00"}).status_code == 403


@pytest.mark.usefixtures("slots")
def test_the_composer_proposes_the_next_slot_and_takes_it(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert "At the next free slot" in page(client, "draft_new")
    said = {"text": "La piscine rouvre.", "accounts": [feurs.account.pk], "lang": "fr", "next_slot": "on"}
    images = {"images-TOTAL_FORMS": "0", "images-INITIAL_FORMS": "0"}
    client.post(reverse("draft_new"), said | images | {"then": "keep"})
    leave_at = Draft.objects.get().leave_at
    assert leave_at == next_free(feurs.organisation, [feurs.account], timezone.now(), besides=Draft.objects.get())


def test_without_slots_the_composer_speaks_of_none(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert "free slot" not in page(client, "draft_new")
