"""Why a search found an entry of a feed: its title, and the passage that counts."""

import pytest
from django.test import Client

from beffroi.archive.models import Post
from beffroi.engines.query.spans import Span
from beffroi.listening.models import Match, SavedSearch
from beffroi.listening.templatetags.why import PASSAGE, passage
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs

ENGLISH = {"accept-language": "en"}
LONG = "Il pleut sur le marché. " * 60


def found(feurs: Feurs, text: str, words: str = "pont") -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text=words, by=feurs.driss, now=NOW)
    carnet = Profile("feed", "https://blog.example/feed", "blog.example", "Le Carnet")
    Match.note(search, Post.store(SeenPost("feed", "1", carnet, text, NOW, lang="fr"), now=NOW), now=NOW)


@pytest.fixture
def desk(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    return client


@pytest.mark.parametrize("page", ["/listening", "/listening/searches/{}"])
def test_an_entry_shows_its_reasons_in_its_title_and_in_its_text(feurs: Feurs, desk: Client, page: str) -> None:
    found(feurs, "Le pont est fermé\nOn dit que\nle <b>pont</b> penche.")
    shown = desk.get(page.format(SavedSearch.objects.get().pk), headers=ENGLISH).content.decode()
    assert "Le <mark>pont</mark> est fermé</strong>" in shown
    assert "On dit que le &lt;b&gt;<mark>pont</mark>&lt;/b&gt; penche." in shown
    assert "Why it matched:" in shown


def test_of_a_long_text_the_passage_is_shown_in_which_the_reason_stands(feurs: Feurs, desk: Client) -> None:
    found(feurs, f"Marché\n{LONG}Le pont penche. {LONG}")
    shown = desk.get("/listening", headers=ENGLISH).content.decode()
    assert "… " in shown and " …" in shown
    assert "Le <mark>pont</mark> penche." in shown
    assert shown.count("Il pleut sur le marché.") < 20


def test_a_title_without_a_text_is_no_empty_paragraph(feurs: Feurs, desk: Client) -> None:
    found(feurs, "Le pont")
    assert '<p class="entry-text" dir="auto" lang="fr"></p>' not in desk.get("/listening").content.decode()


def words(pieces: list[tuple[str, bool]]) -> str:
    return "".join(piece for piece, _marked in pieces)


@pytest.mark.parametrize("at", [0, 100, 399, 5_000, 9_990])
def test_a_passage_is_short_and_has_its_reason_whole(at: int) -> None:
    text = "mot " * 2_500
    span = Span(at // 4 * 4, at // 4 * 4 + 3)
    pieces = passage(text, [span], 0, len(text))
    assert [piece for piece, marked in pieces if marked] == ["mot"]
    assert len(words(pieces)) <= PASSAGE + 4


def test_a_text_of_one_endless_word_is_cut_too() -> None:
    pieces = passage("x" * 10_000, [Span(5_000, 5_003)], 0, 10_000)
    assert ("xxx", True) in pieces
    assert len(words(pieces)) <= PASSAGE + 4


def test_a_reason_that_is_longer_than_a_passage_is_cut() -> None:
    assert passage("x" * 10_000, [Span(0, 10_000)], 0, 10_000) == [("x" * PASSAGE, True), (" …", False)]
