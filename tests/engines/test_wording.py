"""What changed between two texts, told word by word."""

from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.texts.wording import compare

TEXTS = st.text(alphabet=st.sampled_from("ab é\n.’👏"), max_size=40)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(stretch.kind, stretch.text) for stretch in compare(old, new)]


def test_one_changed_word_leaves_the_others_alone() -> None:
    assert told("La piscine rouvre lundi.", "La piscine rouvre mardi.") == [
        ("same", "La piscine rouvre "),
        ("removed", "lundi"),
        ("added", "mardi"),
        ("same", "."),
    ]


def test_the_same_text_has_no_change() -> None:
    assert told("Bonjour.", "Bonjour.") == [("same", "Bonjour.")]


def test_a_new_text_is_all_added() -> None:
    assert told("", "Bonjour") == [("added", "Bonjour")]


@given(TEXTS, TEXTS)
def test_each_text_can_be_read_back(old: str, new: str) -> None:
    stretches = compare(old, new)
    assert "".join(each.text for each in stretches if each.kind != "added") == old
    assert "".join(each.text for each in stretches if each.kind != "removed") == new


def test_very_long_texts_are_told_as_a_whole() -> None:
    old, new = "a " * 10_000, "b " * 10_000
    assert told(old, new) == [("removed", old), ("added", new)]
