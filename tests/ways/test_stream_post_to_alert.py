"""Way 3 on the sandbox: a post on the stream matches a saved search and opens an alert."""

from dataclasses import replace
from datetime import datetime

import pytest

from beffroi.archive.models import Mention, Post
from beffroi.connectors.contract import StreamEvent
from beffroi.listening.duties import open_streams
from beffroi.listening.intake import Ear, Overtaken, take_in
from beffroi.listening.models import Alert, Match, SavedSearch, Stream
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return SavedSearch.save_new(
        organisation=feurs.organisation, name="Le pont", text="pont NEAR/3 canal -emploi", by=feurs.driss, now=NOW
    )


@pytest.fixture
def ear(feurs: Feurs) -> Ear:
    open_streams(NOW)
    return Ear(Stream.objects.get())


def heard(feurs: Feurs, ear: Ear, at: datetime = NOW) -> int:
    """Takes in what the sandbox's stream gives now; the number of posts."""
    events = []
    for event in feurs.connector.stream(ear.stream.cursor or "0"):
        events.append(event)
        if event.cursor == str(feurs.sandbox.end()):
            break
    take_in(ear, events, at)
    return sum(1 for event in events if event.post)


def test_a_matching_post_opens_an_alert_and_is_kept(feurs: Feurs, search: SavedSearch, ear: Ear) -> None:
    feurs.sandbox.say("eve", "Le pont du Canal est fermé !")
    feurs.sandbox.say("eve", "Rien à voir.")
    assert heard(feurs, ear) == 2
    match = Match.objects.get()
    assert match.post.text == "Le pont du Canal est fermé !"
    assert list(Alert.objects.of(feurs.organisation).open()) == [match.alert]


def test_what_matches_nothing_is_forgotten(feurs: Feurs, search: SavedSearch, ear: Ear) -> None:
    feurs.sandbox.say("eve", "Offre d'emploi près du pont du canal.")
    heard(feurs, ear)
    assert not Post.objects.exists()


def test_further_matches_join_the_open_alert_until_somebody_has_looked(
    feurs: Feurs, search: SavedSearch, ear: Ear
) -> None:
    feurs.sandbox.say("eve", "pont, canal")
    feurs.sandbox.say("eve", "canal, pont")
    heard(feurs, ear)
    alert = Alert.objects.get()
    assert alert.matches.count() == 2
    alert.read(by=feurs.driss, now=NOW)
    feurs.sandbox.say("eve", "encore le pont du canal")
    heard(feurs, ear, NOW + minutes(1))
    assert Alert.objects.open().get() != alert


def test_reading_the_same_stretch_twice_doubles_nothing(feurs: Feurs, search: SavedSearch, ear: Ear) -> None:
    feurs.sandbox.say("eve", "Le pont du canal")
    heard(feurs, ear)
    Stream.objects.update(cursor="0")
    again = Ear(Stream.objects.get())
    heard(feurs, again)
    assert Match.objects.count() == 1


def test_a_second_reader_of_the_same_stream_gives_up(feurs: Feurs, ear: Ear) -> None:
    feurs.sandbox.say("eve", "bonjour")
    overtaken = Ear(Stream.objects.get())
    heard(feurs, ear)
    with pytest.raises(Overtaken):
        heard(feurs, overtaken)


def test_a_line_that_is_not_json_is_counted_and_the_next_one_heard(feurs: Feurs, search: SavedSearch, ear: Ear) -> None:
    with feurs.sandbox.file.open("a") as file:
        file.write("{this is not json\n")
    feurs.sandbox.say("eve", "Le pont du canal")
    heard(feurs, ear)
    assert Match.objects.count() == 1
    assert Stream.objects.get().lines_passed_over == 1


def test_a_paused_search_hears_nothing(feurs: Feurs, search: SavedSearch, ear: Ear) -> None:
    search.pause(by=feurs.driss, now=NOW)
    feurs.sandbox.say("eve", "Le pont du canal")
    heard(feurs, ear)
    assert not Match.objects.exists()


def test_a_mention_on_the_stream_is_kept_for_the_inbox_at_once(feurs: Feurs, ear: Ear) -> None:
    feurs.sandbox.say("eve", "@feurs bonjour")
    heard(feurs, ear)
    assert Mention.objects.get().account == feurs.account


def test_an_event_without_a_post_moves_the_cursor(ear: Ear) -> None:
    take_in(ear, [StreamEvent("42")], NOW)
    assert Stream.objects.get().cursor == "42"


def test_an_author_known_by_number_takes_the_name_that_a_later_reading_knows(feurs: Feurs) -> None:
    by_number = SeenPost(
        network="sandbox",
        native_id="p1",
        author=Profile("sandbox", "did:1", handle="did:1", name="did:1"),
        text="bonjour",
        published_at=NOW,
    )
    Post.store(by_number, now=NOW)
    named = replace(by_number, author=Profile("sandbox", "did:1", handle="eve", name="Ève"))
    assert Post.store(named, now=NOW).author_name == "Ève"
    assert Post.store(by_number, now=NOW).author_handle == "eve"


def test_our_own_posts_raise_no_alert(feurs: Feurs, search: SavedSearch, ear: Ear) -> None:
    feurs.sandbox.say("feurs", "Le pont du canal rouvre.")
    heard(feurs, ear)
    assert not Match.objects.exists()
