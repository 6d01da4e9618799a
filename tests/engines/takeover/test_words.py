"""A break is told in one paragraph that a mayor understands."""

import string

import pytest

from beffroi.engines.takeover import TEMPLATES, Break, explain, words

NAME = Break("name", "Michel Vergnier", "Gabrielle Powell", score=30, severe=True)
HANDLE = "vergnier.gueret.fr"


def test_a_changed_name_is_told_with_both_names_and_with_what_clears_it() -> None:
    told = str(explain(NAME, handle=HANDLE))
    assert told.startswith("The account vergnier.gueret.fr now shows the name “Gabrielle Powell”.")
    assert "Its registered name is “Michel Vergnier”." in told
    assert "30 out of 100; below 60," in told
    assert "answer “It was us”" in told and "change the password now" in told


@pytest.mark.parametrize(
    ("found", "template"),
    [
        (NAME, words.NAME_CHANGED),
        (Break("name", "Michel Vergnier", " ", 0, severe=False), words.NAME_EMPTIED),
        (Break("handle", HANDLE, "gaby.bsky.social", 20, severe=True), words.HANDLE_LEFT_THE_NAME),
        (Break("handle", HANDLE, "vergnier.fr", 75, severe=False), words.HANDLE_CHANGED),
        (Break("handle", HANDLE, "handle.invalid", 20, severe=False), words.HANDLE_UNVERIFIED),
        (Break("id", "did:plc:a", "did:plc:b", 0, severe=True), words.ACCOUNT_REPLACED),
    ],
)
def test_every_break_has_its_own_paragraph_and_it_can_be_filled_in(found: Break, template: str) -> None:
    told = explain(found, handle=HANDLE)
    assert told.say == template
    assert template in TEMPLATES
    assert "{" not in str(told)


def test_every_paragraph_says_what_was_registered_and_asks_for_known_values_only() -> None:
    known = set(explain(NAME, handle=HANDLE).values)
    for template in TEMPLATES:
        asked = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        assert asked <= known and "registered" in asked


def test_a_hostile_name_cannot_turn_the_sentence_around() -> None:
    told = str(explain(Break("name", "Ana", "Eve\u202e\u2066\n{score}", 0, severe=True), handle=HANDLE))
    assert "the name “Eve {score}”" in told
    assert "\u202e" not in told and "\n" not in told


def test_a_name_written_from_right_to_left_is_isolated() -> None:
    told = str(explain(Break("name", "محمد السيد", "Eve", 0, severe=True), handle=HANDLE))
    assert "“\u2068محمد السيد\u2069”" in told
