"""Who is named where we have no account: in cases that are answered by hand, and in the chronicle."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import OwnPost, Post
from beffroi.chronicle.models import Entry, Incident
from beffroi.inbox.models import Case
from beffroi.inbox.models.elsewhere import ElsewhereAnswer
from beffroi.keeping.kinds import Person
from beffroi.keeping.person import erase, find
from beffroi.listening.forgetting import opt_out
from beffroi.listening.models import Match
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Sentence
from tests.cast import NOW, Feurs, minutes
from tests.keeping.stories import found, neighbour_of, search_of

LUCIE = Profile("mastodon", "lucie-id", "lucie", "Lucie Faure")  # on a network where we have no account
LATER = NOW + minutes(9)


def lucie(feurs: Feurs) -> Person:
    return Person.asked(feurs.organisation, network="mastodon", handle="lucie", email="", name="")


def hit(feurs: Feurs) -> Match:
    page = "https://net.example/@lucie/1"
    post = Post.store(SeenPost("mastodon", "1", LUCIE, "le pont est-il ouvert ?", NOW, url=page), now=NOW)
    match = Match.note(search_of(feurs), post, now=NOW)
    assert match is not None
    return match


def taken(feurs: Feurs) -> Case:
    return Case.take_elsewhere(hit(feurs).post, feurs.organisation, by=feurs.driss, now=NOW)


def answered_by_hand(feurs: Feurs, case: Case) -> None:
    answer = ElsewhereAnswer.keep(case, "Oui.", by=feurs.driss, seen=None, now=NOW)
    answer.declare_posted(by=feurs.driss, now=NOW, address="https://net.example/2")


def erase_lucie(feurs: Feurs) -> None:
    erase(feurs.organisation, lucie(feurs), objects=True, by=feurs.ana, now=LATER)


def named(post: Post) -> bool:
    said = Post.objects.values_list("author_id", "author_handle", "author_name", "url").get(pk=post.pk)
    return any("ucie" in word for word in said)


def test_an_erasure_takes_the_author_out_of_a_case_that_stands_elsewhere(feurs: Feurs, client: Client) -> None:
    case = taken(feurs)
    client.force_login(feurs.driss)
    assert "lucie" in client.get(reverse("case", args=[case.pk])).content.decode().casefold()
    erase_lucie(feurs)
    page = client.get(reverse("case", args=[case.pk])).content.decode().casefold()
    assert "lucie" not in page and "le pont est-il ouvert" not in page
    assert [each.part.key for each in find(feurs.organisation, lucie(feurs))] == ["listening.wishes"]


def test_words_that_we_answered_by_hand_stay_without_their_author(feurs: Feurs) -> None:
    case = taken(feurs)
    answered_by_hand(feurs, case)
    erase_lucie(feurs)
    case.refresh_from_db()
    assert [post.text for post in case.messages()] == ["le pont est-il ouvert ?"]
    assert not named(case.latest)


def test_who_speaks_in_the_conversation_of_such_a_case_is_erased_too(feurs: Feurs) -> None:
    case = taken(feurs)
    said = SeenPost("mastodon", "2", Profile("mastodon", "zoe-id", "zoe", "Zoé"), "non", NOW, reply_to=case.latest.ref)
    answer = Post.store(said, now=NOW)
    Post.objects.filter(pk=answer.pk).update(conversation=case.conversation)
    zoe = Person.asked(feurs.organisation, network="mastodon", handle="zoe", email="", name="")
    erase(feurs.organisation, zoe, by=feurs.ana, now=LATER)
    assert [post.author_handle.partition(":")[0] for post in case.messages()] == ["lucie", "erased"]


@pytest.mark.parametrize("is_entry", [True, False])
def test_an_erasure_takes_the_author_out_of_the_chronicle(is_entry: bool, feurs: Feurs) -> None:
    post = hit(feurs).post
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Le pont"), post=post, now=NOW)
    if is_entry:
        Incident.objects.filter(pk=incident.pk).update(post=None)
    else:
        Entry.objects.filter(post=post).update(post=None)
    erase_lucie(feurs)
    assert not named(post)
    assert Post.objects.get().text == ""  # the chronicle keeps its fingerprint


def test_who_objects_is_named_no_more_where_something_of_ours_points(feurs: Feurs) -> None:
    case = taken(feurs)
    assert opt_out(feurs.organisation, "mastodon", "lucie", by=feurs.ana, now=LATER) == 1
    case.refresh_from_db()
    assert not named(case.latest)
    assert [post.text for post in case.messages()] == ["le pont est-il ouvert ?"]


def test_another_organisation_that_took_the_same_post_keeps_it(feurs: Feurs) -> None:
    case, there = taken(feurs), neighbour_of(feurs).organisation
    theirs = Case.take_elsewhere(case.latest, there, by=feurs.eve, now=NOW)
    erase_lucie(feurs)
    for one in (case, theirs):
        one.refresh_from_db()
    assert named(theirs.latest) and not named(case.latest)
    assert [post.author_handle for post in theirs.messages()] == ["lucie"]
    assert len(case.messages()) == 1


def test_what_was_only_found_is_told_once(feurs: Feurs) -> None:
    hit(feurs)
    assert [each.part.key for each in find(feurs.organisation, lucie(feurs))][:2] == [
        "listening.stories",
        "listening.found",
    ]


def test_what_left_in_our_name_is_not_erased(feurs: Feurs) -> None:
    us = Profile("sandbox", feurs.account.native_id, "feurs", "Ville de Feurs")
    post = found(search_of(feurs), "faulty", NOW, us).post
    OwnPost.objects.create(post=post, account=feurs.account)
    Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Le pont"), post=post, now=NOW)
    ours = Person.asked(feurs.organisation, network="sandbox", handle="feurs", email="", name="")
    erase(feurs.organisation, ours, by=feurs.ana, now=LATER)
    assert Post.objects.get().author_handle == "feurs"
