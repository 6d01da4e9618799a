"""Counters are kept as steps, and every reading can be had back."""

from datetime import timedelta

from beffroi.archive.models import Counters, ProfileSnapshot
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes


def shown(feurs: Feurs, followers: int | None, posts: int | None) -> Profile:
    name = feurs.account.name
    return Profile("sandbox", feurs.account.native_id, "feurs", name, followers=followers, posts=posts)


def test_every_reading_comes_back_as_it_was(feurs: Feurs) -> None:
    read = [(1000, 280), (1003, 280), (1001, 250), (None, 250), (1002, 251)]
    for step, (followers, posts) in enumerate(read):
        Counters.note(feurs.account, shown(feurs, followers, posts), now=NOW + minutes(5 * step))
    [week] = Counters.objects.all()
    assert [count.shown for count in week.counts] == read
    assert [count.at for count in week.counts] == [NOW + minutes(5 * step) for step in range(len(read))]


def test_a_reading_that_shows_the_same_is_not_written(feurs: Feurs) -> None:
    for step in range(3):
        Counters.note(feurs.account, shown(feurs, 1000, 280), now=NOW + minutes(5 * step))
    assert len(Counters.objects.get().counts) == 1


def test_each_week_begins_with_whole_numbers(feurs: Feurs) -> None:
    for weeks in range(2):
        Counters.note(feurs.account, shown(feurs, 1000 + weeks, 280), now=NOW + timedelta(weeks=weeks))
    first, second = Counters.objects.order_by("week")
    assert [count.shown for count in (*first.counts, *second.counts)] == [(1000, 280), (1001, 280)]


def test_a_reading_that_comes_late_changes_nothing(feurs: Feurs) -> None:
    Counters.note(feurs.account, shown(feurs, 1000, 280), now=NOW)
    Counters.note(feurs.account, shown(feurs, 900, 200), now=NOW - minutes(5))
    assert [count.shown for count in Counters.objects.get().counts] == [(1000, 280)]


def test_a_follower_more_makes_no_new_snapshot_of_the_profile(feurs: Feurs) -> None:
    for followers in (1000, 1001):
        ProfileSnapshot.store(feurs.account, shown(feurs, followers, 280), now=NOW)
    assert ProfileSnapshot.objects.count() == 1
