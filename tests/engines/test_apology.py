"""The words of an apology, and those that only look like one."""

import pytest

from beffroi.engines.texts.apology import says_sorry


@pytest.mark.parametrize(
    "text",
    [
        "Toutes nos excuses : notre message est parti trop tôt.",
        "DÉSOLÉS, c’est une erreur.",
        "Rectificatif : l’article n’est pas encore voté.",
        "L’erreur est la nôtre.",
        "Ce message a été publié trop tôt.",
        "Nous nous sommes trompés.",
        "Veuillez nous excuser",
        "Sorry, our post went out too soon.",
        "We apologise for the mistake.",
    ],
)
def test_an_apology_is_heard(text: str) -> None:
    assert says_sorry(text)


@pytest.mark.parametrize(
    "text",
    [
        "L’article 1 est adopté.",
        "Le marché commence trop tôt ?",
        "La terreur était à l’ordre du jour.",
        "The vote is at four.",
        "",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert not says_sorry(text)
