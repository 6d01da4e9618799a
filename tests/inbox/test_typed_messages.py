"""What came by telephone or at the counter waits with the rest, and says little about the person, and not for long."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from beffroi.archive.models import Post
from beffroi.inbox.models import Case, Clock, Note, TypedMessage
from beffroi.inbox.models.typed import TYPED
from beffroi.journal.models import Event
from beffroi.keeping.going import let_go
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again

ENGLISH = {"accept-language": "en"}
WORDS = "Le banc du parc est cassé, dit quelqu’un."
KEPT = timedelta(days=TYPED.days)


def forget_typed(feurs: Feurs, now: datetime) -> int:
    return let_go(feurs.organisation, now=now).get("inbox.typed", 0)


def typed(feurs: Feurs, *, name: str = "", channel: str = "telephone") -> Case:
    return TypedMessage.take(feurs.organisation, channel=channel, text=WORDS, name=name, by=feurs.driss, now=NOW)


def test_it_waits_with_the_rest_and_its_clock_runs(feurs: Feurs) -> None:
    case = typed(feurs)
    assert list(Case.objects.waiting()) == [case]
    with override("en"):
        assert (case.who, again(case).turn) == ("by telephone", "waiting")
    assert Clock.objects.get().found_at == NOW
    assert list(Case.objects.search("banc parc")) == [case]
    assert list(again(case).messages()) == [case.latest]


def test_two_calls_are_not_tied_to_one_person(feurs: Feurs) -> None:
    first, _second = typed(feurs, name="Mme Roux"), typed(feurs, name="Mme Roux")
    assert not again(first).earlier()


def test_the_journal_keeps_neither_the_name_nor_the_words(feurs: Feurs) -> None:
    typed(feurs, name="Mme Roux")
    told = Event.objects.get(verb="CASE_TYPED")
    assert told.detail == {"channel": {"say": "by telephone"}}


def test_the_answer_is_what_a_person_says_they_gave(feurs: Feurs, client: Client) -> None:
    case = typed(feurs, name="Mme Roux")
    client.force_login(feurs.driss)
    page = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "Mme Roux" in page
    assert "Address where it stands" not in page
    sent = {"text": "Il sera réparé lundi.", "then": "posted", "seen": ""}
    page = client.post(reverse("case_elsewhere", args=[case.pk]), sent, headers=ENGLISH, follow=True).content.decode()
    assert "Answered" in page
    assert not Case.objects.waiting()


def test_name_and_words_are_erased_in_time_and_the_figures_stay(feurs: Feurs) -> None:
    case = typed(feurs, name="Mme Roux")
    Note.write(case, "Mme Roux rappelle demain.", by=feurs.driss, now=NOW)
    kept = case.write_elsewhere("Bonjour Mme Roux.", by=feurs.driss, seen=None, now=NOW)
    kept.declare_posted(by=feurs.driss, now=NOW + minutes(4))
    assert forget_typed(feurs, NOW + KEPT - minutes(1)) == 0
    assert forget_typed(feurs, NOW + KEPT) == 1
    assert forget_typed(feurs, NOW + KEPT + minutes(1)) == 0
    post = Post.objects.get()
    assert (post.text, post.author_name, again(case).elsewhere.text) == ("", "", "")
    assert not Note.objects.exists()
    assert not Case.objects.search("banc")
    assert Clock.objects.with_answer().get().took == minutes(4)


def test_who_still_waits_is_not_forgotten(feurs: Feurs) -> None:
    case = typed(feurs)
    assert forget_typed(feurs, NOW + KEPT) == 0
    assert Post.objects.get().text == WORDS
    case.close(by=feurs.driss, now=NOW + KEPT)
    assert forget_typed(feurs, NOW + KEPT) == 1
    assert Post.objects.get().text == ""


def test_the_form_asks_for_words_and_loses_none(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    there = reverse("case_new")
    wrong = client.post(there, {"channel": "pigeon", "text": WORDS}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "dit quelqu’un.</textarea>" in wrong.content.decode()
    made = client.post(there, {"channel": "counter", "text": WORDS}, headers=ENGLISH, follow=True).content.decode()
    assert "at the counter" in made
    assert TypedMessage.objects.get().channel == "counter"
