"""A post and what repeats it are one entry, and ring once."""

from datetime import timedelta

from beffroi.archive.models import Post
from beffroi.listening.models import Alert, Match, SavedSearch, Story
from beffroi.notify.models import Message
from tests.cast import NOW, Feurs, minutes
from tests.listening.conftest import Finds, worked

CLOSED = "Le pont du canal est fermé depuis ce matin, les bus passent par la rue Haute."


def test_fourteen_people_who_repeat_a_post_tell_one_story(search: SavedSearch, finds: Finds) -> None:
    for n in range(14):
        finds(NOW + minutes(n), text=f"RT @eve: {CLOSED}" if n else CLOSED, by=f"person{n}")
    story = Story.objects.get()
    assert (story.count, story.first.author_handle, story.matches.count()) == (14, "person0", 14)


def test_a_story_calls_people_once_and_another_one_again(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    finds(NOW, text=CLOSED)
    worked(NOW)
    told = Message.objects.count()
    for n in range(1, 9):
        finds(NOW + minutes(n), text=f"{CLOSED} Bravo !")
        worked(NOW + minutes(n))
    assert (Alert.objects.get().matches.count(), Message.objects.count()) == (9, told)
    Message.objects.all().delete()
    finds(NOW + minutes(10), text="Le pont du canal rouvre demain à huit heures, dit le département.")
    worked(NOW + minutes(10))
    assert (Alert.objects.count(), Message.objects.count()) == (1, told)


def test_a_link_to_a_post_joins_its_story(search: SavedSearch, finds: Finds) -> None:
    finds(NOW, text=CLOSED, url="https://sandbox.example/eve/1")
    finds(NOW, text="À lire https://sandbox.example/eve/1")
    assert Story.objects.get().count == 2


def test_a_link_that_stands_beside_the_text_joins_too(search: SavedSearch, finds: Finds) -> None:
    first = finds(NOW, text=f"{CLOSED} https://journal.example/pont")
    other = Post.objects.create(
        network="sandbox", native_id="card", author_id="x", text="À lire", published_at=NOW, seen_at=NOW
    )
    match = Match.note(search, other, now=NOW, linked=["https://journal.example/pont?utm_source=bluesky"])
    assert match is not None
    assert match.story == first.story


def test_who_says_the_same_a_week_later_tells_it_anew(search: SavedSearch, finds: Finds) -> None:
    finds(NOW, text=CLOSED)
    finds(NOW + timedelta(days=7), text=CLOSED)
    assert Story.objects.count() == 2


def test_two_searches_have_each_their_own_story(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    match = finds(NOW, text=CLOSED)
    other = SavedSearch.save_new(organisation=feurs.organisation, name="Bus", text="bus", by=feurs.driss, now=NOW)
    assert Match.note(other, match.post, now=NOW)
    assert Story.objects.count() == 2


def test_what_a_post_told_goes_when_the_post_goes(search: SavedSearch, finds: Finds) -> None:
    first, second = finds(NOW, text=CLOSED), finds(NOW, text=CLOSED)
    first.post.delete()
    second.refresh_from_db()
    assert (Story.objects.count(), second.story) == (0, None)
