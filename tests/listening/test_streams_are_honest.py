"""What a stream did not give, and what became of what it gave, is noted and shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import OwnPost, Post
from beffroi.chronicle.models import Incident
from beffroi.connectors.contract import Missed, StreamEvent
from beffroi.listening.duties import open_streams
from beffroi.listening.intake import Ear, take_in
from beffroi.listening.models import Match, SavedSearch, Stream, StreamGap
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Sentence
from tests.cast import NOW, Feurs, minutes

EVE = Profile("sandbox", "did:eve", handle="eve", name="Eve")
LOST = "The server no longer had what was said since we had last read."


def said(text: str, native_id: str = "p1", **more: object) -> SeenPost:
    return replace(SeenPost("sandbox", native_id, EVE, text, NOW), **more)  # type: ignore[arg-type]  # fields of a post


@pytest.fixture
def ear(feurs: Feurs) -> Ear:
    SavedSearch.save_new(
        organisation=feurs.organisation, name="Le pont", text="pont canal", by=feurs.driss, now=NOW - minutes(1)
    )
    open_streams(NOW)
    return Ear(Stream.objects.get())


def read(ear: Ear, *events: StreamEvent, at: datetime = NOW) -> None:
    take_in(ear, events, at)


def shown(feurs: Feurs, client: Client, name: str = "listening", args: Sequence[int] = ()) -> str:
    client.force_login(feurs.driss)
    return client.get(reverse(name, args=args), headers={"accept-language": "en"}).content.decode()


def test_what_the_server_no_longer_had_is_a_gap_with_its_reason(feurs: Feurs, ear: Ear, client: Client) -> None:
    read(ear, StreamEvent("7", missed=Missed(LOST, NOW - minutes(10), NOW - minutes(2))))
    gap = StreamGap.objects.get()
    assert (gap.since, gap.until, gap.why) == (NOW - minutes(10), NOW - minutes(2), {"say": LOST})


def test_a_gap_is_shown_beside_its_stream_for_a_week(feurs: Feurs, ear: Ear, client: Client) -> None:
    read(ear, StreamEvent("7", missed=Missed(LOST, NOW - minutes(10), NOW)))
    assert not StreamGap.objects.lately(NOW + timedelta(days=8))
    StreamGap.objects.update(since=datetime.now(NOW.tzinfo) - minutes(9), until=datetime.now(NOW.tzinfo))
    page = shown(feurs, client)
    assert LOST in page and "Not read from" in page


def test_without_times_a_gap_reaches_from_the_last_reading_to_now(ear: Ear) -> None:
    read(ear, StreamEvent("1"))
    read(ear, StreamEvent("2", missed=Missed(LOST)), at=NOW + minutes(5))
    gap = StreamGap.objects.get()
    assert (gap.since, gap.until) == (NOW, NOW + minutes(5))


def test_a_server_that_is_asked_again_and_again_makes_one_gap(ear: Ear) -> None:
    for second in range(0, 100, 20):
        read(ear, StreamEvent(str(second), missed=Missed(LOST)), at=NOW + timedelta(seconds=second))
    gap = StreamGap.objects.get()
    assert (gap.since, gap.until) == (NOW, NOW + timedelta(seconds=80))


def test_the_lag_is_how_old_the_network_s_last_word_was(feurs: Feurs, ear: Ear, client: Client) -> None:
    read(ear, StreamEvent("1", at=NOW - timedelta(seconds=3)))
    stream = Stream.objects.get()
    assert (stream.lag_seconds, stream.is_behind) == (3, False)
    assert "Read 3 seconds after it was said." in shown(feurs, client)
    read(ear, StreamEvent("2", at=NOW - minutes(20)))
    assert Stream.objects.get().is_behind
    assert "Catching up" in shown(feurs, client)


def test_a_server_that_lets_nobody_listen_is_said_to_be_asked(feurs: Feurs, ear: Ear, client: Client) -> None:
    read(ear, StreamEvent("1", polled=True))
    assert "asked for what is new every 10 seconds" in shown(feurs, client)
    read(ear, StreamEvent("2"))
    assert "asked for what is new" not in shown(feurs, client)


def test_a_network_whose_clock_is_ahead_of_ours_is_not_read_before_it_speaks(ear: Ear) -> None:
    read(ear, StreamEvent("1", at=NOW + minutes(1)))
    assert Stream.objects.get().lag == 0


def test_the_pace_is_that_of_the_last_whole_minute_and_fades(ear: Ear) -> None:
    for number in range(12):
        read(ear, StreamEvent(str(number), said("rien", f"p{number}")), at=NOW + timedelta(seconds=5 * number))
    assert Stream.objects.get().pace_now(NOW + minutes(1)) == 0
    read(ear, StreamEvent("13", said("rien", "p13")), at=NOW + minutes(1))
    assert Stream.objects.get().pace_now(NOW + minutes(1)) == pytest.approx(0.2)
    assert Stream.objects.get().pace_now(NOW + minutes(30)) == 0


def test_what_was_changed_is_no_post_more(ear: Ear) -> None:
    read(ear, StreamEvent("1", said("rien")), StreamEvent("2", said("rien !"), changed=True))
    assert Stream.objects.get().posts_read == 1


def test_a_post_that_was_deleted_loses_its_words_here_too(feurs: Feurs, ear: Ear, client: Client) -> None:
    read(ear, StreamEvent("1", said("Le pont du canal")))
    read(ear, StreamEvent("2", gone="p1"), at=NOW + minutes(1))
    post = Post.objects.get()
    assert (post.text, post.gone_at) == ("", NOW + minutes(1))
    page = shown(feurs, client, "listening_search", [Match.objects.get().search_id])
    assert "Le pont du canal" not in page and "deleted on the network" in page


def test_a_deletion_that_is_read_twice_keeps_its_first_time(ear: Ear) -> None:
    read(ear, StreamEvent("1", said("Le pont du canal")))
    for minute in (1, 2):
        read(ear, StreamEvent(str(minute), said("Le pont du canal")), StreamEvent("3", gone="p1"), at=NOW + minutes(1))
    assert (Post.objects.get().text, Post.objects.get().gone_at) == ("", NOW + minutes(1))


def test_words_that_speak_to_us_stay_when_they_are_deleted(feurs: Feurs, ear: Ear) -> None:
    read(ear, StreamEvent("1", said("Le pont du canal", mentions=(feurs.account.native_id,))))
    read(ear, StreamEvent("2", gone="p1"))
    assert Post.objects.get().text == "Le pont du canal"
    assert Post.objects.get().gone_at == NOW


def test_words_of_our_own_stay(feurs: Feurs, ear: Ear) -> None:
    ours = Profile("sandbox", feurs.account.native_id, handle="feurs", name="Ville de Feurs")
    read(ear, StreamEvent("1", said("Le pont rouvre", author=ours)))
    assert OwnPost.objects.exists()
    read(ear, StreamEvent("2", said("Le pont ferme", author=ours), changed=True), StreamEvent("3", gone="p1"))
    assert Post.objects.get().text == "Le pont rouvre"


def test_evidence_keeps_the_words_that_its_fingerprint_is_of(feurs: Feurs, ear: Ear) -> None:
    read(ear, StreamEvent("1", said("Le pont du canal")))
    title, post = Sentence("Le pont"), Post.objects.get()
    Incident.open(feurs.organisation, kind="by_hand", title=title, post=post, now=NOW)
    read(ear, StreamEvent("2", said("Le pont du canal, pardon"), changed=True), StreamEvent("3", gone="p1"))
    assert Post.objects.get().text == "Le pont du canal"


def test_a_post_that_was_changed_says_what_it_says_now(feurs: Feurs, ear: Ear, client: Client) -> None:
    read(ear, StreamEvent("1", said("Le pont du canal est fermé")))
    read(ear, StreamEvent("2", said("Le pont du canal est ouvert"), changed=True), at=NOW + minutes(1))
    post = Post.objects.get()
    assert (post.text, post.changed_at) == ("Le pont du canal est ouvert", NOW + minutes(1))
    assert Match.objects.count() == 1
    assert "Changed by its author" in shown(feurs, client, "listening_search", [Match.objects.get().search_id])


def test_a_post_that_says_it_only_after_a_change_is_found(ear: Ear) -> None:
    read(ear, StreamEvent("1", said("Le port du canal")), StreamEvent("2", said("Le pont du canal"), changed=True))
    assert Match.objects.get().post.text == "Le pont du canal"


def test_what_becomes_of_a_post_that_nobody_keeps_is_not_noted(ear: Ear) -> None:
    read(ear, StreamEvent("1", gone="unknown"), StreamEvent("2", said("rien", "unknown"), changed=True))
    assert not Post.objects.exists()


def test_the_sandbox_tells_what_is_deleted_and_changed(feurs: Feurs, ear: Ear) -> None:
    first = feurs.sandbox.say("eve", "Le pont du canal")
    feurs.sandbox.delete(first)
    events = []
    for event in feurs.connector.stream("0"):
        events.append(event)
        if event.cursor == str(feurs.sandbox.end()):
            break
    assert [event.gone for event in events if event.gone] == [first]
