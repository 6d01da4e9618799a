"""Who waits is asked of the publications; what was answered long ago is only not asked about again."""

from beffroi.inbox.duties import open_cases, poll_mentions, settle_answered
from beffroi.inbox.models import Case
from beffroi.publishing.duties import send_due
from tests.cast import NOW, Feurs, minutes


def ask(feurs: Feurs, minute: float, *, reply_to: str = "") -> str:
    question = feurs.sandbox.say("eve", "@feurs bonjour ?", reply_to=reply_to, at=NOW + minutes(minute))
    poll_mentions(NOW + minutes(minute))
    open_cases(NOW + minutes(minute))
    return question


def answer(feurs: Feurs, case: Case, minute: float) -> None:
    draft = case.reply("Bonjour.", by=feurs.driss, now=NOW + minutes(minute))
    draft.submit(by=feurs.driss, now=NOW + minutes(minute))
    draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(minute))
    send_due(NOW + minutes(minute))


def test_an_answered_case_is_set_aside_once(feurs: Feurs) -> None:
    ask(feurs, 0)
    answer(feurs, Case.objects.get(), 1)
    assert settle_answered(NOW + minutes(2)) == 1
    assert settle_answered(NOW + minutes(3)) == 0
    assert not Case.objects.unsettled()
    assert Case.objects.answered().get().answer_seen_at == NOW + minutes(2)


def test_a_case_without_a_sent_answer_is_not_set_aside(feurs: Feurs) -> None:
    ask(feurs, 0)
    case = Case.objects.get()
    case.reply("Bonjour.", by=feurs.driss, now=NOW).submit(by=feurs.driss, now=NOW)
    assert settle_answered(NOW + minutes(1)) == 0
    assert list(Case.objects.waiting()) == [case]


def test_a_new_message_makes_a_case_wait_that_was_set_aside(feurs: Feurs) -> None:
    question = ask(feurs, 0)
    answer(feurs, Case.objects.get(), 1)
    settle_answered(NOW + minutes(2))
    ask(feurs, 3, reply_to=question)
    assert list(Case.objects.waiting()) == [Case.objects.get()]
    assert settle_answered(NOW + minutes(4)) == 0


def test_a_message_that_comes_while_its_case_is_being_set_aside_still_waits(feurs: Feurs) -> None:
    question = ask(feurs, 0)
    answer(feurs, Case.objects.get(), 1)
    as_the_duty_saw_it = Case.objects.get()
    ask(feurs, 2, reply_to=question)
    assert not as_the_duty_saw_it.settle(now=NOW + minutes(3))
    assert Case.objects.waiting().exists()


def test_an_answered_case_that_nobody_set_aside_waits_for_nobody(feurs: Feurs) -> None:
    ask(feurs, 0)
    answer(feurs, Case.objects.get(), 1)
    assert settle_answered(NOW + minutes(90)) == 0
    assert not Case.objects.waiting()


def test_the_deletion_of_an_old_answer_answers_no_new_message(feurs: Feurs) -> None:
    question = ask(feurs, 0)
    case = Case.objects.get()
    answer(feurs, case, 1)
    ask(feurs, 5, reply_to=question)
    assert list(Case.objects.waiting()) == [case]
    case.replies.get().draft.publications.get().take_away(by=feurs.chloe, now=NOW + minutes(6))
    send_due(NOW + minutes(6))
    assert list(Case.objects.waiting()) == [case]
