"""What a search rings at: each post, many, far more than usual, or a digest."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from beffroi.access.models import Organisation
from beffroi.journal.models import Event
from beffroi.journal.sentences import translated
from beffroi.listening.duties import weigh_alerts
from beffroi.listening.models import Alert, Match, Policy, SavedSearch
from beffroi.listening.models.policy import RINGS
from beffroi.notify.models import Message
from tests.cast import NOW, Feurs, minutes
from tests.listening.conftest import Finds, worked

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def rings(search: SavedSearch, feurs: Feurs, how: str, now: datetime = NOW - DAY, **more: Any) -> Policy:
    policy = Policy.of(search)
    policy.choose(by=feurs.driss, now=now, rings=how, **more)
    return policy


def test_a_search_of_which_nothing_was_said_rings_at_each_post(search: SavedSearch, finds: Finds) -> None:
    finds()
    alert = Alert.objects.open().get()
    assert (alert.rings, alert.reason, alert.due_at) == ("each", {}, NOW)


def test_a_post_that_is_noted_twice_counts_once(search: SavedSearch, finds: Finds) -> None:
    match = finds()
    assert Match.note(search, match.post, now=NOW + minutes(1)) is None
    assert (Match.objects.count(), match.story and match.story.count) == (1, 1)


def test_below_the_threshold_nobody_is_told_and_at_it_the_reason_stands_in_words(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    rings(search, feurs, "threshold", posts=3, minutes=10)
    for n in (0, 4):
        finds(NOW + minutes(n))
        worked(NOW + minutes(n))
    assert not Alert.objects.exists()
    finds(NOW + minutes(9))
    worked(NOW + minutes(9))
    alert = Alert.objects.open().get()
    assert alert.reason["values"] == {"posts": 3, "minutes": 10}
    with override("en"):
        assert translated(alert.reason) == "3 posts in 10 min"
    with override("fr"):
        assert translated(alert.reason) == "3 messages en 10 min"
    assert alert.matches.count() == 3


def test_posts_too_far_apart_are_below_the_threshold(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    rings(search, feurs, "threshold", posts=3, minutes=10)
    for n in (0, 6, 12, 18):
        finds(NOW + minutes(n))
        worked(NOW + minutes(n))
    assert not Alert.objects.exists()


def test_what_was_told_does_not_count_for_the_next_threshold(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    rings(search, feurs, "threshold", posts=3, minutes=10)
    for n in range(3):
        finds(NOW + minutes(n))
    worked(NOW + minutes(3))
    Alert.objects.get().read(by=feurs.driss, now=NOW + minutes(4))
    for n in (4, 5):
        finds(NOW + minutes(n))
        worked(NOW + minutes(n))
    assert not Alert.objects.open().exists()
    finds(NOW + minutes(6))
    worked(NOW + minutes(6))
    assert Alert.objects.open().get().matches.count() == 3


def test_what_comes_while_the_alert_is_open_joins_it_and_calls_nobody_again(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    rings(search, feurs, "threshold", posts=2, minutes=10)
    for n in range(10):
        finds(NOW + minutes(n))
        worked(NOW + minutes(n))
    assert Alert.objects.get().matches.count() == 10
    assert {message.count for message in Message.objects.all()} == {1}


def past_of_two_an_hour(finds: Finds) -> None:
    for week in range(1, 9):
        for hour in (-1, 0, 1):
            for n in (10, 40):
                finds(NOW - week * WEEK + hour * HOUR - minutes(n))


def test_a_spike_rings_once_and_says_what_is_usual(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    rings(search, feurs, "spike", now=NOW - 10 * WEEK)
    past_of_two_an_hour(finds)
    worked(NOW - DAY)
    assert not Alert.objects.exists()
    rung_at = []
    for n in range(18):  # a storm, as it comes in
        at = NOW - minutes(18 - n)
        finds(at)
        worked(at)
        rung_at += [alert.matches.count() for alert in Alert.objects.filter(rung_at=at)]
    alert = Alert.objects.get()
    assert alert.reason == {"say": "{posts} in the last hour, usually {usual}", "values": {"posts": 11, "usual": 2}}
    assert (rung_at, alert.matches.count()) == ([11], 18)


def test_the_usual_traffic_makes_no_spike(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    rings(search, feurs, "spike", now=NOW - 10 * WEEK)
    past_of_two_an_hour(finds)
    for n in range(5):
        finds(NOW - minutes(50 - 10 * n))
        worked(NOW - minutes(50 - 10 * n))
    assert not Alert.objects.exists()


def test_the_echo_of_a_spike_that_was_read_is_none(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    rings(search, feurs, "spike", now=NOW - 10 * WEEK)
    for n in range(8):
        finds(NOW + minutes(n))
        worked(NOW + minutes(n))
    Alert.objects.get().read(by=feurs.driss, now=NOW + minutes(9))
    for n in range(10, 50, 2):
        finds(NOW + minutes(n))
        worked(NOW + minutes(n))
    assert not Alert.objects.open().exists()
    assert Alert.objects.get().reason["say"] == "{posts} in the last hour, usually none"


def test_a_stream_that_was_away_brings_no_spike_of_its_own(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    """Its posts were made over many hours, and come all at once."""
    rings(search, feurs, "spike", now=NOW - 10 * WEEK)
    for n in range(20):
        finds(NOW, published_at=NOW - n * HOUR)
    worked(NOW)
    assert not Alert.objects.exists()


@pytest.mark.parametrize("how", sorted(RINGS))
def test_what_was_said_long_ago_is_kept_and_rings_nothing(
    feurs: Feurs, search: SavedSearch, finds: Finds, how: str
) -> None:
    rings(search, feurs, how, posts=1, digest_at=time(8))
    for n in range(10):
        finds(NOW, published_at=NOW - 3 * DAY - minutes(n))
    worked(NOW + DAY)
    assert (Match.objects.count(), Alert.objects.count()) == (10, 0)


def test_a_post_from_the_future_counts_from_when_it_was_noted(search: SavedSearch, finds: Finds) -> None:
    assert finds(NOW, published_at=NOW + 400 * DAY).said_at == NOW


def test_a_digest_waits_for_its_time_and_tells_what_came_since_the_last(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    policy = rings(search, feurs, "digest", now=NOW, digest_at=time(8))
    morning = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    assert policy.due_at == morning
    finds(NOW + minutes(1))
    finds(NOW + minutes(2))
    worked(morning - minutes(1))
    assert not Alert.objects.exists()
    worked(morning)
    assert Alert.objects.get().reason["values"] == {"posts": 2}
    finds(morning + minutes(1))
    worked(morning + minutes(2))
    assert Alert.objects.get().matches.count() == 2
    worked(morning + DAY)
    alert = Alert.objects.get()
    assert (alert.reason["say"], alert.matches.count()) == ("One post since the last digest", 3)
    assert Policy.objects.get().due_at == morning + 2 * DAY


def test_a_digest_of_nothing_is_none(feurs: Feurs, search: SavedSearch) -> None:
    rings(search, feurs, "digest", now=NOW, digest_at=None)
    worked(NOW + HOUR)
    assert (Alert.objects.count(), Policy.objects.get().due_at) == (0, NOW + 2 * HOUR)


def test_what_was_found_before_a_digest_was_chosen_is_not_in_it(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    rings(search, feurs, "threshold", posts=50)
    finds(NOW)
    rings(search, feurs, "digest", now=NOW + minutes(1), digest_at=None)
    worked(NOW + 2 * HOUR)
    assert not Alert.objects.exists()


def utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "at", "due"),
    [
        ("2027-03-27T12:00", time(2, 30), "2027-03-28T01:00"),  # 2:30 is never shown: 3:00 is
        ("2027-03-28T01:00", time(2, 30), "2027-03-29T00:30"),
        ("2027-10-30T12:00", time(2, 30), "2027-10-31T00:30"),  # 2:30 is shown twice: the first
        ("2027-10-31T00:30", time(2, 30), "2027-11-01T01:30"),  # and the second is no other day
        ("2027-03-27T12:00", time(8), "2027-03-28T06:00"),
        ("2027-10-30T12:00", time(8), "2027-10-31T07:00"),
    ],
)
def test_a_digest_comes_once_a_day_in_both_nights_of_the_clock_change(
    search: SavedSearch, after: str, at: time, due: str
) -> None:
    assert Policy(search=search, rings="digest", digest_at=at).next_digest(utc(after)) == utc(due)


def test_a_post_that_comes_while_its_search_is_weighed_wakes_it_again(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    rings(search, feurs, "threshold", posts=2, minutes=10)
    finds(NOW)
    weighed = Policy.objects.get()
    assert Policy.objects.claim(weighed, until=NOW + minutes(1))
    finds(NOW + timedelta(seconds=1))
    weighed.settle(NOW)
    assert weigh_alerts(NOW + timedelta(seconds=2)) == 1


def test_nothing_is_weighed_for_an_organisation_that_rests(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    rings(search, feurs, "threshold", posts=1)
    finds(NOW)
    Organisation.objects.update(is_resting=True)
    assert weigh_alerts(NOW) == 0


def test_what_waits_is_in_the_ledger_so_that_open_pages_show_it(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    rings(search, feurs, "threshold", posts=50)
    finds(NOW)
    assert Event.objects.filter(verb="MATCH_WAITS").count() == 1


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"rings": "each"}, "It rings at each post, once for a story."),
        ({"rings": "threshold", "posts": 5, "minutes": 1}, "It rings at 5 posts in 1 minute."),
        ({"rings": "spike"}, "It rings when far more is said than usual at this hour."),
        ({"rings": "digest"}, "It rings once an hour, if it found something."),
        ({"rings": "digest", "digest_at": time(8)}, "It rings every day at 08:00, if it found something."),
    ],
)
def test_what_was_chosen_is_said_in_one_sentence(chosen: dict[str, Any], words: str) -> None:
    with override("en"):
        assert Policy(**chosen).words == words
