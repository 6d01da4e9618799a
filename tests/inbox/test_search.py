"""Cases are found by the words of their messages, whatever becomes of those."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.archive.words import words_of
from beffroi.engines.texts.fold import fold
from beffroi.inbox.models import Case
from beffroi.listening.forgetting import drop
from beffroi.listening.models import Match
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import ask
from tests.inbox.hits import found, note_on_a_blog, search_for


def cases(words: str) -> list[Case]:
    return list(Case.objects.search(words).order_by("pk"))


def test_words_are_found_without_their_accents_and_capitals(feurs: Feurs) -> None:
    lamp = ask(feurs, 0, "Le LAMPADAIRE de l’école Jules-Ferry ne s’allume plus, au cœur du bourg.")
    for words in ("lampadaire", "Ecole", "ÉCOLE", "ferry jules", "coeur", "cœur", "lampad", "l'allume", "allumé"):
        assert cases(words) == [lamp], words
    assert cases("lampadaires") == []
    assert cases("adaire") == []


def test_a_word_of_two_letters_is_a_word_and_no_beginning(feurs: Feurs) -> None:
    bus = ask(feurs, 0, "Le 12 ne s’arrête plus à la gare")
    ask(feurs, 1, "Le 120 et le Lac", who="karim")
    assert cases("12") == [bus]
    assert cases("la") == [bus]


def test_a_word_that_everybody_uses_stands_for_itself_and_the_newest_are_found(
    feurs: Feurs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.archive.words.LOOKED_AT", 2)
    _old, middle, new = (ask(feurs, minute, "Bonjour la gare", who=f"c{minute}") for minute in range(3))
    assert cases("bonjour") == [middle, new]
    assert cases("bonj") == [middle, new]


def test_all_the_words_are_in_one_message(feurs: Feurs) -> None:
    first = ask(feurs, 0, "La piscine ouvre quand ?")
    second = ask(feurs, 1, "La piscine et l’école ouvrent quand ?", who="karim")
    assert cases("piscine") == [first, second]
    assert cases("piscine ecole") == [second]


def test_a_person_is_found_by_the_name_that_they_show(feurs: Feurs) -> None:
    case = ask(feurs, 0, "Bonjour", who="karim")
    assert cases("Karim") == [case]


def test_what_has_no_letter_finds_nothing_and_what_looks_like_a_query_is_words(feurs: Feurs) -> None:
    ask(feurs, 0, "Le prix NEAR la gare, OR pas ?")
    assert cases("…") == []
    for odd in ('"', "*", "gare OR", "NEAR(", "gare*", "prix:", "a AND", "'; --", "-gare", "^", "(", "&", "|", "!"):
        cases(odd)
    assert len(cases("near gare")) == 1


def test_the_whole_conversation_is_searched_and_found_once(feurs: Feurs) -> None:
    case = ask(feurs, 0, "La fontaine fuit")
    ask(feurs, 1, "La fontaine fuit toujours, et le banc est cassé", reply_to=case.latest.native_id)
    assert cases("fontaine") == [case]
    assert cases("banc") == [case]


def test_words_that_were_changed_are_found_as_they_are_now(feurs: Feurs) -> None:
    case = ask(feurs, 0, "Le manège est fermé")
    Post.objects.filter(pk=case.latest_id).update(text="La patinoire est fermée")
    assert (cases("manège"), cases("patinoire")) == ([], [case])
    post = case.latest
    post.text = "La tyrolienne est fermée"
    post.save(update_fields=["text"])
    assert (cases("patinoire"), cases("tyrolienne")) == ([], [case])


@pytest.mark.parametrize("often", [0, 10**6])
def test_common_and_rare_words_are_found_alike(feurs: Feurs, monkeypatch: pytest.MonkeyPatch, often: int) -> None:
    """PostgreSQL has two ways; the number decides which one is gone."""
    monkeypatch.setattr("beffroi.archive.words.OFTEN", often)
    lamp, _bench = ask(feurs, 0, "Le lampadaire clignote"), ask(feurs, 1, "Un banc est cassé")
    assert cases("lampad") == [lamp]
    assert cases("clignote lampad") == [lamp]
    assert cases("lampad banc") == []


def test_words_that_were_taken_away_are_not_found_any_more(feurs: Feurs) -> None:
    case = ask(feurs, 0, "Le manège est fermé")
    case.latest.take_away(now=NOW, keep_words=False)
    assert cases("manège") == []


def test_what_retention_deletes_is_out_of_the_index_too(feurs: Feurs) -> None:
    post = note_on_a_blog()
    found(search_for(feurs), post)
    assert list(Post.objects.saying("passerelle")) == [post]
    drop(Match.objects.all())
    assert not Post.objects.exists()
    again = note_on_a_blog(NOW + minutes(1))
    assert list(Post.objects.saying("passerelle riverains")) == [again]


def test_the_words_of_a_post_in_no_case_find_none(feurs: Feurs) -> None:
    note_on_a_blog()
    assert cases("passerelle") == []


def test_a_case_elsewhere_is_found(feurs: Feurs) -> None:
    case = Case.take_elsewhere(note_on_a_blog(), feurs.organisation, by=feurs.driss, now=NOW)
    assert cases("passerelle") == [case]


def test_nobody_finds_the_cases_of_another_organisation(feurs: Feurs, client: Client) -> None:
    ask(feurs, 0, "Le manège est fermé")
    Organisation.objects.create(name="Ailleurs").admit(feurs.eve, "owner")
    client.force_login(feurs.eve)
    assert "manège est" not in client.get(reverse("inbox"), {"q": "manège", "show": "all"}).content.decode()


def test_words_are_folded_and_each_counts_once() -> None:
    assert words_of("  Été été, l’œuvre_x 2026!") == ["ete", "oeuvre", "2026"]
    assert words_of("l’") == ["l"]


def test_both_databases_fold_letters_as_the_searches_do(feurs: Feurs) -> None:
    letters = "àâäáãåçéèêëîïíìôöóòõùûüúÿñœæøłđßþðÀÂÇÉÈÊËÎÏÔÖÙÛÜŒÆØŁĐŠŽ"
    case = ask(feurs, 0, " ".join(f"b{letter}c" for letter in letters))
    assert [letter for letter in letters if cases(f"b{letter}c") != [case]] == []
    assert [letter for letter in letters if cases(fold(f"b{letter}c")) != [case]] == []
