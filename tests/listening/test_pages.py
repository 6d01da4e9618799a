"""The pages of alerts: one entry for a story, what it rings at, what is muted, who is on call."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from beffroi.journal.models import Event
from beffroi.listening.models import Alert, Mute, Policy, SavedSearch, Story
from beffroi.listening.shown import Spark, alerts_of
from beffroi.notify.models import Watch
from tests.cast import NOW, Feurs, minutes
from tests.listening.conftest import Finds, worked

CLOSED = "Le pont du canal est fermé depuis ce matin, les bus passent par la rue Haute."


@pytest.fixture
def desk(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(desk: Client, name: str = "listening", *args: Any) -> str:
    return unescape(" ".join(desk.get(reverse(name, args=args)).content.decode().split()))


def press(desk: Client, name: str, *args: Any, **said: Any) -> str:
    return unescape(desk.post(reverse(name, args=args), said, follow=True).content.decode())


def test_a_story_that_was_said_fourteen_times_is_one_entry(desk: Client, finds: Finds) -> None:
    for n in range(14):
        finds(timezone.now(), text=f"RT @p0: {CLOSED}" if n else CLOSED, by=f"p{n}")
    finds(timezone.now(), text="Le pont est joli, vu de la rive gauche au soleil couchant.")
    shown = page(desk)
    assert "Said 14 times" in shown
    assert "15 posts" in shown
    assert shown.count('class="story"') == 2
    assert shown.count("15 posts in the last 24 hours, at most 15 in an hour") == 2  # the alert's, and the search's


def test_of_a_story_the_first_post_leads_and_the_latest_follow(feurs: Feurs, finds: Finds) -> None:
    first, *others = [finds(NOW + minutes(n), text=CLOSED, by=f"p{n}") for n in range(9)]
    (shown,) = alerts_of(feurs.organisation, NOW + minutes(10))
    (story,) = shown.stories
    assert (story.first, story.count, story.repeats) == (first, 9, others[::-1][:5])
    assert (shown.found, shown.others) == (9, 0)


def test_of_many_stories_the_latest_are_shown_and_the_others_counted(feurs: Feurs, finds: Finds) -> None:
    matches = [finds(NOW + minutes(n)) for n in range(8)]
    (shown,) = alerts_of(feurs.organisation, NOW + minutes(10))
    assert [story.first for story in shown.stories] == matches[:2:-1]
    assert shown.others == 3


def test_a_storm_costs_no_more_questions_than_a_lull(
    feurs: Feurs, finds: Finds, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(30):
        finds(NOW + minutes(n), text=CLOSED if n % 2 else "")
    with django_assert_num_queries(4):
        alerts_of(feurs.organisation, NOW + minutes(31))


def test_the_page_itself_asks_no_more_in_a_storm(desk: Client, finds: Finds) -> None:
    """The template too: why each post was found is told by its search."""
    finds(timezone.now())
    page(desk)
    with CaptureQueriesContext(connection) as lull:
        page(desk)
    for _n in range(4):
        finds(timezone.now())
    with CaptureQueriesContext(connection) as storm:
        assert page(desk).count('class="story"') == 5
    assert len(storm) == len(lull)


def test_a_line_of_sparks_rises_with_what_was_found() -> None:
    spark = Spark([0] * 22 + [1, 4])
    assert (spark.total, spark.most) == (5, 4)
    assert spark.points.split()[-3:] == ["219,30.0", "230,23.0", "240,2.0"]


def test_the_reason_of_an_alert_stands_in_words(desk: Client, feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    now = timezone.now()
    Policy.of(search).choose(by=feurs.driss, now=now - minutes(9), rings="threshold", posts=2, minutes=10)
    finds(now - minutes(2))
    finds(now - minutes(1))
    worked(now)
    assert "2 posts in 10 min" in page(desk)


def test_what_a_search_rings_at_is_chosen_on_its_page(desk: Client, search: SavedSearch) -> None:
    assert "It rings at each post, once for a story." in page(desk, "listening_search", search.pk)
    chosen = {"rings": "threshold", "posts": "5", "minutes": "20", "quiet_from": "22:00", "quiet_until": "07:00"}
    answer = press(desk, "listening_policy", search.pk, **chosen)
    assert "It rings at 5 posts in 20 minutes." in answer
    assert "From 22:00 to 07:00 only the person on call is told." in answer
    assert Event.objects.get(verb="ALERT_POLICY_SET").detail == {"search": "Le pont"}


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"rings": "threshold", "minutes": "20"}, "posts", "Say how many."),
        ({"rings": "threshold", "posts": "0", "minutes": "20"}, "posts", "greater than or equal to 1"),
        ({"rings": "each", "quiet_from": "22:00"}, "quiet_until", "Give both hours, or neither."),
        ({"rings": "each", "quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_until", "nothing lies between"),
        ({"rings": "digest", "digest_at": "25:00"}, "digest_at", "Enter a valid time."),
        ({"rings": "sometimes"}, "rings", "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_is_lost(
    desk: Client, search: SavedSearch, said: dict[str, str], field: str, words: str
) -> None:
    answer = desk.post(reverse("listening_policy", args=[search.pk]), said)
    assert answer.status_code == 422
    assert words in unescape(str(answer.context["form"].errors[field]))
    assert not Policy.objects.exists()
    assert all(value in answer.content.decode() for value in said.values() if value != "sometimes")


def test_what_is_promised_of_a_spike_stands_beside_what_was_seen(
    desk: Client, feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    now = timezone.now()
    SavedSearch.objects.update(saved_at=now - timedelta(weeks=10))
    Policy.of(search).choose(by=feurs.driss, now=now, rings="spike")
    for n in range(8):
        finds(now - minutes(8 - n))
        worked(now - minutes(8 - n))
    shown = page(desk, "listening_policy", search.pk)
    assert "Chance alone makes it ring once a year at most." in shown
    assert "It rang 1 time in the last 30 days." in shown
    assert "0.0 posts an hour" in shown


def test_a_search_is_muted_for_a_while_and_rings_again_with_one_press(desk: Client, search: SavedSearch) -> None:
    assert "Muted." in press(desk, "listening_mute", search.pk, until="week")
    mute = Mute.objects.get()
    assert mute.until and timedelta(days=6) < mute.until - timezone.now() <= timedelta(days=7)
    assert "Let it ring again" in page(desk)
    press(desk, "mute_lifting", mute.pk)
    assert "Let it ring again" not in page(desk)


def test_muting_again_replaces_the_mute_that_stands(desk: Client, search: SavedSearch) -> None:
    press(desk, "listening_mute", search.pk, until="week")
    press(desk, "listening_mute", search.pk, until="hour")
    (mute,) = Mute.objects.standing(timezone.now())
    assert mute.until and mute.until < timezone.now() + timedelta(hours=2)


def test_an_unknown_span_mutes_nothing(desk: Client, search: SavedSearch) -> None:
    press(desk, "listening_mute", search.pk, until="for ever")
    assert not Mute.objects.exists()


def test_an_author_and_a_story_are_muted_from_the_alert(desk: Client, finds: Finds) -> None:
    match = finds(timezone.now(), text=CLOSED)
    assert "@eve is muted for this search." in press(desk, "author_mute", match.pk)
    press(desk, "story_mute", Story.objects.get().pk)
    assert {str(mute) for mute in Mute.objects.all()} == {"@eve", CLOSED}


def test_what_was_seen_by_mistake_comes_back(desk: Client, finds: Finds) -> None:
    finds(timezone.now(), text=CLOSED)
    alert = Alert.objects.get()
    assert "“Le pont” was seen by Driss." in press(desk, "alert_reading", alert.pk)
    assert CLOSED.removeprefix("Le pont ") in press(desk, "alert_reopening", alert.pk)
    assert Alert.objects.open().get() == alert


def test_the_page_says_who_is_on_call(desk: Client, feurs: Feurs) -> None:
    assert "Nobody is on call now." in page(desk)
    now = timezone.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    Watch.give(feurs.organisation, feurs.driss, by=feurs.ana, now=now, **hours)
    assert "On call now: Driss" in page(desk)


def test_who_only_sees_is_offered_no_mute_and_no_policy(feurs: Feurs, desk: Client, finds: Finds) -> None:
    search = finds(timezone.now(), text=CLOSED).search
    desk.force_login(feurs.bruno)
    assert "Mute" not in page(desk)
    assert "Change this" not in page(desk, "listening_search", search.pk)
    assert desk.post(reverse("listening_mute", args=[search.pk]), {"until": "hour"}).status_code == 403
