"""One tap from the alert, or from the link in a message, to the box in which one answers."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.archive.models import Post
from beffroi.inbox.models import Case, ElsewhereAnswer, Reply
from beffroi.listening.models import Match
from beffroi.publishing.models import Delegation
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes
from tests.inbox.hits import found, note_on_a_blog, search_for

ENGLISH = {"accept-language": "en"}


def hit_on_the_network(feurs: Feurs) -> Match:
    author = Profile("sandbox", "eve-id", "eve", "Eve")
    question = feurs.sandbox.say("eve", "La passerelle est fermée ?", at=NOW)
    seen = SeenPost(network="sandbox", native_id=question, author=author, text="La passerelle ?", published_at=NOW)
    return found(search_for(feurs), Post.store(seen, now=NOW))


def door(match: Match) -> str:
    return reverse("case_from_match", args=[match.pk])


def test_one_press_opens_the_case_with_the_cursor_in_the_answer(feurs: Feurs, client: Client) -> None:
    match = hit_on_the_network(feurs)
    client.force_login(feurs.driss)
    opened = client.post(door(match), headers=ENGLISH, follow=True)
    assert opened.redirect_chain == [(f"/inbox/{Case.objects.get().pk}?answer", 302)]
    assert "autofocus" in opened.content.decode()
    assert "autofocus" not in client.get(f"/inbox/{Case.objects.get().pk}").content.decode()


def test_a_link_shows_the_answer_box_and_changes_nothing(feurs: Feurs, client: Client) -> None:
    match = hit_on_the_network(feurs)
    client.force_login(feurs.driss)
    shown = client.get(door(match), headers=ENGLISH).content.decode()
    assert "autofocus" in shown
    assert "La passerelle ?" in shown
    assert not Case.objects.exists()


def test_the_answer_written_behind_the_link_makes_the_case_and_is_submitted(feurs: Feurs, client: Client) -> None:
    match = hit_on_the_network(feurs)
    client.force_login(feurs.driss)
    shown = client.post(door(match), {"text": "Elle rouvre jeudi.", "said": "asks"}, headers=ENGLISH, follow=True)
    assert "The answer waits for an approval." in shown.content.decode()
    assert Reply.objects.get().draft.latest.text == "Elle rouvre jeudi."


def test_a_hit_that_is_a_case_already_leads_there(feurs: Feurs, client: Client) -> None:
    match = hit_on_the_network(feurs)
    case = Case.take_from(match.post, feurs.account, by=feurs.chloe, now=NOW)
    client.force_login(feurs.driss)
    assert client.get(door(match))["Location"] == f"/inbox/{case.pk}?answer"
    client.post(door(match))
    assert Case.objects.count() == 1


def test_a_hit_on_a_blog_is_answered_by_the_same_door(feurs: Feurs, client: Client) -> None:
    match = found(search_for(feurs), note_on_a_blog())
    client.force_login(feurs.driss)
    assert "You have no account on carnet.example" in client.get(door(match), headers=ENGLISH).content.decode()
    words = {"text": "Elle rouvre jeudi.", "keep": f"hit-{match.pk}"}
    opened = client.post(door(match), words, headers=ENGLISH, follow=True)
    assert f'data-keep-clear="hit-{match.pk}"' in opened.content.decode()
    case = Case.objects.get()
    assert opened.redirect_chain == [(f"/inbox/{case.pk}?answer", 302)]
    assert (case.account, ElsewhereAnswer.objects.get().text) == (None, "Elle rouvre jeudi.")
    assert client.get(door(match))["Location"] == f"/inbox/{case.pk}?answer"


def test_under_a_delegation_the_button_says_that_nobody_else_is_asked(feurs: Feurs, client: Client) -> None:
    match = hit_on_the_network(feurs)
    client.force_login(feurs.driss)
    case = Case.take_from(match.post, feurs.account, by=feurs.driss, now=NOW)
    assert "Submit the answer" in client.get(f"/inbox/{case.pk}", headers=ENGLISH).content.decode()
    lend(feurs)
    assert (
        "Publish now under the delegation of Chloé" in client.get(f"/inbox/{case.pk}", headers=ENGLISH).content.decode()
    )


def test_what_was_to_be_asked_of_somebody_does_not_leave_without_them(feurs: Feurs, client: Client) -> None:
    match = hit_on_the_network(feurs)
    case = Case.take_from(match.post, feurs.account, by=feurs.driss, now=NOW)
    lend(feurs)
    client.force_login(feurs.driss)
    there, said = f"/inbox/{case.pk}/replies", {"text": "Elle rouvre jeudi.", "said": "asks"}
    page = client.post(there, said, headers=ENGLISH)
    assert page.status_code == 409
    assert "Elle rouvre jeudi." in page.content.decode()
    assert "the button says so now" in page.content.decode()
    assert not Reply.objects.exists()
    page = client.post(there, {**said, "said": "delegation"}, headers=ENGLISH, follow=True)
    assert "The answer leaves now." in page.content.decode()


def lend(feurs: Feurs) -> None:
    """From a day ago, whatever day it is."""
    now = timezone.now()
    Delegation.give(
        by=feurs.chloe,
        to=feurs.driss,
        organisation=feurs.organisation,
        accounts=[feurs.account],
        kinds=["reply"],
        ends_at=now + minutes(60),
        now=now - minutes(1),
    )


def test_an_answer_that_is_too_long_is_kept_on_its_page_wherever_the_hit_stands(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    for match in (found(search_for(feurs), note_on_a_blog()), hit_on_the_network(feurs)):
        told = client.post(door(match), {"text": "Bonjour. " * 2_500}, headers=ENGLISH)
        assert told.status_code == 422 and "Bonjour. Bonjour. " in told.content.decode()
    assert not ElsewhereAnswer.objects.exists() and not Reply.objects.exists()
