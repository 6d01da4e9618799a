"""A post on our account that Beffroi did not send: certain knowledge, and a question."""

from datetime import datetime

from beffroi.archive.models import OwnPost, Post
from beffroi.guard.duties import judge_own_posts
from beffroi.guard.models import Alarm, Baseline
from beffroi.inbox.conversations import enrol
from beffroi.inbox.duties import count_answers
from beffroi.inbox.models import ConversationPoll
from beffroi.journal.models import Event
from beffroi.journal.sentences import translated
from beffroi.publishing.duties import send_due, watch_own_posts
from beffroi.publishing.models import Draft, Publication
from beffroi.vocabulary import Post as SeenPost
from tests.cast import NOW, Feurs, minutes

LURE = "Investissez avec moi : 300 % en une semaine"


def seen(feurs: Feurs, text: str, at: datetime = NOW, native_id: str = "") -> OwnPost:
    """The stream shows a post of our account."""
    profile = feurs.connector.whoami()
    post = SeenPost(network="sandbox", native_id=native_id or f"own {text}", author=profile, text=text, published_at=at)
    return OwnPost.note(Post.store(post, now=at), feurs.account, now=at)


def look(at: datetime = NOW) -> None:
    watch_own_posts(at)
    judge_own_posts(at)


def sent(feurs: Feurs, text: str) -> Publication:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=text, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW)
    publication = draft.publications.get()
    assert publication.state == "sent"
    return publication


def sign(feurs: Feurs, *, elsewhere: bool) -> Baseline:
    return Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, is_used_elsewhere=elsewhere)


def test_it_raises_an_alarm_that_quotes_it(feurs: Feurs) -> None:
    seen(feurs, LURE)
    look()
    alarm = Alarm.objects.get()
    assert alarm.detector == "not-sent"
    assert LURE in translated(alarm.sentence)
    assert alarm.post is not None


def test_it_freezes_nothing_while_nobody_has_said_how_the_account_is_used(feurs: Feurs) -> None:
    seen(feurs, LURE)
    look()
    assert feurs.account.freeze_now is None


def test_it_freezes_an_account_that_was_signed_as_used_through_beffroi_only(feurs: Feurs) -> None:
    sign(feurs, elsewhere=False)
    seen(feurs, LURE)
    look()
    assert feurs.account.freeze_now is not None


def test_it_rings_nothing_where_posts_may_come_from_elsewhere(feurs: Feurs) -> None:
    sign(feurs, elsewhere=True)
    seen(feurs, LURE)
    look()
    assert not Alarm.objects.exists()


def test_what_left_through_beffroi_rings_nothing(feurs: Feurs) -> None:
    publication = sent(feurs, "La piscine rouvre.")
    OwnPost.objects.all().delete()  # as if only the stream had told of it
    seen(feurs, "La piscine rouvre.", native_id=publication.remote_id)
    look(NOW + minutes(1))
    assert not Alarm.objects.exists()


def test_what_the_stream_shows_before_our_receipt_rings_nothing_even_in_other_words(feurs: Feurs) -> None:
    publication = sent(feurs, "La piscine rouvre : https://feurs.example/piscine")
    Publication.objects.filter(pk=publication.pk).update(state="sending", remote_id="")
    own = seen(feurs, "La piscine rouvre : feurs.example/piscine", native_id="as the stream shows it")
    look()
    assert not Alarm.objects.exists()
    Publication.objects.filter(pk=publication.pk).update(state="sent", remote_id=own.post.native_id)
    look(NOW + minutes(1))
    assert not Alarm.objects.exists()


def test_it_was_us_accepts_nothing_but_this_post(feurs: Feurs) -> None:
    seen(feurs, LURE)
    look()
    Alarm.objects.get().judge(ours=True, by=feurs.ana, now=NOW)
    assert Baseline.of(feurs.account).is_used_elsewhere is None
    seen(feurs, "Une autre", at=NOW + minutes(1))
    look(NOW + minutes(1))
    assert Alarm.objects.count() == 2


def test_used_from_elsewhere_is_signed_and_ends_the_ringing(feurs: Feurs) -> None:
    seen(feurs, LURE)
    look()
    Alarm.objects.get().judge(ours=True, by=feurs.ana, now=NOW, also_elsewhere=True)
    signed = Baseline.of(feurs.account)
    assert (signed.is_used_elsewhere, signed.signed_by) == (True, feurs.ana)
    assert Event.objects.filter(verb="IDENTITY_SIGNED").get().detail["changed"] == ["is_used_elsewhere"]
    seen(feurs, "Une autre", at=NOW + minutes(1))
    look(NOW + minutes(1))
    assert Alarm.objects.count() == 1


def test_a_post_is_judged_once(feurs: Feurs) -> None:
    seen(feurs, LURE)
    look()
    look(NOW + minutes(1))
    assert Alarm.objects.count() == 1


def test_what_stood_there_before_the_account_was_connected_rings_nothing(feurs: Feurs) -> None:
    seen(feurs, LURE, at=feurs.account.added_at - minutes(1))
    look()
    assert not Alarm.objects.exists()


def test_where_nothing_is_streamed_the_counting_of_answers_sees_it(feurs: Feurs) -> None:
    feurs.sandbox.say("feurs", LURE, at=NOW)
    enrol(NOW)
    ConversationPoll.objects.update(due_at=NOW)
    count_answers(NOW)
    look()
    assert Alarm.objects.get().detector == "not-sent"
