"""What belongs to an incident is found in the archive, and a person has the last word."""

from collections import Counter

import pytest

from beffroi.chronicle.duties import gather_open, read_voices
from beffroi.chronicle.gathering import gather
from beffroi.chronicle.models import Entry, Incident, Voice
from beffroi.chronicle.telling import tell
from beffroi.journal.models import Event
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.chronicle.posts import mention, seen
from tests.chronicle.square import EVENING, FAULTY, told

pytestmark = pytest.mark.django_db


def test_each_episode_finds_its_posts(feurs: Feurs) -> None:
    incident, afternoon = told(feurs)
    episodes = {entry.post: entry.episode for entry in incident.entries.all()}
    assert episodes[afternoon.faulty] == "faulty"
    assert episodes[afternoon.first] == "attack"
    assert episodes[afternoon.apology] == "apology"
    assert episodes[afternoon.reply] == "reply"
    assert Counter(episodes.values())["spread"] == 60  # each voice once, however often it spoke


def test_looking_again_adds_nothing_and_says_nothing(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    before = Event.objects.count(), Entry.objects.count()
    assert gather(incident, now=EVENING + minutes(1)) == 0
    assert (Event.objects.count(), Entry.objects.count()) == before


def test_an_earlier_reaction_found_late_becomes_the_first(feurs: Feurs) -> None:
    incident, afternoon = told(feurs)
    earlier = seen("a0", "Ah bon ?", by="early", at=FAULTY + minutes(1), in_reply_to=afternoon.faulty)
    gather(incident, now=EVENING)
    assert [entry.post for entry in incident.entries.filter(episode="attack")] == [earlier]


def test_what_a_person_placed_stays_where_it_is(feurs: Feurs) -> None:
    incident, afternoon = told(feurs)
    incident.entries.get(post=afternoon.first).move_to("spread", by=feurs.chloe, now=EVENING)
    gather(incident, now=EVENING)
    assert incident.entries.get(post=afternoon.first).episode == "spread"


def test_our_apology_elsewhere_belongs_to_it_but_no_other_post_of_ours(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    us = feurs.account.native_id
    sorry = seen("e1", "Désolés pour l’erreur de ce midi.", by=us, at=FAULTY + minutes(60))
    seen("e2", "La piscine ouvre demain.", by=us, at=FAULTY + minutes(61))
    assert gather(incident, now=EVENING) == 1
    assert incident.entries.get(post=sorry).episode == "apology"


def test_nothing_is_gathered_once_it_is_closed(feurs: Feurs) -> None:
    incident, afternoon = told(feurs)
    incident.close(by=feurs.ana, outcome="Corrigé.", now=EVENING)
    seen("late", "Encore ?", by="late", at=EVENING + minutes(1), in_reply_to=afternoon.faulty)
    gather_open(EVENING + minutes(5))
    assert not incident.entries.filter(post__native_id="late").exists()


def test_an_incident_is_looked_at_by_one_worker_every_half_minute(feurs: Feurs) -> None:
    post = seen("f", "Adopté.", by=feurs.account.native_id, at=FAULTY)
    incident = Incident.open(feurs.organisation, kind="too_early", title=Sentence("x"), post=post, now=FAULTY)
    gather_open(FAULTY)
    seen("a", "Non.", by="eve", at=FAULTY + minutes(0.1), in_reply_to=post)
    assert gather_open(FAULTY + minutes(0.4)) == 0
    assert incident.entries.count() == 1
    assert gather_open(FAULTY + minutes(0.5)) == 1


def test_for_an_organisation_that_rests_nobody_looks_or_asks(feurs: Feurs) -> None:
    post = seen("f", "Adopté.", by=feurs.account.native_id, at=FAULTY)
    Incident.open(feurs.organisation, kind="too_early", title=Sentence("x"), post=post, now=FAULTY)
    seen("a", "Non.", by="eve", at=FAULTY, in_reply_to=post)
    feurs.organisation.is_resting = True
    feurs.organisation.save()
    assert (gather_open(EVENING), read_voices(EVENING)) == (0, 0)


def test_without_a_post_or_an_account_nothing_belongs_to_it(feurs: Feurs) -> None:
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence("x"), now=NOW)
    seen("z", "Bonjour", by="eve", at=NOW)
    assert gather(incident, now=NOW) == 0


def test_the_audience_of_each_voice_is_what_its_network_says(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    loudest, senator, us, *others = tell(incident).voices
    assert (loudest.handle, loudest.followers, loudest.is_ours) == ("ministre", 162_000, True)
    assert (senator.followers, us.followers) == (21_300, 5400)
    assert {heard.followers for heard in others} == {None}  # the network no longer shows them
    assert not Voice.objects.exclude(due_at=None).exists()


def test_a_network_in_trouble_is_asked_again(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    Voice.objects.update(due_at=EVENING, read_at=None, followers=None)
    shelf = feurs.sandbox.file
    away = shelf.rename(shelf.with_name("away"))
    read_voices(EVENING)
    assert not Voice.objects.filter(due_at__lte=EVENING).exists()
    away.rename(shelf)
    read_voices(EVENING + minutes(6))
    assert incident.voices.filter(followers=162_000).exists()


def test_the_curve_counts_the_others_and_marks_what_we_said(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    curve = tell(incident).curve
    assert (curve.total, curve.width, curve.peak) == (105, 1, 6)
    assert [(mark.at, mark.episode) for mark in curve.marks] == [
        (FAULTY, "faulty"),
        (FAULTY + minutes(25), "apology"),
        (FAULTY + minutes(37), "reply"),
    ]


def test_the_spread_has_its_two_changes_of_pace(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    quickens, slackens = tell(incident).curve.paces[-2:]
    assert (quickens.start, slackens.start) == (FAULTY + minutes(12), FAULTY + minutes(26))
    assert quickens.rate == 6
    assert slackens.rate < 1


def test_a_long_incident_is_counted_in_wider_bins(feurs: Feurs) -> None:
    incident, afternoon = told(feurs)
    seen("later", "Toujours ?", by="late", at=FAULTY + minutes(60 * 40), in_reply_to=afternoon.faulty)
    curve = tell(incident).curve
    assert curve.width == 10
    assert curve.total == 106


def test_a_mention_just_before_shows_on_the_curve_but_is_no_entry(feurs: Feurs) -> None:
    incident, _afternoon = told(feurs)
    early = seen("m", "@feurs bonjour", by="eve", at=FAULTY - minutes(3))
    mention(feurs.account, early, now=EVENING)
    gather(incident, now=EVENING)
    assert tell(incident).curve.total == 106
    assert not incident.entries.filter(post=early).exists()
