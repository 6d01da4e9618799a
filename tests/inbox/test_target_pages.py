"""The pages of what is promised: the settings, the list in the order of what is due, and the case."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.inbox.models import Calendar, Case, ResponseTarget
from tests.cast import Feurs, minutes
from tests.inbox.hits import found, note_on_a_blog, search_for
from tests.inbox.promised import OFFICE, answer, ask, promise, town_hall

ENGLISH = {"accept-language": "en"}
HOURS = {
    "name": "Mairie",
    **{f"day_{number}": text for number, text in enumerate(OFFICE)},
    "territory": "metropole",
    "closures": "24/12/2026 - 02/01/2027 Noël",
    "nights": "",
    "zone": "Europe/Paris",
}
TARGET = {"aim": "first", "amount": "4", "unit": "hours", "warned_percent": "80"}


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def shown(client: Client, page: str, *args: object) -> str:
    return client.get(reverse(page, args=args), headers=ENGLISH).content.decode()


def sent(client: Client, page: str, said: dict[str, str], *args: object, status: int = 200) -> str:
    answer = client.post(reverse(page, args=args), said, headers=ENGLISH, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def test_hours_are_set_and_found_again_as_they_were_typed(feurs: Feurs, ana: Client) -> None:
    page = sent(ana, "opening_hours_new", HOURS)
    assert "Set. What is promised of the open cases is being reckoned again." in page
    calendar = Calendar.objects.get()
    assert (calendar.week, calendar.closures) == (OFFICE, "24/12/2026 - 02/01/2027 Noël")
    assert 'value="8:30-12:00 13:30-17:30"' in shown(ana, "opening_hours", calendar.pk)


def test_what_it_would_mean_is_said_before_anything_is_kept(feurs: Feurs, ana: Client) -> None:
    always_worked = {"territory": "none", "closures": ""}  # whatever week it is when this runs
    page = sent(ana, "opening_hours_new", {**HOURS, **always_worked, "day_0": "9:00-17:00", "then": "try"})
    assert "Two opening hours after Friday 18:30 it is Monday 11:00." in page
    assert 'value="9:00-17:00"' in page
    assert not Calendar.objects.exists()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"day_1": "8:30-12:00 11:00-17:30"}, "day_1", "8:30-12:00 and 11:00-17:30 overlap: make one of them."),
        ({"day_2": "17:30-8:30"}, "day_2", "17:30-8:30 ends before it begins."),
        ({"day_3": "morning"}, "day_3", "“morning” cannot be read as hours."),
        ({"closures": "Christmas"}, "closures", "“Christmas” cannot be read as a closure."),
        ({"closures": "24/12/2026 - 02/01/2026"}, "closures", "The last day, 02/01/2026, is before the first."),
        ({"nights": "tonight"}, "nights", "“tonight” cannot be read as nights on call."),
        ({f"day_{n}": "" for n in range(7)}, "day_0", "It never opens: give at least one day its hours."),
        ({"zone": "Paris"}, "zone", "“Paris” is not a time zone."),
        ({"name": ""}, "name", "This field is required."),
    ],
)
def test_what_is_wrong_is_told_where_it_stands_and_nothing_is_lost(
    ana: Client, said: dict[str, str], field: str, words: str
) -> None:
    page = sent(ana, "opening_hours_new", {**HOURS, **said}, status=422)
    place = page.split(f'id="id_{field}"')[1].split('class="field"')[0]
    assert words in place
    assert "24/12/2026" in page or "Christmas" in page
    assert not Calendar.objects.exists()


def test_every_day_that_is_wrong_is_told_at_once(ana: Client) -> None:
    page = sent(ana, "opening_hours_new", {**HOURS, "day_0": "x", "day_4": "9:00-8:00"}, status=422)
    assert "“x” cannot be read as hours." in page
    assert "9:00-8:00 ends before it begins." in page


def test_two_calendars_have_two_names(feurs: Feurs, ana: Client) -> None:
    town_hall(feurs)
    assert "There are opening hours of this name already." in sent(ana, "opening_hours_new", HOURS, status=422)


def test_hours_in_use_are_not_removed(feurs: Feurs, ana: Client) -> None:
    calendar = town_hall(feurs)
    promise(feurs, 60, calendar)
    assert "A target counts by these hours" in sent(ana, "opening_hours_removal", {}, calendar.pk)
    assert Calendar.objects.of(feurs.organisation).exists()


def test_a_target_is_told_by_its_example(feurs: Feurs, ana: Client) -> None:
    calendar = town_hall(feurs, territory="none")
    said = {**TARGET, "calendar": str(calendar.pk)}
    page = sent(ana, "response_target_new", {**said, "then": "try"})
    assert "A question of Friday 18:30 is to be answered by Monday 14:00." in page
    assert not ResponseTarget.objects.exists()
    page = sent(ana, "response_target_new", said)
    assert "4 h of “Mairie”" in page
    assert "All other cases" in page


def test_the_same_cases_have_one_target(feurs: Feurs, ana: Client) -> None:
    promise(feurs, 60)
    page = sent(ana, "response_target_new", TARGET, status=422)
    assert "There is a target for the same cases already: change that one." in page
    sent(ana, "response_target_new", {**TARGET, "network": "sandbox"})
    assert ResponseTarget.objects.of(feurs.organisation).count() == 2


def test_a_promise_that_never_comes_is_refused(feurs: Feurs, ana: Client) -> None:
    calendar = town_hall(feurs, week=["8:00-8:10", *[""] * 6])
    said = {**TARGET, "amount": "2000", "calendar": str(calendar.pk)}
    assert "So many opening hours do not pass in ten years." in sent(ana, "response_target_new", said, status=422)


def test_a_target_is_changed_and_removed(feurs: Feurs, ana: Client) -> None:
    target = promise(feurs, 90)
    assert 'value="90"' in shown(ana, "response_target", target.pk)
    sent(ana, "response_target", {**TARGET, "amount": "2"}, target.pk)
    assert ResponseTarget.objects.get().minutes == 120
    sent(ana, "response_target_removal", {}, target.pk)
    assert not ResponseTarget.objects.of(feurs.organisation)
    assert "Nothing is promised yet" in shown(ana, "response_targets")


# --- the list and the case


@pytest.fixture
def driss(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    return client


def test_what_is_due_first_is_first_and_says_so_in_words(feurs: Feurs, driss: Client) -> None:
    now = timezone.now()
    promise(feurs, 60 * 24 * 3)
    promise(feurs, 60, network="feed")
    ask(feurs, now - minutes(300))
    from_a_blog(feurs, now)
    page = shown(driss, "inbox")
    assert "What is due first is first." in page
    assert page.index("carnet.example") < page.index("@eve")
    by_waiting = driss.get(reverse("inbox") + "?order=waiting", headers=ENGLISH).content.decode()
    assert by_waiting.index("@eve") < by_waiting.index("carnet.example")


def from_a_blog(feurs: Feurs, now: datetime) -> None:
    post = note_on_a_blog(now)
    found(search_for(feurs), post, now)
    Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=now)


@pytest.mark.parametrize(("ago", "state"), [(10, "Due"), (85, "Due soon"), (160, "Late")])
def test_the_case_says_how_it_stands_with_a_word_and_not_by_colour_alone(
    feurs: Feurs, driss: Client, ago: int, state: str
) -> None:
    promise(feurs, 100)
    ask(feurs, timezone.now() - minutes(ago))
    page = shown(driss, "case", Case.objects.get().pk)
    assert f"{state}</span>" in page.split('id="clock"')[1]
    assert ("late by 1 h 00" in page) is (state == "Late")
    assert f"{state}</span>" in shown(driss, "inbox")


def test_the_case_says_why_this_target_counts(feurs: Feurs, driss: Client) -> None:
    promise(feurs, 100)
    promise(feurs, 240, network="sandbox")
    ask(feurs, timezone.now())
    page = shown(driss, "case", Case.objects.get().pk)
    assert "4 h, every hour counts" in page
    assert "because of: Sandbox (fictional network); the most precise of 2 targets that fit" in page


def test_of_an_answered_case_only_the_resolution_is_told_and_stands(feurs: Feurs, driss: Client) -> None:
    promise(feurs, 100)
    promise(feurs, 300, aim="resolution")
    now = timezone.now()
    ask(feurs, now - minutes(150))
    case = Case.objects.get()
    answer(feurs, case, now - minutes(100))
    page = shown(driss, "case", case.pk)
    assert "The time stands: it is the citizen’s turn." in page
    assert "First response" not in page
    assert "Late" not in shown(driss, "inbox")


def test_without_a_promise_the_list_is_as_it_was(feurs: Feurs, driss: Client) -> None:
    ask(feurs, timezone.now() - timedelta(days=2))
    page = shown(driss, "inbox")
    assert "Whoever has waited longest is first." in page
    assert "Show what is due first" not in page
