"""Two people at one case: each is told of the other, and neither loses a word."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.inbox.duties import tidy_desk
from beffroi.inbox.models import Reply, Writing
from beffroi.inbox.models.writing import FRESH
from beffroi.inbox.views.thread import seen_of
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again, ask

ENGLISH = {"accept-language": "en"}


def test_who_is_writing_is_told_to_the_other_and_not_to_themselves(feurs: Feurs, client: Client) -> None:
    case = ask(feurs, 0)
    there = reverse("case_writing", args=[case.pk])
    client.force_login(feurs.driss)
    assert "Driss" not in client.post(there, headers=ENGLISH).content.decode()
    client.force_login(feurs.chloe)
    assert "Driss is writing an answer to this case now." in client.get(there, headers=ENGLISH).content.decode()
    page = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "Driss is writing an answer to this case now." in page


def test_looking_is_not_writing(feurs: Feurs, client: Client) -> None:
    case = ask(feurs, 0)
    client.force_login(feurs.driss)
    client.get(reverse("case", args=[case.pk]))
    client.get(reverse("case_writing", args=[case.pk]))
    assert not Writing.objects.exists()


def test_it_is_over_by_itself(feurs: Feurs) -> None:
    case = ask(feurs, 0)
    Writing.note(case, by=feurs.driss, now=NOW)
    Writing.note(case, by=feurs.driss, now=NOW + minutes(1))
    assert Writing.others(case, than=feurs.chloe, now=NOW + minutes(1)) == [feurs.driss]
    assert Writing.others(case, than=feurs.chloe, now=NOW + minutes(1) + FRESH) == []
    assert tidy_desk(NOW + minutes(1)) == 0
    assert tidy_desk(NOW + minutes(10)) == 1


def submit(client: Client, case_pk: int, text: str, seen: str) -> tuple[int, str]:
    sent = {"text": text, "said": "asks", "seen": seen}
    answer = client.post(reverse("case_replies", args=[case_pk]), sent, headers=ENGLISH)
    return answer.status_code, answer.content.decode()


def test_an_answer_beside_a_colleague_s_is_shown_theirs_first_and_kept(feurs: Feurs, client: Client) -> None:
    case = ask(feurs, 0)
    seen = seen_of(case, by=feurs.driss)
    case.reply("Elle ouvre à dix heures.", by=feurs.chloe, now=timezone.now())
    client.force_login(feurs.driss)
    status, page = submit(client, case.pk, "Elle ouvre à 10 h.", seen)
    assert status == 409
    assert "Meanwhile Chloé has written an answer" in page
    assert "Elle ouvre à dix heures." in page
    assert "Elle ouvre à 10 h.</textarea>" in page
    assert Reply.objects.count() == 1
    status, _page = submit(client, case.pk, "Elle ouvre à 10 h.", seen_of(again(case), by=feurs.driss))
    assert status == 302
    assert Reply.objects.count() == 2


def test_an_answer_to_what_is_no_longer_the_last_message_is_shown_it_first(feurs: Feurs, client: Client) -> None:
    case = ask(feurs, 0)
    seen = seen_of(case, by=feurs.driss)
    ask(feurs, 1, "Laissez, j’ai trouvé !", reply_to=case.latest.native_id)
    client.force_login(feurs.driss)
    status, page = submit(client, case.pk, "Elle ouvre à 10 h.", seen)
    assert status == 409
    assert "Meanwhile another message came" in page
    assert "j’ai trouvé" in page
    assert "Elle ouvre à 10 h.</textarea>" in page


def test_one_s_own_second_press_is_no_colleague(feurs: Feurs, client: Client) -> None:
    case = ask(feurs, 0)
    seen = seen_of(case, by=feurs.driss)
    client.force_login(feurs.driss)
    Writing.note(case, by=feurs.driss, now=timezone.now())
    assert [submit(client, case.pk, "Bonjour.", seen)[0] for _press in range(2)] == [302, 302]
    assert Reply.objects.count() == 1
    assert not Writing.objects.exists()
