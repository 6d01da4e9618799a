"""Posts on our account that do not read like it."""

from collections.abc import Iterable
from datetime import timedelta

from beffroi.archive.models import OwnPost, Post
from beffroi.engines.takeover.posts import Written
from beffroi.guard.judging_posts import BATCH, judge_habits, learn_pasts
from beffroi.guard.models import Alarm, Baseline, Habits
from beffroi.journal.sentences import translated
from beffroi.vocabulary import Outgoing
from beffroi.vocabulary import Post as SeenPost
from tests.cast import NOW, Feurs, minutes
from tests.engines.takeover.posts.town import HOUR, lures, posts_of_the_town

BEFORE = NOW - 200 * HOUR


def shown(feurs: Feurs, posts: Iterable[Written], *, left_here: bool = False) -> None:
    """The stream shows these posts of our account, which may be used from elsewhere."""
    author = feurs.connector.whoami()
    for post in posts:
        native_id = f"{post.at:%j %H %M} {post.text[:40]}"
        seen = SeenPost(network="sandbox", native_id=native_id, author=author, text=post.text, published_at=post.at)
        OwnPost.note(Post.store(seen, now=post.at), feurs.account, now=post.at, agreed=left_here)


def look(feurs: Feurs) -> None:
    learn_pasts(NOW)
    while judge_habits(NOW):
        pass


def a_town_that_is_known(feurs: Feurs) -> None:
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, is_used_elsewhere=True)
    shown(feurs, posts_of_the_town(BATCH, start=BEFORE))
    look(feurs)


def test_a_stranger_on_our_account_rings_and_freezes_it(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    shown(feurs, lures(NOW))
    look(feurs)
    alarm = Alarm.objects.get(detector="posts")
    assert "ne lui ressemblent pas" in translated(alarm.sentence)
    assert alarm.score is not None and alarm.threshold == 7980 <= alarm.score
    assert feurs.account.freeze_now is not None


def test_what_the_town_goes_on_writing_rings_nothing(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    shown(feurs, posts_of_the_town(60, seed=9, start=NOW))
    look(feurs)
    assert not Alarm.objects.filter(detector="posts").exists()


def test_it_was_us_makes_the_new_way_of_writing_ours(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    shown(feurs, lures(NOW))
    look(feurs)
    Alarm.objects.get(detector="posts").judge(ours=True, by=feurs.ana, now=NOW + minutes(30))
    shown(feurs, posts_of_the_town(1, seed=9, start=NOW + timedelta(days=2)))
    look(feurs)
    habits = Habits.objects.get(account=feurs.account)
    assert not habits.watch().held
    assert habits.watch().habits.marks["posts"] == BATCH + 6


def test_it_was_not_us_never_makes_it_ours(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    shown(feurs, lures(NOW))
    look(feurs)
    Alarm.objects.get(detector="posts").judge(ours=False, by=feurs.ana, now=NOW + minutes(30))
    shown(feurs, posts_of_the_town(1, seed=9, start=NOW + timedelta(days=30)))
    look(feurs)
    watch = Habits.objects.get(account=feurs.account).watch()
    assert watch.held
    assert watch.habits.marks["posts"] <= BATCH


def test_what_left_through_beffroi_is_learned_and_never_suspected(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    shown(feurs, lures(NOW), left_here=True)
    look(feurs)
    assert not Alarm.objects.filter(detector="posts").exists()


def test_an_account_is_known_by_what_it_wrote_before_it_was_connected(feurs: Feurs) -> None:
    for number, post in enumerate(posts_of_the_town(40)):
        feurs.connector.publish(Outgoing(key=f"before {number}", text=post.text, created_at=post.at))
    look(feurs)
    assert Habits.objects.get(account=feurs.account).watch().habits.marks["posts"] == 40


def test_what_is_kept_of_an_account_holds_no_text(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    assert b"conseil" not in bytes(Habits.objects.get(account=feurs.account).kept)


def test_habits_that_cannot_be_read_begin_anew(feurs: Feurs) -> None:
    a_town_that_is_known(feurs)
    Habits.objects.update(kept=b"\xff\x00 not a watch")
    shown(feurs, posts_of_the_town(1, seed=9, start=NOW))
    look(feurs)
    assert Habits.objects.get(account=feurs.account).watch().habits.marks["posts"] == 1
