"""What templates may say: French spaces, initials, states."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from beffroi.site.templatetags.beffroi import initials, nnbsp

THIN = "\N{NARROW NO-BREAK SPACE}"


def test_french_signs_hold_to_their_word() -> None:
    with translation.override("fr"):
        assert nnbsp("Qui ? « Moi » : 12 % !") == f"Qui{THIN}? «{THIN}Moi{THIN}»{THIN}: 12{THIN}%{THIN}!"


def test_an_address_or_an_hour_is_left_as_it_is() -> None:
    with translation.override("fr"):
        assert nnbsp("https://ville.fr à 14:30") == "https://ville.fr à 14:30"


def test_english_is_left_as_it_is() -> None:
    with translation.override("en"):
        assert nnbsp("so : odd ?") == "so : odd ?"


def test_spacing_does_not_make_a_citizens_text_safe() -> None:
    with translation.override("fr"):
        said = Template("{{ text|nnbsp }}").render(Context({"text": "<b> !"}))
    assert said == f"&lt;b&gt;{THIN}!"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana de la Tour", "AT"), ("Chloé", "C"), ("driss.benali", "DB"), ("", ""), ("  Ève  Roy ", "ÈR")],
)
def test_initials_are_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_state_is_a_shape_and_a_word() -> None:
    with translation.override("en"):
        assert Template("{% state 'alarm' %}").render(Context()) == '<span class="state state-alarm">Alarm</span>'


def test_a_state_that_nobody_drew_is_refused() -> None:
    with pytest.raises(KeyError):
        Template("{% state 'happy' %}").render(Context())


def test_a_theme_is_worn_only_when_it_exists() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["beffroi_theme"] = '"><script>'
    assert Template("{% theme %}").render(Context({"request": request})) == ""
    request.COOKIES["beffroi_theme"] = "dark"
    assert Template("{% theme %}").render(Context({"request": request})) == "dark"
