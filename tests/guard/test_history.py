"""What the readings of an account tell together: silence, posts that disappear, and who ended the silence."""

from datetime import datetime, timedelta

from beffroi.archive.models import OwnPost, Post
from beffroi.engines.takeover.watch import Watch
from beffroi.guard.models import Alarm, ProfilePoll
from beffroi.guard.reading import judge_profile
from beffroi.journal.sentences import translated
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes

DAY = timedelta(days=1)


class History:
    """The town's account, read once a day; the memory goes through the database between two readings."""

    def __init__(self, feurs: Feurs) -> None:
        self.feurs = feurs
        self.poll = ProfilePoll.objects.create(account=feurs.account)

    def read(self, at: datetime, posts: int) -> None:
        account = self.feurs.account
        shown = Profile("sandbox", account.native_id, account.handle, account.name, posts=posts)
        self.poll.refresh_from_db()
        watch: Watch = self.poll.watch
        judge_profile(account, shown, at, watch)
        self.poll.remembers(watch)

    def quiet(self, days: int, posts: int) -> None:
        for day in range(days, 0, -2):
            self.read(NOW - day * DAY, posts)


def test_three_posts_after_half_a_year_of_silence_ring_and_freeze(feurs: Feurs) -> None:
    history = History(feurs)
    history.quiet(190, 280)
    history.read(NOW, 283)
    alarm = Alarm.objects.get()
    assert (alarm.detector, alarm.severe) == ("return", True)
    assert feurs.account.freeze_now is not None
    history.read(NOW + minutes(5), 283)
    assert Alarm.objects.count() == 1


def test_a_silence_that_beffroi_itself_ends_rings_nothing(feurs: Feurs) -> None:
    history = History(feurs)
    history.quiet(190, 280)
    ours = SeenPost("sandbox", "p1", feurs.connector.whoami(), "La piscine rouvre.", NOW - minutes(5))
    OwnPost.note(Post.store(ours, now=NOW), feurs.account, now=NOW, agreed=True)
    history.read(NOW, 283)
    assert not Alarm.objects.exists()


def test_thirty_posts_that_disappear_ring_once_a_later_reading_confirms_it(feurs: Feurs) -> None:
    history = History(feurs)
    history.quiet(4, 280)
    history.read(NOW, 250)
    assert not Alarm.objects.exists()
    history.read(NOW + minutes(5), 250)
    assert not Alarm.objects.exists()  # a counter that flickers may do so for an hour
    history.read(NOW + DAY, 250)
    alarm = Alarm.objects.get()
    assert (alarm.detector, alarm.severe) == ("mass-delete", False)
    assert "280" in translated(alarm.sentence)


def test_a_counter_that_flickers_rings_nothing(feurs: Feurs) -> None:
    history = History(feurs)
    history.quiet(4, 280)
    for reading, posts in enumerate((0, 280, 266, 280)):
        history.read(NOW + minutes(5 * reading), posts)
    assert not Alarm.objects.exists()


def test_a_reading_that_comes_late_is_no_reading(feurs: Feurs) -> None:
    history = History(feurs)
    history.read(NOW, 280)
    history.read(NOW - DAY, 10)
    history.read(NOW + minutes(5), 280)
    assert not Alarm.objects.exists()


def test_a_memory_that_cannot_be_read_begins_anew(feurs: Feurs) -> None:
    poll = ProfilePoll.objects.create(account=feurs.account, memory='{"of": "another release"')
    assert poll.watch == Watch()
