"""A search tried before it is saved."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.journal.models import Event
from beffroi.listening.finding import document_of
from beffroi.listening.models import Match, SampledPost, SavedSearch, Stream
from beffroi.listening.trial import Tried, Wrong, try_out
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Ref
from tests.cast import NOW, Feurs, minutes
from tests.listening.test_sample import DAY, stream

EVE = Profile("sandbox", "eve-id", "eve", "Ève")
ENGLISH = {"accept-language": "en"}

__all__ = ["stream"]


def said(text: str, number: int = 0, hours_ago: float = 1) -> SeenPost:
    at = NOW - minutes(60 * hours_ago)
    return SeenPost("sandbox", f"post {number}", EVE, text, at, lang="fr")


@pytest.fixture
def a_week_of_talk(stream: Stream) -> None:
    """168 posts, one an hour: each fourth one about the bridge, half of these about the works."""
    for hour in range(168):
        text = f"Le pont{' en travaux' if hour % 8 else ''} ce soir" if hour % 4 == 0 else "Rien à voir, @eve"
        SampledPost.take(stream, [said(text, hour, hour + 0.5)], document_of, now=NOW)


def tried(feurs: Feurs, text: str) -> Tried:
    found = try_out(text, feurs.organisation, NOW)
    assert isinstance(found, Tried)
    return found


@pytest.mark.usefixtures("a_week_of_talk")
def test_the_estimate_is_what_a_week_gave_by_the_day_within_its_bounds(feurs: Feurs) -> None:
    told = tried(feurs, "pont").estimate
    assert told is not None
    assert told.a_day == pytest.approx(6, rel=0.01)
    assert 4 < told.low < 6 < told.high < 8.2


@pytest.mark.usefixtures("a_week_of_talk")
def test_each_part_is_taken_out_and_counted(feurs: Feurs) -> None:
    found = tried(feurs, "pont -travaux")
    assert found.reading == "pont AND NOT travaux"
    [(one, told)] = found.without
    assert told is not None
    assert (one.said, round(told.a_day)) == ("-travaux", 6)


@pytest.mark.usefixtures("a_week_of_talk")
def test_a_search_for_facts_alone_shows_real_texts(feurs: Feurs) -> None:
    texts = [example.document.text for example in tried(feurs, "lang:fr").examples]
    assert len(texts) == len(set(texts)) >= 2
    assert all(texts)


@pytest.mark.usefixtures("a_week_of_talk")
def test_nothing_found_still_says_how_much_it_could_be(feurs: Feurs) -> None:
    told = tried(feurs, "passerelle").estimate
    assert told is not None
    assert (told.a_day, round(told.high, 1)) == (0, 0.5)  # 3.69 in a week


def test_too_little_heard_tells_nothing(feurs: Feurs, stream: Stream) -> None:
    SampledPost.take(stream, [said(f"le pont {number}", number) for number in range(20)], document_of, now=NOW)
    found = tried(feurs, "pont")
    assert found.estimate is None
    assert len(found.examples) == 5


def test_nothing_heard_at_all_is_no_failure(feurs: Feurs) -> None:
    found = tried(feurs, "pont")
    assert (found.estimate, found.examples) == (None, [])


@pytest.mark.usefixtures("a_week_of_talk")
def test_what_other_searches_found_is_the_least_there_is_and_comes_first(feurs: Feurs) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="quai", by=feurs.driss, now=NOW)
    for number in range(14):
        seen = said(f"le quai {number}", 1_000 + number)
        Match.note(search, Post.store(seen, now=NOW), now=NOW - minutes(number))
    found = tried(feurs, "quai")
    assert found.estimate is not None
    assert found.estimate.low == pytest.approx(2, rel=0.01)
    assert {example.post.author_handle for example in found.examples if example.post} == {"eve"}


@pytest.mark.parametrize(
    ("words", "found"), [("quai is:reply", ["1"]), ("quai -is:reply", ["0"]), ("from:eve-id", ["0", "1"])]
)
def test_an_archived_post_is_tried_with_what_is_known_of_it(feurs: Feurs, words: str, found: list[str]) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="quai", by=feurs.driss, now=NOW)
    for number, parent in enumerate((None, Ref("parent", ""))):
        seen = replace(said(f"le quai {number}", number), reply_to=parent)
        Match.note(search, Post.store(seen, now=NOW), now=NOW)
    assert sorted(example.document.text[-1] for example in tried(feurs, words).examples) == found


def test_a_post_that_is_archived_and_sampled_is_shown_once(feurs: Feurs, stream: Stream) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="quai", by=feurs.driss, now=NOW)
    seen = said("@lucie le quai est fermé")
    SampledPost.take(stream, [seen], document_of, now=NOW)
    Match.note(search, Post.store(seen, now=NOW), now=NOW)
    assert [example.document.text for example in tried(feurs, "quai").examples] == ["@lucie le quai est fermé"]


def test_what_another_town_heard_is_not_shown(feurs: Feurs, stream: Stream) -> None:
    elsewhere = Organisation.objects.create(name="Ailleurs")
    SampledPost.take(stream, [said("le pont", number) for number in range(60)], document_of, now=NOW)
    found = try_out("pont", elsewhere, NOW)
    assert isinstance(found, Tried)
    assert (found.estimate, found.examples) == (None, [])


@pytest.mark.parametrize(
    ("text", "before", "there"),
    [
        ("pont (canal", "pont ", "("),
        ("pont OU", "pont ", "O"),
        ("x" * 300 + " |y", "…" + "x" * 59 + " ", "|"),
        ("inond* é*", "inond* ", "é"),
    ],
)
def test_a_mistake_is_shown_at_its_place(feurs: Feurs, text: str, before: str, there: str) -> None:
    wrong = try_out(text, feurs.organisation, NOW)
    assert isinstance(wrong, Wrong)
    assert (wrong.before, wrong.there) == (before, there)
    assert wrong.message
    assert wrong.hint


def test_thousands_of_words_are_tried_without_their_parts(feurs: Feurs, stream: Stream) -> None:
    SampledPost.take(stream, [said("mot7 ici", number) for number in range(60)], document_of, now=NOW)
    found = tried(feurs, " OU ".join(f"m{number}" for number in range(990)))
    assert (found.without, found.sampled) == ([], 60)


@pytest.fixture
def desk(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    return client


@pytest.mark.usefixtures("stream")
def test_the_page_tries_what_is_typed_and_saves_nothing(feurs: Feurs, desk: Client) -> None:
    typed = {"name": "", "text": "le pont -<script> \"l'eau"}
    answer = desk.post(reverse("listening_trial"), typed, headers=ENGLISH).content.decode()
    assert "<mark>&quot;</mark>l&#x27;eau" in answer
    assert "&lt;script&gt;" in answer
    assert "This quotation mark is never closed." in answer
    assert not SavedSearch.objects.exists()


@pytest.mark.usefixtures("stream")
def test_without_a_script_a_button_tries(feurs: Feurs, desk: Client) -> None:
    there, typed = reverse("listening_search_new"), {"name": "Pont", "text": "pont canal", "then": "try"}
    page = desk.post(there, typed, headers=ENGLISH).content.decode()
    assert '<code class="search-words">pont AND canal</code>' in page
    assert 'value="Pont"' in page
    assert not SavedSearch.objects.exists()


def test_a_search_is_changed_with_its_reason_in_the_ledger(feurs: Feurs, desk: Client) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="pont", by=feurs.driss, now=NOW)
    there = reverse("listening_search_edit", args=[search.pk])
    assert "pont</textarea>" in desk.get(there).content.decode()
    assert desk.post(there, {"name": "x", "text": "pont ("}).status_code == 422
    desk.post(there, {"name": "Le pont", "text": "pont canal"})
    search.refresh_from_db()
    assert (search.name, search.text) == ("Le pont", "pont canal")
    event = Event.objects.get(verb="SEARCH_CHANGED")
    assert event.detail["text_before"] == "pont"
    desk.post(there, {"name": "Le pont", "text": "pont canal"})
    assert Event.objects.filter(verb="SEARCH_CHANGED").count() == 1


HOSTILE = "Le <b>pont</b> & <script>alert(1)</script> d'\u05d4\u05d2\u05e9\u05e8"


def test_why_a_post_was_found_is_marked_and_its_html_stays_text(feurs: Feurs, desk: Client) -> None:
    words = "script pont \u05d4\u05d2\u05e9\u05e8 -canal"
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text=words, by=feurs.driss, now=NOW)
    Match.note(search, Post.store(said(HOSTILE), now=NOW), now=NOW)
    for page in ("/listening", f"/listening/searches/{search.pk}"):
        shown = desk.get(page, headers=ENGLISH).content.decode()
        assert "&lt;b&gt;<mark>pont</mark>&lt;/b&gt; &amp; &lt;<mark>script</mark>&gt;" in shown
        assert "<mark>\u05d4\u05d2\u05e9\u05e8</mark>" in shown
        assert 'dir="auto"' in shown
        assert "Why it matched:" in shown
        assert "<script>alert" not in shown


def test_a_search_that_the_language_no_longer_reads_marks_nothing(feurs: Feurs, desk: Client) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="pont (", by=feurs.driss, now=NOW)
    Match.note(search, Post.store(said("le pont"), now=NOW), now=NOW - DAY)
    assert "le pont" in desk.get("/listening").content.decode()
