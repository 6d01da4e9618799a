"""What holds for every pair of posts, and how addresses are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.likeness.stories import Telling, is_same, nearness, page_of, place, told

texts = st.text(max_size=200) | st.lists(st.sampled_from("le pont du canal est fermé non 3 @eve rouvert".split())).map(
    " ".join
)


@given(texts, texts)
def test_two_posts_are_one_story_whichever_comes_first(one: str, other: str) -> None:
    assert is_same(told(one), told(other)) == is_same(told(other), told(one))


@given(texts)
def test_a_post_is_its_own_story_when_it_says_anything(text: str) -> None:
    telling = told(text)
    assert is_same(telling, telling) == bool(telling.words)


@given(texts, st.text(max_size=60))
def test_a_telling_survives_being_stored(text: str, address: str) -> None:
    telling = told(text, linked=[address])
    assert Telling.from_json(telling.as_json()) == telling


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://www.leprogres.example/a/b/?utm_source=x#c", "leprogres.example/a/b"),
        ("http://m.leprogres.example/a/b", "leprogres.example/a/b"),
        ("https://feurs.example/?page=2&id=1&fbclid=zz", "feurs.example?id=1&page=2"),
        ("https://feurs.example/", ""),
        ("https://feurs.example?utm_source=x", ""),
        ("https://[broken", ""),
        ("just words", ""),
    ],
)
def test_an_address_is_reduced_to_what_names_its_page(address: str, page: str) -> None:
    assert page_of(address) == page


def test_a_link_to_the_post_itself_joins_its_story() -> None:
    first = told("Le pont est fermé.", "https://bsky.example/profile/eve/post/1")
    assert is_same(told("Lisez ça https://bsky.example/profile/eve/post/1"), first)


def test_the_nearest_story_is_taken_and_the_first_of_equals() -> None:
    quoted = "Le pont du canal est fermé depuis ce matin, les bus passent par la rue Haute."
    near, exact = told(quoted + " Bravo la mairie"), told(quoted)
    assert place(exact, [near, exact, exact]) == 1
    assert place(told("Autre chose"), [near, exact]) is None


def test_a_long_article_costs_no_more_than_its_beginning() -> None:
    assert len(told("mot " * 100_000).words) == 300


def test_posts_with_nothing_to_say_are_no_story_together() -> None:
    assert nearness(told("🎉"), told("")) == 0
