"""A text that is too long leaves as a thread: cut where a reader would pause, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.texts.lengths import Limit
from beffroi.engines.texts.threads import split

BLUESKY = Limit(max_length=300, max_bytes=3_000)
SENTENCE = "Le conseil municipal se réunit jeudi à 20 h en mairie. "


def test_a_text_that_fits_stays_one_post() -> None:
    assert split("Le marché est ouvert.", BLUESKY) == ["Le marché est ouvert."]


def test_an_empty_text_is_one_empty_post() -> None:
    assert split("", BLUESKY) == [""]


def test_a_long_text_is_cut_between_sentences() -> None:
    posts = split(SENTENCE * 12, BLUESKY)
    assert len(posts) == 3
    assert all(post.startswith("Le conseil") and post.endswith("mairie.") for post in posts)


@pytest.mark.parametrize(
    "abbreviation", ["M. Lefort", "Mme. Garnier", "l'art. 5", "p. 12", "n°. 4", "J. Ferry", "le 3. novembre"]
)
def test_an_abbreviation_does_not_end_a_sentence(abbreviation: str) -> None:
    text = f"{'a' * 200} {abbreviation} {'b' * 150}. {SENTENCE}"
    assert not any(post.endswith(abbreviation.split(". ")[0] + ".") for post in split(text, Limit(250)))


def test_an_hour_may_end_a_sentence() -> None:
    text = f"Le conseil se réunit à 20 h. {'La séance est publique et filmée. ' * 4}"
    assert split(text, Limit(100))[0].startswith("Le conseil se réunit à 20 h. La séance")


def test_the_writers_own_marks_come_first() -> None:
    assert split("Un.\n---\nDeux.\n-----\nTrois.", BLUESKY) == ["Un.", "Deux.", "Trois."]


def test_a_paragraph_stays_together_where_it_can() -> None:
    first, second = "Un. " * 40, "Deux. " * 30
    assert split(f"{first.strip()}\n\n{second.strip()}", BLUESKY) == [first.strip(), second.strip()]


def test_a_word_without_end_is_cut_between_characters() -> None:
    posts = split("👩‍👩‍👧‍👦" * 130, BLUESKY)
    assert "".join(posts) == "👩‍👩‍👧‍👦" * 130
    assert not any(post.startswith("\u200d") for post in posts)


def test_links_count_as_their_network_counts_them() -> None:
    text = " ".join(f"https://www.feurs.fr/{'x' * 100}/{n}" for n in range(4))
    assert len(split(text, Limit(100, counts="characters", url_length=23))) == 1
    assert len(split(text, Limit(300))) == 2


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.integers(5, 60))
def test_no_word_is_lost_and_no_post_is_too_long(text: str, most: int) -> None:
    limit = Limit(most)
    posts = split(text.replace("---", ""), limit)
    assert "".join("".join(posts).split()) == "".join(text.replace("---", "").split())
    assert not any(limit.measure(post).over for post in posts)
    assert posts == [""] or all(post.strip() for post in posts)
