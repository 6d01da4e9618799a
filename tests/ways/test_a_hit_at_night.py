"""The note at eleven at night: a search finds it, Driss answers politely under Chloé's delegation, and the clock of the
first hit says how long it took. A blog that has no account of ours is answered within the hour too."""

from datetime import UTC, datetime, time, timedelta

import pytest

from beffroi.archive.models import Post
from beffroi.inbox.models import Case, Clock
from beffroi.inbox.times import laps_of, told
from beffroi.listening.duties import open_streams
from beffroi.listening.intake import Ear, take_in
from beffroi.listening.models import Match, SavedSearch, Stream
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Delegation
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import Feurs, minutes

ELEVEN_AT_NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # 23:00 in Feurs
ANSWER = "Bonsoir, la passerelle ferme deux nuits pour la pose d’une rampe ; elle rouvre jeudi à 6 h."


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    Delegation.give(
        by=feurs.chloe,
        to=feurs.driss,
        organisation=feurs.organisation,
        accounts=[feurs.account],
        kinds=["reply"],
        hours=(time(20), time(7)),
        ends_at=ELEVEN_AT_NIGHT + timedelta(days=90),
        now=ELEVEN_AT_NIGHT - timedelta(days=3),
    )
    return SavedSearch.save_new(
        organisation=feurs.organisation,
        name="La passerelle",
        text="passerelle",
        by=feurs.driss,
        now=ELEVEN_AT_NIGHT - timedelta(days=3),
    )


def found_on_the_network(feurs: Feurs, text: str, at: datetime) -> Match:
    """What the stream brings a minute after it was written."""
    open_streams(at)
    ear = Ear(Stream.objects.get())
    feurs.sandbox.say("eve", text, at=at)
    events = []
    for event in feurs.connector.stream(ear.stream.cursor or "0"):
        events.append(event)
        if event.cursor == str(feurs.sandbox.end()):
            break
    take_in(ear, events, at + minutes(1))
    return Match.objects.get(post__text=text)


def test_a_hit_at_eleven_is_answered_by_one_person_within_minutes(feurs: Feurs, search: SavedSearch) -> None:
    match = found_on_the_network(
        feurs, "La passerelle du canal serait fermée, et personne ne dit rien.", ELEVEN_AT_NIGHT
    )
    assert match.alert
    assert match.alert.read_at is None

    case = Case.take_from(match.post, feurs.account, by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(4))
    draft = case.reply(ANSWER, by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(9))
    draft.submit(by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(9))
    send_due(ELEVEN_AT_NIGHT + minutes(9))

    [said] = [post for post in feurs.sandbox.read().posts.values() if post["account"] == feurs.account.native_id]
    assert (said["text"], said["reply_to"]) == (ANSWER, match.post.native_id)
    assert not Case.objects.waiting()
    clock = Clock.objects.with_answer().get()
    assert (clock.published_at, clock.found_at, clock.search) == (ELEVEN_AT_NIGHT, match.at, search)
    assert clock.took is not None
    assert minutes(8) <= clock.took < minutes(20)


def test_the_same_night_a_blog_is_answered_by_hand_and_both_are_in_the_report(
    feurs: Feurs, search: SavedSearch
) -> None:
    match = found_on_the_network(feurs, "La passerelle est fermée.", ELEVEN_AT_NIGHT)
    case = Case.take_from(match.post, feurs.account, by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(4))
    draft = case.reply(ANSWER, by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(9))
    draft.submit(by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(9))
    send_due(ELEVEN_AT_NIGHT + minutes(9))

    note = SeenPost(
        network="feed",
        native_id="https://carnet.example/passerelle",
        author=Profile("feed", "https://carnet.example/feed", "carnet.example", "Carnet du canal"),
        text="Note de 23 h : la passerelle du canal serait fermée.",
        url="https://carnet.example/passerelle",
        published_at=ELEVEN_AT_NIGHT + minutes(5),
    )
    blog = Match.note(search, Post.store(note, now=ELEVEN_AT_NIGHT + minutes(20)), now=ELEVEN_AT_NIGHT + minutes(20))
    assert blog is not None
    elsewhere = Case.take_elsewhere(blog.post, feurs.organisation, by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(22))
    words = elsewhere.write_elsewhere(ANSWER, by=feurs.driss, seen=None, now=ELEVEN_AT_NIGHT + minutes(25))
    words.declare_posted(by=feurs.driss, now=ELEVEN_AT_NIGHT + minutes(31))

    assert not Case.objects.waiting()
    laps = laps_of(feurs.organisation, since=ELEVEN_AT_NIGHT)
    assert [(lap.network, lap.found_by) for lap in laps] == [("feed", "La passerelle"), ("sandbox", "La passerelle")]
    assert laps[0].run.took == minutes(11)
    everything = told(laps, feurs.organisation.tz)[0]
    assert (everything.night.answered, everything.day.answered) == (2, 0)
