"""Which posts a search finds."""

import pytest

from beffroi.engines.query import Document, UnknownNode, asks_language, matches, parse


def finds(search: str, text: str, author: str = "", lang: str = "") -> bool:
    return matches(parse(search), Document(text, author, lang))


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("gueret", "La ville de GUÉRET"),
        ("Guéret", "gueret"),
        ("oeuvre", "Une œuvre"),
        ("cœur", "le COEUR de ville"),
        ("Saint-Étienne", "à Saint Etienne ce soir"),
        ("saint etienne", "St-Étienne"),
        ("St Etienne", "SAINT-ÉTIENNE"),
        ("Ste-Foy", "Sainte Foy"),
        ("eau", "l'eau, l’eau"),
        ("l'eau", "de l’eau"),
        ("l'eau", "eau potable"),  # an elided article in front of a word is dropped
        ("jusqu'ici", "ici"),
        ("aujourd'hui", "Aujourd’hui !"),
        ("L'Haÿ-les-Roses", "à l’Hay les Roses"),
        ('"l\'eau"', "l’eau"),
        ("loire", "#Loire"),
        ("#loire", "en #LOIRE."),
        ("#LoireEnCrue", "#loireencrue"),
        ("LoireEnCrue", "#LoireEnCrue"),
        ("#Saint-Étienne", "vive #Saint-Etienne"),
        ("st", "#saint"),
        ("@ana.bsky.social", "merci @Ana.bsky.social."),
        ("@ana@mastodon.social", "merci @ana@mastodon.social"),
        ("🚨", "Alerte🚨crue"),
        ("👍", "👍🏿"),
        ("🇫🇷", "Vive la France 🇫🇷!"),
        ("inond*", "les inondations"),
        ("inond*", "#Inondation"),
        ("l'inond*", "inondé"),
        ("sain*", "saints"),
        ("فيضان", "#فيضان في باريس"),
        ("שלום", "שָׁלוֹם עולם"),
        ('"eau potable"', "Eau-potable"),
        ("« eau potable »", "l'eau potable"),
        ("“eau potable”", "l'eau potable"),
        ('"#Loire en crue"', "la #Loire en crue"),
        ("has:link", "voir https://gueret.fr"),
        ("洪水警*", "洪水警報"),
    ],
)
def test_it_finds(search: str, text: str) -> None:
    assert finds(search, text)


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("eau", "eaux"),
        ("eau", "https://gueret.fr/eau"),
        ("#loire", "la Loire"),
        ("#loire", "bord#loire"),
        ("loire", "#LoireEnCrue"),
        ("@ana", "ana @anabelle"),
        ("ana", "@ana"),
        ("sain*", "St Étienne"),  # a prefix is compared with what was written
        ("inond*", "@inondations 🚨"),
        ('"eau potable"', "potable, l'eau"),
        ('"eau potable"', "eau non potable"),
        ('"#Loire en crue"', "la Loire en crue"),
        ('"l\'eau"', "eau"),
        ("洪水", "洪水警報"),
        ("has:link", "www.gueret.fr"),
        ("🇫🇷", "🇷🇫"),
    ],
)
def test_it_does_not_find(search: str, text: str) -> None:
    assert not finds(search, text)


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        ("crue NEAR/2 loire", "crue de la Loire", True),
        ("crue NEAR/1 loire", "crue de la Loire", False),
        ("loire NEAR/2 crue", "crue de la Loire", True),
        ("crue PRÈS/0 loire", "Loire crue", True),
        ("crue près/0 loire", "Loire : crue", True),
        ('"en crue" NEAR/1 "la loire"', "la Loire est en crue", True),
        ('"en crue" NEAR/0 "la loire"', "la Loire est en crue", False),
        ('"la loire" NEAR/5 "loire monte"', "la Loire monte", False),  # no overlap
        ("eau NEAR/5 eau", "eau", False),
        ("eau NEAR/5 eau", "eau, eau", True),
        ("loire NEAR/0 #loire", "#Loire", False),  # a tag and its word stand in one place
        ("🚨 NEAR/0 crue", "🚨 crue", True),
        ("crue NEAR/1 loire", "crue 🚨 loire", True),  # an emoji counts as a word
        ("crue NEAR/1 loire", "crue https://gueret.fr la loire", True),  # an address does not
    ],
)
def test_near_counts_the_words_between(search: str, text: str, found: bool) -> None:
    assert finds(search, text) is found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("from:ana.gueret.fr", True),
        ("FROM:@Ana.Gueret.FR", True),
        ("from:gueret.fr", False),
        ("lang:fr", True),
        ("LANG:fr-CA", True),
        ("lang:fr-fr", False),
        ("lang:f eau", None),
        ("eau -from:ana.gueret.fr", False),
        ("eau -lang:en", True),
        ("eau lang:fr from:ana.gueret.fr", True),
    ],
)
def test_author_and_language_are_asked_like_words(search: str, found: bool | None) -> None:
    if found is None:
        with pytest.raises(ValueError, match="code of a language"):
            parse(search)
    else:
        assert finds(search, "eau", author="ana.gueret.fr", lang="fr-CA") is found


def test_an_author_may_be_a_did() -> None:
    assert finds("from:did:plc:abc234", "", author="did:plc:abc234")


def test_a_post_without_author_or_language_has_none() -> None:
    assert Document("eau").terms == {"eau"}


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        ("eau OR loire crue", "eau", True),  # AND binds tighter than OR
        ("eau OU loire ET crue", "loire", False),
        ("(eau OR loire) crue", "eau", False),
        ("crue -eau", "crue", True),
        ("crue SAUF eau", "crue, eau", False),
        ("crue -(eau OR loire)", "crue loire", False),
        ('crue -"eau potable"', "crue, eau", True),
        ("NOT NOT eau", "eau", True),
        ("et", "Eau et Loire", True),  # joining words in small letters are words
        ('"ET"', "Eau et Loire", True),
    ],
)
def test_joining_words(search: str, text: str, found: bool) -> None:
    assert finds(search, text) is found


def test_a_long_text_is_read_to_its_end() -> None:
    text = " ".join(f"mot{n}" for n in range(5_000)) + " inondation"
    assert finds("inondation", text)


def test_an_unknown_node_never_matches_everything() -> None:
    with pytest.raises(UnknownNode):
        matches("eau", Document("eau"))  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize(
    ("search", "asked"),
    [
        ("lang:fr", True),
        ("eau OR (crue -lang:en)", True),
        ("eau NEAR/2 crue", False),
        ('eau* "la crue" -(has:link OR from:lang)', False),
    ],
)
def test_it_is_known_whether_a_language_is_asked_for(search: str, asked: bool) -> None:
    assert asks_language(parse(search)) is asked


def test_an_unknown_node_is_not_taken_for_one_without_a_language() -> None:
    with pytest.raises(UnknownNode):
        asks_language("eau")  # type: ignore[arg-type]  # the mistake under test
