"""Blanks of a prepared text."""

import pytest

from beffroi.engines.texts.blanks import blanks, filled


def test_blanks_are_named_once_in_their_order() -> None:
    assert blanks("{{ service }} à {{name}} : {{service}}, {{link }}") == ["service", "name", "link"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bonjour {{name}}.", "Bonjour Karim."),
        ("{{ name }} {{name}}", "Karim Karim"),
        ("{{nom}} {name} {{}}", "{{nom}} {name} {{}}"),
        ("", ""),
    ],
)
def test_a_blank_is_filled_and_an_unknown_one_stays(text: str, said: str) -> None:
    assert filled(text, {"name": "Karim"}) == said


def test_what_is_put_in_is_not_read_again() -> None:
    assert filled("{{name}} {{link}}", {"name": "{{link}}", "link": "x"}) == "{{link}} x"
