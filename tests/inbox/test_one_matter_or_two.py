"""Two cases told as one, and one message that is another matter: by a person's word, with its trace, and back again."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Apart, Case, Merging
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again, answer, ask

ENGLISH = {"accept-language": "en"}


def merge(feurs: Feurs, case: Case, into: Case, minute: float = 20, *, same: bool = False) -> Merging:
    return Merging.merge(again(case), again(into), by=feurs.driss, is_same_person=same, now=NOW + minutes(minute))


def texts(case: Case) -> list[str]:
    return [post.text.removeprefix("@feurs ") for post in again(case).messages()]


def test_the_cases_of_one_author_are_told_as_one(feurs: Feurs) -> None:
    first, second = ask(feurs, 0, "le lampadaire ?"), ask(feurs, 5, "toujours rien ?")
    merging = merge(feurs, second, first)
    assert (merging.because, list(Case.objects.waiting())) == ("author", [first])
    assert texts(first) == ["le lampadaire ?", "toujours rien ?"]
    assert again(first).latest == second.latest
    assert Event.objects.get(verb="CASE_MERGED").detail == {"number": second.pk, "into": first.pk}


def test_the_answer_goes_below_the_message_that_waits(feurs: Feurs) -> None:
    first, second = ask(feurs, 0, "le lampadaire ?"), ask(feurs, 5, "toujours rien ?")
    merge(feurs, second, first)
    answer(feurs, again(first), 21)
    assert again(first).turn == "answered"
    assert not Case.objects.waiting()
    ours = Post.objects.get(author_handle="feurs")
    assert ours.reply_to == second.latest.native_id


def test_what_is_said_further_in_the_merged_one_waits_in_the_other(feurs: Feurs) -> None:
    first, second = ask(feurs, 0), ask(feurs, 5)
    merge(feurs, second, first)
    answer(feurs, again(first), 21)
    said = feurs.sandbox.say(
        "eve", "@feurs merci, et le banc ?", reply_to=second.latest.native_id, at=NOW + minutes(30)
    )
    poll_mentions(NOW + minutes(30))
    open_cases(NOW + minutes(30))
    assert list(Case.objects.waiting()) == [first]
    assert again(first).latest.native_id == said


def test_undone_each_stands_alone_and_what_waited_waits(feurs: Feurs) -> None:
    first, second = ask(feurs, 0), ask(feurs, 5)
    merging = merge(feurs, second, first)
    for _press in range(2):
        merging.undo(by=feurs.chloe, now=NOW + minutes(22))
    assert list(Case.objects.waiting()) == [first, second]
    assert again(first).latest == first.latest
    assert len(texts(first)) == 1
    assert Event.objects.filter(verb="CASE_UNMERGED").count() == 1


def test_a_case_that_was_closed_before_stays_closed_when_it_is_undone(feurs: Feurs) -> None:
    first, second = ask(feurs, 0), ask(feurs, 5)
    second.close(by=feurs.driss, now=NOW + minutes(6))
    merge(feurs, second, first).undo(by=feurs.driss, now=NOW + minutes(22))
    assert again(second).turn == "closed"


def test_other_authors_are_one_person_only_by_somebody_s_word(feurs: Feurs) -> None:
    first, second = ask(feurs, 0), ask(feurs, 5, who="karim")
    with pytest.raises(NotAllowed):
        merge(feurs, second, first)
    assert merge(feurs, second, first, same=True).because == "word"


def test_a_part_of_one_case_is_no_part_of_another_and_none_of_itself(feurs: Feurs) -> None:
    first, second, third = ask(feurs, 0), ask(feurs, 5), ask(feurs, 6)
    merge(feurs, second, first)
    for case, into in ((second, third), (third, second), (first, third), (first, first)):
        with pytest.raises(NotAllowed):
            merge(feurs, case, into)
    merge(feurs, third, first)
    assert len(texts(first)) == 3


def two_matters(feurs: Feurs) -> tuple[Case, Post]:
    case = ask(feurs, 0, "le lampadaire ?")
    ask(feurs, 5, "et la cantine ?", who="karim", reply_to=case.latest.native_id)
    return again(case), Post.objects.get(text="@feurs et la cantine ?")


def test_a_message_becomes_a_case_of_its_own(feurs: Feurs) -> None:
    case, post = two_matters(feurs)
    made = Apart.split(case, post, by=feurs.driss, now=NOW + minutes(6))
    assert (texts(case), texts(made)) == (["le lampadaire ?"], ["et la cantine ?"])
    assert list(Case.objects.waiting()) == [case, made]
    assert again(case).waiting_since == NOW
    assert Event.objects.get(verb="CASE_SPLIT").detail == {"number": case.pk, "new": made.pk}


def test_what_answers_the_message_follows_it(feurs: Feurs) -> None:
    case, post = two_matters(feurs)
    ask(feurs, 6, "oui, le menu !", reply_to=post.native_id)
    made = Apart.split(again(case), post, by=feurs.driss, now=NOW + minutes(7))
    assert texts(made) == ["et la cantine ?", "oui, le menu !"]
    later = feurs.sandbox.say("karim", "@feurs alors ?", reply_to=post.native_id, at=NOW + minutes(8))
    poll_mentions(NOW + minutes(8))
    open_cases(NOW + minutes(8))
    assert again(made).latest.native_id == later
    assert texts(made)[-1] == "alors ?"
    assert texts(case) == ["le lampadaire ?"]


def test_the_answer_to_it_stands_with_it(feurs: Feurs) -> None:
    case, post = two_matters(feurs)
    made = Apart.split(case, post, by=feurs.driss, now=NOW + minutes(6))
    answer(feurs, again(made), 7, "Le menu est en ligne.")
    assert texts(made) == ["et la cantine ?", "Le menu est en ligne."]
    assert texts(case) == ["le lampadaire ?"]
    assert list(Case.objects.waiting()) == [case]


def test_words_of_it_find_its_own_case(feurs: Feurs) -> None:
    case, post = two_matters(feurs)
    made = Apart.split(case, post, by=feurs.driss, now=NOW + minutes(6))
    assert made in Case.objects.search("cantine")


def test_merging_puts_it_back(feurs: Feurs) -> None:
    case, post = two_matters(feurs)
    made = Apart.split(case, post, by=feurs.driss, now=NOW + minutes(6))
    merge(feurs, made, case, same=True)
    assert texts(case) == ["le lampadaire ?", "et la cantine ?"]
    assert again(case).latest == post
    assert list(Case.objects.waiting()) == [case]


def test_the_first_message_and_ours_stay(feurs: Feurs) -> None:
    case, post = two_matters(feurs)
    answer(feurs, again(case), 7)
    for staying in (case.messages()[0], Post.objects.get(author_handle="feurs")):
        with pytest.raises(NotAllowed):
            Apart.split(again(case), staying, by=feurs.driss, now=NOW + minutes(8))
    Apart.split(again(case), post, by=feurs.driss, now=NOW + minutes(8))
    with pytest.raises(NotAllowed):
        Apart.split(again(case), post, by=feurs.driss, now=NOW + minutes(9))


def test_the_page_does_both_and_undoes_both(feurs: Feurs, client: Client) -> None:
    case, post = two_matters(feurs)
    client.force_login(feurs.driss)
    split = client.post(reverse("case_splitting", args=[case.pk]), {"message": post.pk}, headers=ENGLISH, follow=True)
    assert f"It was taken out of case {case.pk}." in split.content.decode()
    made = Case.objects.latest("pk")
    sent = {"number": made.pk, "same": "yes"}
    joined = client.post(reverse("case_merging", args=[case.pk]), sent, headers=ENGLISH, follow=True).content.decode()
    assert f"Case {made.pk} is told here too, says Driss." in joined
    undoing = reverse("case_unmerging", args=[Merging.objects.get().pk])
    assert "They are two cases again." in client.post(undoing, headers=ENGLISH, follow=True).content.decode()
    for number in ("0", "x", str(case.pk), "9" * 30, ""):
        wrong = client.post(reverse("case_merging", args=[case.pk]), {"number": number}, headers=ENGLISH)
        assert wrong.status_code == 422, number
        assert f'value="{number}"' in wrong.content.decode()


def test_the_page_shows_a_person_s_earlier_cases_and_nobody_else_s(feurs: Feurs, client: Client) -> None:
    case = ask(feurs, 0, "le lampadaire ?")
    ask(feurs, 1, "le banc ?")
    ask(feurs, 2, "la cantine ?", who="karim")
    client.force_login(feurs.driss)
    assert [one.latest.text for one in again(case).earlier()] == ["@feurs le banc ?"]
    shown = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "le banc ?" in shown
    assert "la cantine ?" not in shown
