"""How a search is shown back: folded, with every joining word and bracket spoken."""

import pytest

from beffroi.engines.query import Document, matches, parse
from beffroi.engines.query.presearch import needed
from beffroi.engines.query.syntax import Or


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("Guéret", "gueret"),
        ("eau Guéret", "eau AND gueret"),
        ("eau OU Loire crue", "eau OR (loire AND crue)"),
        ("(eau OR loire) crue", "(eau OR loire) AND crue"),
        ("((eau))", "eau"),
        ("eau -crue", "eau AND NOT crue"),
        ("eau SAUF (crue OU loire)", "eau AND NOT (crue OR loire)"),
        ("a b (c d)", "a AND b AND (c AND d)"),
        ("crue PRÈS/5 « la Loire » eau", '(crue NEAR/5 "la loire") AND eau'),
        ("eau PRE\u0300S/5 crue", "eau NEAR/5 crue"),
        ("St-Étienne", '"saint etienne"'),
        ("l'Inond* #LoireEnCrue", "inond* AND #loireencrue"),
        ("From:@Ana.fr lang:FR HAS:link", "from:ana.fr AND lang:fr AND has:link"),
        ("@Ana@mastodon.social", '"@ana mastodon social"'),
        ("🇫🇷 🚨", '"🇫 🇷" AND 🚨'),
        ("eau AND NOT NOT crue", "eau AND NOT NOT crue"),
        ('eau"crue"(loire)', "eau AND crue AND loire"),
        ('"eau crue"~5', "eau NEAR/5 crue"),
        ('lac "#Loire St"~0', "lac AND (#loire NEAR/0 saint)"),
        ("eau \u200fOU\u200e crue", "eau OR crue"),
        ("De:\u200e@Ana.fr À:Bruno.fr", "from:ana.fr AND to:bruno.fr"),
        ("site:www.Guéret.fr est:réponse avec:photo", "url:gueret.fr AND is:reply AND has:image"),
        ("eau, crue; loire!", "eau AND crue AND loire"),
    ],
)
def test_it_shows_how_the_search_was_understood(search: str, shown: str) -> None:
    assert str(parse(search)) == shown
    assert parse(shown) == parse(search)


def test_a_search_may_have_ten_thousand_characters() -> None:
    assert parse("eau " * 2_500)


def test_a_search_may_nest_forty_deep() -> None:
    search = "eau OR crue"
    for level in range(38):
        search = f"{'x' if level % 2 else 'y OR'} ({search})"
    assert parse(str(parse(search))) == parse(search)


def test_as_many_alternatives_as_fit_are_read_and_each_finds() -> None:
    words = [f"{number:x}" for number in range(1_430)]
    search = parse(" OU ".join(words))
    assert isinstance(search, Or) and len(search.parts) == 1_430
    assert all(matches(search, Document(word)) for word in (words[0], words[-1]))
    assert needed(search) == frozenset(words)
