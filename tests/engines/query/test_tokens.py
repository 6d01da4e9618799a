"""How a text is cut into words, tags, handles and emoji."""

import pytest

from beffroi.engines.query.tokens import read


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L'eau de la Loire", "l eau de la loire"),
        ("l’eau, lʼeau, l´eau", "l eau l eau l eau"),
        ("Saint-Étienne_2026", "saint etienne_2026"),
        ("N°5 : 20 %", "n ° 5 20"),
        ("#Loire #LoireEnCrue.", "#loire #loireencrue"),
        ("C# et a#b ##c", "c et a b #c"),
        ("# seul @ seul", "seul seul"),
        ("@ana.bsky.social, @mairie-gueret.", "@ana.bsky.social @mairie-gueret"),
        ("ana@gueret.fr", "ana gueret fr"),
        ("@ana@mastodon.social", "@ana mastodon social"),
        ("@ana.#Loire @bruno-@driss", "@ana #loire @bruno @driss"),
        ("Alerte🚨🚨 crue", "alerte 🚨 🚨 crue"),
        ("🇫🇷", "🇫 🇷"),
        ("👩‍👧❤️", "👩 👧 ❤"),
        ("1️⃣ rappel", "1 rappel"),
        ("洪水警報が出た", "洪水警報か出た"),  # a script without spaces is one word
        ("فيضان، في باريس", "فيضان في باريس"),
        ("\ud83d eau", "eau"),
        ("eau\x00potable", "eau potable"),
        ("", ""),
    ],
)
def test_a_text_is_cut_into_tokens(text: str, tokens: str) -> None:
    assert list(read(text).tokens) == tokens.split()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("voir https://gueret.fr/eau?x=1#bas ici", "voir ici"),
        ("(HTTP://GUERET.FR)", ""),
        ("crue🚨https://gueret.fr", "crue 🚨"),
        ("https://gueret.fr\u00a0ensuite\n", "ensuite"),
    ],
)
def test_an_address_is_a_link_and_gives_no_word(text: str, tokens: str) -> None:
    assert read(text).has_link
    assert list(read(text).tokens) == tokens.split()


@pytest.mark.parametrize("text", ["http", "https : //gueret.fr", "xhttp://gueret.fr", "www.gueret.fr"])
def test_what_only_looks_like_an_address_is_read_as_words(text: str) -> None:
    assert not read(text).has_link
    assert read(text).tokens
