"""The calendar: what it shows, and how things are moved in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from beffroi.access.models import User
from beffroi.engines.times.span import Span
from beffroi.journal.models import Event
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Blackout, Campaign, Draft
from tests.cast import Feurs, minutes

DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def morning(feurs: Feurs, now: datetime) -> datetime:
    """Ten o'clock in Feurs, the day after tomorrow."""
    local = now.astimezone(feurs.organisation.tz) + 2 * DAY
    return local.replace(hour=10, minute=0, fold=0).astimezone(UTC)


def write(feurs: Feurs, text: str, now: datetime, **more: Any) -> Draft:
    who: dict[str, Any] = {"organisation": feurs.organisation, "by": feurs.bruno, "accounts": [feurs.account]}
    return Draft.begin(**(who | {"text": text, "now": now} | more))


def approve(draft: Draft, feurs: Feurs, now: datetime) -> Draft:
    draft.submit(by=feurs.bruno, now=now)
    draft.approve(by=feurs.chloe, version=1, now=now)
    return draft


def open_as(client: Client, who: User, **asked: str) -> str:
    client.force_login(who)
    answer = client.get(reverse("calendar"), asked, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def move(client: Client, draft: Draft, who: User, **said: str) -> Any:
    client.force_login(who)
    return client.post(reverse("calendar_moves", args=[draft.pk]), said, headers={"accept-language": "en"})


def wall(feurs: Feurs, at: datetime) -> str:
    return f"{at.astimezone(feurs.organisation.tz):%Y-%m-%dT%H:%M}"


def notices(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_what_leaves_stands_on_its_day_at_the_town_s_own_time(
    view: str, feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    draft = write(feurs, "La piscine rouvre.", now, leave_at=morning)
    page = open_as(client, feurs.bruno, view=view, date=str(morning.date()))
    day = page.split(f'data-day="{morning.date()}"')[1].split("data-day=")[0]
    assert "10:00" in day and "La piscine rouvre." in day and reverse("draft", args=[draft.pk]) in day


def test_what_waits_without_a_date_stands_beside(feurs: Feurs, client: Client, now: datetime) -> None:
    write(feurs, "Un jour, la fontaine.", now)
    page = open_as(client, feurs.bruno)
    assert "Un jour, la fontaine." in page.split('id="undated"')[1]


def test_what_left_and_what_waits_for_its_time_stand_there_too(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    approve(write(feurs, "Parti.", now), feurs, now)
    send_due(now)
    approve(write(feurs, "Prêt.", now, leave_at=morning), feurs, now)
    week = open_as(client, feurs.bruno, view="list") + open_as(
        client, feurs.bruno, view="list", date=str(morning.date())
    )
    assert 'state-left">Left' in week and 'state-confirmed">Planned' in week


def test_one_text_on_two_accounts_is_one_entry(feurs: Feurs, client: Client, now: datetime, morning: datetime) -> None:
    both = [feurs.account, feurs.another_account("culture")]
    approve(write(feurs, "Partout.", now, leave_at=morning, accounts=both), feurs, now)
    page = open_as(client, feurs.chloe, view="list", date=str(morning.date()))
    assert page.count('class="planned-text"') == 1
    assert "@feurs" in page and "@culture" in page


def test_what_blocks_is_named_on_its_days(feurs: Feurs, client: Client, now: datetime, morning: datetime) -> None:
    Blackout.objects.create(
        organisation=feurs.organisation,
        name="Deuil municipal",
        starts_at=morning - timedelta(hours=1),
        ends_at=morning + timedelta(hours=1),
        added_by=feurs.ana,
        added_at=now,
    )
    page = open_as(client, feurs.bruno, view="week", date=str(morning.date()))
    [day] = [part for part in page.split("data-day=") if "Deuil municipal" in part]
    assert day.startswith(f'"{morning.date()}"') and "Nothing leaves" in day


def test_nothing_of_another_town_is_shown(feurs: Feurs, client: Client, now: datetime, morning: datetime) -> None:
    from beffroi.access.models import Organisation

    elsewhere = Organisation.objects.create(name="Ailleurs")
    elsewhere.admit(feurs.eve, "owner")
    draft = write(feurs, "Secret de Feurs.", now, leave_at=morning)
    assert "Secret de Feurs." not in open_as(client, feurs.eve, date=str(morning.date()))
    assert move(client, draft, feurs.eve, at=wall(feurs, morning + DAY)).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [{"view": "year"}, {"date": "yesterday"}, {"date": "0001-01-01"}, {"date": "9999-12-31"}, {"undo": "forged"}],
)
def test_an_address_that_makes_no_sense_shows_this_month(asked: dict[str, str], feurs: Feurs, client: Client) -> None:
    assert 'aria-current="date"' in open_as(client, feurs.bruno, **asked)


def test_a_month_costs_the_same_queries_however_much_is_planned(
    feurs: Feurs,
    client: Client,
    now: datetime,
    morning: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    campaign = Campaign.objects.create(organisation=feurs.organisation, name="Vœux")
    for n in range(6):
        write(feurs, f"Brouillon {n}", now, leave_at=morning + minutes(n), campaign=campaign)
        write(feurs, f"Un jour {n}", now)
        approve(write(feurs, f"Prêt {n}", now, leave_at=morning + minutes(30 + n)), feurs, now)
        black = Blackout.objects.create(
            organisation=feurs.organisation,
            name=f"Deuil {n}",
            starts_at=morning,
            ends_at=morning + DAY,
            added_by=feurs.ana,
            added_at=now,
            blocks=False,
        )
        black.accounts.add(feurs.account)
    client.force_login(feurs.bruno)
    draft = Draft.objects.first()
    assert draft is not None
    moved = move(client, draft, feurs.chloe, at=wall(feurs, morning + minutes(90)))
    with django_assert_max_num_queries(12):
        assert "Undo" in client.get(moved["Location"], headers={"accept-language": "en"}).content.decode()


# --- moving


def test_a_draft_is_moved_and_the_move_is_taken_back(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    draft = write(feurs, "La piscine rouvre.", now, leave_at=morning)
    answer = move(client, draft, feurs.bruno, at=wall(feurs, morning + DAY), view="week")
    draft.refresh_from_db()
    assert draft.leave_at == morning + DAY
    page = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Moved to" in page and f'name="at" value="{wall(feurs, morning)}"' in page
    move(client, draft, feurs.bruno, at=wall(feurs, morning))
    draft.refresh_from_db()
    assert draft.leave_at == morning
    again = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Moved to" not in again  # it no longer stands where that move put it
    assert Event.objects.filter(verb="DRAFT_RESCHEDULED").count() == 2


def test_a_draft_without_a_date_gets_one_and_loses_it_again(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    draft = write(feurs, "Un jour.", now)
    answer = move(client, draft, feurs.bruno, at=wall(feurs, morning))
    assert 'name="undated" value="yes"' in client.get(answer["Location"]).content.decode()
    move(client, draft, feurs.bruno, undated="yes")
    draft.refresh_from_db()
    assert draft.leave_at is None


def test_who_may_not_approve_does_not_move_what_is_approved(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    draft = approve(write(feurs, "Prêt.", now, leave_at=morning), feurs, now)
    answer = move(client, draft, feurs.bruno, at=wall(feurs, morning + DAY))
    assert answer.status_code == 403
    assert "somebody who may approve has to move it" in answer.content.decode()
    assert f'value="{wall(feurs, morning + DAY)}"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.leave_at == morning


def test_an_approver_moves_what_is_approved_with_its_publications(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    draft = approve(write(feurs, "Prêt.", now, leave_at=morning, not_after=morning + minutes(60)), feurs, now)
    assert move(client, draft, feurs.chloe, at=wall(feurs, morning + DAY)).status_code == 302
    publication = draft.publications.get()
    assert (publication.leave_at, publication.not_after) == (morning + DAY, morning + DAY + minutes(60))


def test_what_is_approved_keeps_a_time(feurs: Feurs, client: Client, now: datetime, morning: datetime) -> None:
    draft = approve(write(feurs, "Prêt.", now, leave_at=morning), feurs, now)
    answer = move(client, draft, feurs.chloe, undated="yes")
    assert answer.status_code == 409 and "keeps a time" in answer.content.decode()


def test_what_has_left_is_not_moved(feurs: Feurs, client: Client, now: datetime, morning: datetime) -> None:
    draft = approve(write(feurs, "Parti.", now), feurs, now)
    send_due(now)
    answer = move(client, draft, feurs.chloe, at=wall(feurs, morning))
    assert answer.status_code == 409
    assert "Part of it has left" in answer.content.decode()


def test_nothing_is_moved_into_the_past(feurs: Feurs, client: Client, now: datetime, morning: datetime) -> None:
    draft = write(feurs, "Trop tard.", now, leave_at=morning)
    answer = move(client, draft, feurs.bruno, at=wall(feurs, now - DAY))
    assert answer.status_code == 422 and "has passed" in answer.content.decode()


def test_a_move_needs_a_time(feurs: Feurs, client: Client, now: datetime) -> None:
    answer = move(client, write(feurs, "Un jour.", now), feurs.bruno)
    assert answer.status_code == 422 and "Say when it leaves." in answer.content.decode()


def test_a_move_beyond_its_own_last_moment_is_refused(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    draft = write(feurs, "Ce soir.", now, not_after=morning)
    answer = move(client, draft, feurs.bruno, at=wall(feurs, morning + DAY))
    assert answer.status_code == 422 and "It must not leave after" in answer.content.decode()


def test_a_move_into_a_blackout_is_made_with_a_warning(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    day: dict[str, Any] = {"starts_at": morning, "ends_at": morning + DAY, "added_by": feurs.ana, "added_at": now}
    Blackout.objects.create(organisation=feurs.organisation, name="Deuil municipal", **day)
    draft = write(feurs, "La piscine.", now)
    answer = move(client, draft, feurs.bruno, at=wall(feurs, morning))
    assert "Careful: Deuil municipal. It will not leave then." in notices(answer)


def test_ten_o_clock_stays_ten_o_clock_across_a_change_of_the_clocks(feurs: Feurs, client: Client) -> None:
    before = datetime(2027, 10, 29, 8, 0, tzinfo=UTC)  # summer time in Feurs
    draft = write(feurs, "Le marché.", datetime(2026, 11, 20, tzinfo=UTC), leave_at=before)
    page = open_as(client, feurs.bruno, date="2027-10-01")
    assert 'data-wall="10:00"' in page
    move(client, draft, feurs.bruno, at="2027-11-02T10:00")  # what the mouse posts
    draft.refresh_from_db()
    assert draft.leave_at == datetime(2027, 11, 2, 9, 0, tzinfo=UTC)


def test_a_move_into_the_night_of_the_change_asks_what_is_meant(feurs: Feurs, client: Client, now: datetime) -> None:
    draft = write(feurs, "La nuit.", now)
    twice = move(client, draft, feurs.bruno, at="2027-10-31T02:30")
    assert twice.status_code == 422 and "the second 02:30 (winter time)" in twice.content.decode()
    never = move(client, draft, feurs.bruno, at="2027-03-28T02:30")
    assert never.status_code == 422 and "Choose 01:59 or 03:00" in never.content.decode()
    assert move(client, draft, feurs.bruno, at="2027-10-31T02:30", at_which="second").status_code == 302
    draft.refresh_from_db()
    assert draft.leave_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_the_form_proposes_the_day_on_which_it_was_dropped(
    feurs: Feurs, client: Client, now: datetime, morning: datetime
) -> None:
    client.force_login(feurs.bruno)
    address = reverse("calendar_moves", args=[write(feurs, "Un jour.", now).pk])
    assert 'value="2027-02-03T10:00"' in client.get(f"{address}?day=2027-02-03").content.decode()


# --- the stretch of days


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_every_day_is_reached_by_turning_pages(view: str) -> None:
    span, seen = Span.asked(view, "2026-01-01", today=date(2026, 1, 1)), set[date]()
    for _page in range(60):
        seen |= set(span.days)
        span = Span(span.view, span.after)
    assert seen >= {date(2026, 1, 1) + n * DAY for n in range(365)}


def test_turning_back_leads_where_one_came_from() -> None:
    for view in ("month", "week", "list"):
        span = Span.asked(view, "2026-03-31", today=date(2026, 1, 1))
        assert Span(span.view, Span(span.view, span.after).before).days == span.days


@pytest.fixture(autouse=True)
def utc_outside() -> Iterator[None]:
    with timezone.override(UTC):
        yield
