"""Way 2 on the sandbox: a mention becomes a case, and the case is answered because the answer was sent."""

from datetime import datetime

from django.test import Client

from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case
from beffroi.publishing.duties import send_due
from tests.cast import NOW, Feurs, minutes

QUESTION = "@feurs la piscine est-elle ouverte lundi ?"


def receive(feurs: Feurs, at: datetime = NOW) -> Case:
    poll_mentions(at)
    open_cases(at)
    return Case.objects.get(organisation=feurs.organisation)


def answer(feurs: Feurs, case: Case, at: datetime = NOW, text: str = "Oui, de 10 h à 19 h.") -> None:
    draft = case.reply(text, by=feurs.driss, now=at)
    draft.submit(by=feurs.driss, now=at)
    draft.approve(by=feurs.chloe, version=1, now=at)
    send_due(at)


def test_a_mention_opens_a_case_and_the_sent_answer_answers_it(feurs: Feurs) -> None:
    question = feurs.sandbox.say("eve", QUESTION, at=NOW)
    case = receive(feurs)
    assert case.latest.text == QUESTION
    assert list(Case.objects.waiting()) == [case]

    answer(feurs, case, at=NOW + minutes(5))
    assert not Case.objects.waiting()
    assert list(Case.objects.answered()) == [case]
    [reply] = [post for post in feurs.sandbox.read().posts.values() if post["account"] == feurs.account.native_id]
    assert reply["reply_to"] == question
    assert [post.text for post in case.messages()] == [QUESTION, "Oui, de 10 h à 19 h."]


def test_an_answer_that_has_not_left_answers_nothing(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", QUESTION, at=NOW)
    case = receive(feurs)
    draft = case.reply("Oui.", by=feurs.driss, now=NOW)
    draft.submit(by=feurs.driss, now=NOW)
    assert list(Case.objects.waiting()) == [case]


def test_a_further_question_makes_the_case_wait_again(feurs: Feurs) -> None:
    question = feurs.sandbox.say("eve", QUESTION, at=NOW)
    case = receive(feurs)
    answer(feurs, case, at=NOW + minutes(5))
    feurs.sandbox.say("eve", "@feurs et mardi ?", reply_to=question, at=NOW + minutes(10))
    assert receive(feurs, NOW + minutes(11)).pk == case.pk
    assert list(Case.objects.waiting()) == [case]


def test_reading_the_mentions_twice_opens_one_case(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", QUESTION, at=NOW)
    receive(feurs)
    receive(feurs, NOW + minutes(1))
    assert Case.objects.count() == 1


def test_our_own_posts_open_no_case(feurs: Feurs) -> None:
    feurs.sandbox.say("feurs", "Nous sommes @feurs", at=NOW)
    poll_mentions(NOW)
    open_cases(NOW)
    assert not Case.objects.exists()


def test_a_closed_case_opens_again_with_a_new_message(feurs: Feurs) -> None:
    question = feurs.sandbox.say("eve", QUESTION, at=NOW)
    case = receive(feurs)
    case.close(by=feurs.driss, now=NOW)
    assert not Case.objects.waiting()
    feurs.sandbox.say("eve", "@feurs allô ?", reply_to=question, at=NOW + minutes(3))
    receive(feurs, NOW + minutes(4))
    assert list(Case.objects.waiting()) == [case]


def test_a_network_that_asks_to_wait_loses_no_mention(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", QUESTION, at=NOW)
    feurs.sandbox.rate_limit(90)
    poll_mentions(NOW)
    assert not Case.objects.exists()
    feurs.sandbox.recover()
    assert poll_mentions(NOW + minutes(1)) == 0
    assert receive(feurs, NOW + minutes(2)).latest.text == QUESTION


def test_an_answer_sent_by_two_presses_is_one_answer(feurs: Feurs, client: Client) -> None:
    feurs.sandbox.say("eve", QUESTION, at=NOW)
    case = receive(feurs)
    client.force_login(feurs.driss)
    for _press in range(2):
        page = client.post(
            f"/inbox/{case.pk}/replies", {"text": "Oui."}, headers={"accept-language": "en"}, follow=True
        )
    assert "This answer was submitted already." in page.content.decode()
    assert case.replies.count() == 1
