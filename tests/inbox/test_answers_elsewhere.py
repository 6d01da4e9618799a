"""A blog has no account of ours: the words are written here, posted there by hand, and the case knows it."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.inbox.models import Case, Clock, ElsewhereAnswer, Overwritten
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from tests.cast import NOW, Feurs, minutes
from tests.inbox.hits import NOTE, PAGE, found, note_on_a_blog, search_for

ANSWER = "Bonsoir, la passerelle rouvre jeudi à 6 h."
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def case(feurs: Feurs) -> Case:
    post = note_on_a_blog()
    found(search_for(feurs), post)
    return Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=NOW + minutes(2))


def keep(feurs: Feurs, case: Case, text: str = ANSWER) -> ElsewhereAnswer:
    return case.write_elsewhere(text, by=feurs.driss, seen=None, now=NOW + minutes(3))


def there(case: Case, act: str = "") -> str:
    return reverse(f"case{act}", args=[case.pk])


def test_the_declared_answer_answers_the_case_and_stops_its_clock(feurs: Feurs, case: Case) -> None:
    assert list(Case.objects.waiting()) == [case]
    keep(feurs, case).declare_posted(by=feurs.driss, now=NOW + minutes(7), address=f"{PAGE}#c12")
    assert not Case.objects.waiting()
    assert list(Case.objects.answered()) == [case]
    assert Case.objects.with_answer().get().is_answered
    clock = Clock.objects.with_answer().get()
    assert (clock.found_at, clock.took) == (NOW, minutes(7))
    said = Event.objects.get(verb="ANSWER_POSTED")
    assert (said.actor, said.detail["page"]) == (feurs.driss, f"{PAGE}#c12")


def test_declaring_it_twice_says_it_once(feurs: Feurs, case: Case) -> None:
    answer = keep(feurs, case)
    for minute in (7, 8):
        answer.declare_posted(by=feurs.driss, now=NOW + minutes(minute))
    assert Event.objects.filter(verb="ANSWER_POSTED").count() == 1
    assert ElsewhereAnswer.objects.get().posted_at == NOW + minutes(7)


def test_taken_back_the_case_waits_and_its_clock_never_stopped(feurs: Feurs, case: Case) -> None:
    answer = keep(feurs, case)
    answer.declare_posted(by=feurs.driss, now=NOW + minutes(7))
    answer.take_back(by=feurs.driss, now=NOW + minutes(8))
    assert list(Case.objects.waiting()) == [case]
    assert Clock.objects.with_answer().get().answered_at is None


def test_the_same_page_is_one_case(feurs: Feurs, case: Case) -> None:
    again = Case.take_elsewhere(case.latest, feurs.organisation, by=feurs.chloe, now=NOW + minutes(5))
    assert again == case
    assert Event.objects.filter(verb="CASE_TAKEN_ELSEWHERE").count() == 1


def test_no_account_of_ours_can_reply_to_it(feurs: Feurs, case: Case, client: Client) -> None:
    with pytest.raises(NotAllowed):
        case.reply("Bonjour", by=feurs.driss, now=NOW)
    client.force_login(feurs.driss)
    assert client.post(there(case, "_replies"), {"text": "Bonjour"}).status_code == 404


def test_a_colleague_s_words_are_not_overwritten(feurs: Feurs, case: Case) -> None:
    mine = keep(feurs, case)
    with pytest.raises(Overwritten):
        ElsewhereAnswer.keep(case, "Autre chose", by=feurs.chloe, seen=None, now=NOW + minutes(4))
    ElsewhereAnswer.keep(case, "Autre chose", by=feurs.chloe, seen=mine.saved_at, now=NOW + minutes(4))
    assert ElsewhereAnswer.objects.get().text == "Autre chose"


def test_once_posted_the_words_stay(feurs: Feurs, case: Case) -> None:
    keep(feurs, case).declare_posted(by=feurs.driss, now=NOW + minutes(7))
    with pytest.raises(NotAllowed):
        keep(feurs, case, "Autre chose")


def test_the_words_are_checked_and_nothing_is_held_back(feurs: Feurs, case: Case) -> None:
    answer = keep(feurs, case, "L’article 1 est adopté. Appelez le 06 12 34 56 78.")
    assert [(each.check, each.blocks, each.liftable) for each in answer.remarks()] == [
        ("announcement", True, False),
        ("personal", True, False),
    ]
    answer.declare_posted(by=feurs.driss, now=NOW + minutes(7))
    assert Case.objects.answered().exists()


def test_the_page_shows_the_note_its_link_and_both_ends_of_the_clock(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    shown = client.get(there(case), headers=ENGLISH).content.decode()
    assert NOTE in shown
    assert f'href="{PAGE}"' in shown
    assert "by the search “La passerelle”" in shown
    assert "Waits for our answer" in shown
    posted = {"text": ANSWER, "then": "posted", "address": f"{PAGE}#c12", "seen": ""}
    shown = client.post(there(case, "_elsewhere"), posted, headers=ENGLISH, follow=True).content.decode()
    assert "Answered after" in shown
    assert f'href="{PAGE}#c12"' in shown
    assert ANSWER in shown


def test_what_is_typed_is_kept_and_what_is_to_be_mended_comes_back(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    kept = client.post(there(case, "_elsewhere_autosave"), {"text": "Appelez le 06 12 34 56 78."}, headers=ENGLISH)
    assert "private telephone number" in kept.json()["remarks"]
    assert ElsewhereAnswer.objects.get().text == "Appelez le 06 12 34 56 78."


def test_words_that_are_too_long_take_the_place_of_nothing(feurs: Feurs, case: Case, client: Client) -> None:
    keep(feurs, case)
    client.force_login(feurs.driss)
    told = client.post(there(case, "_elsewhere_autosave"), {"text": "x" * 20_001})
    assert (told.status_code, ElsewhereAnswer.objects.get().text) == (422, ANSWER)
    assert client.post(there(case, "_elsewhere_autosave"), {"text": ""}).status_code == 200
    assert ElsewhereAnswer.objects.get().text == ""  # who takes all words away means it


def test_a_wrong_address_loses_nothing(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    wrong = {"text": ANSWER, "then": "posted", "address": "in the comments"}
    page = client.post(there(case, "_elsewhere"), wrong, headers=ENGLISH)
    assert page.status_code == 422
    assert ANSWER in page.content.decode()
    assert not Case.objects.answered()


def test_after_a_colleague_both_texts_are_shown(feurs: Feurs, case: Case, client: Client) -> None:
    keep(feurs, case, "De Driss")
    client.force_login(feurs.chloe)
    page = client.post(there(case, "_elsewhere"), {"text": "De Chloé", "then": "kept"}, headers=ENGLISH)
    assert page.status_code == 409
    assert "Driss has written another answer meanwhile." in page.content.decode()
    assert "De Driss" in page.content.decode()
    assert "De Chloé" in page.content.decode()


def test_a_viewer_reads_it_and_writes_nothing(feurs: Feurs, case: Case, client: Client) -> None:
    feurs.organisation.admit(feurs.bruno, "viewer")
    keep(feurs, case)
    client.force_login(feurs.bruno)
    shown = client.get(there(case)).content.decode()
    assert ANSWER in shown
    assert "<textarea" not in shown


def test_the_lists_name_the_site_where_it_stands(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    for page in ("inbox", "today"):
        assert "carnet.example" in client.get(reverse(page)).content.decode()
