"""What is asked of a post beside its words: who speaks, to whom, with what."""

import pytest

from beffroi.engines.query import Document, matches, parse
from beffroi.engines.query.domains import domains_of

POST = Document(
    "Merci @bruno.fr, tout est sur https://ana:s3@Www.Interieur.Gouv.fr:443/eau?x=1).",
    author="Ana.Gueret.fr",
    author_id="did:plc:ana",
    lang="fr-CA",
    to=("did:plc:bruno", "bruno.fr", ""),
    links=("https://xn--orlans-dva.fr/", "javascript:alert(1)"),
    has_image=True,
    is_reply=True,
    tags=("LoireEnCrue",),
)


@pytest.mark.parametrize(
    "search",
    [
        "from:ana.gueret.fr",
        "from:did:plc:ana",
        "de:@Ana.Gueret.fr",
        "auteur:ana.gueret.fr",
        "to:bruno.fr",
        "to:did:plc:bruno",
        "à:bruno.fr",
        "mention:bruno.fr",
        "langue:fr",
        "url:gouv.fr",
        "url:interieur.gouv.fr",
        "url:www.interieur.gouv.fr",
        "url:Orléans.fr",
        "site:xn--orlans-dva.fr",
        "has:link",
        "avec:lien",
        "has:image",
        "avec:photo",
        "is:reply",
        "est:réponse",
        "#LoireEnCrue",
        "loireencrue",
        "loireenc*",
    ],
)
def test_it_finds(search: str) -> None:
    assert matches(parse(search), POST)
    assert parse(str(parse(search))) == parse(search)


@pytest.mark.parametrize(
    "search",
    ["to:ana.gueret.fr", "from:bruno.fr", "url:rieur.gouv.fr", "url:gouv.fr.org", "is:repost", "est:partage", "eau"],
)
def test_it_does_not_find(search: str) -> None:
    assert not matches(parse(search), POST)


def test_the_facts_of_a_post_are_these_and_no_others() -> None:
    assert POST.facts == set(
        "from:ana.gueret.fr from:did:plc:ana to:did:plc:bruno to:bruno.fr lang:fr lang:fr-ca has:link has:image "
        "is:reply url:www.interieur.gouv.fr url:interieur.gouv.fr url:gouv.fr url:orleans.fr".split()
    )


def test_a_card_is_a_link_without_an_address_in_the_text() -> None:
    assert matches(parse("has:link url:gueret.fr"), Document("eau", links=("https://gueret.fr",)))


def test_no_network_says_a_word_with_a_colon() -> None:
    """`14:30` and `note:` are words as before: only the names of fields are fields."""
    assert matches(parse("14:30 note:"), Document("Note : à 14:30"))


@pytest.mark.parametrize(
    ("address", "domains"),
    [
        ("https://gueret.fr.", ["gueret.fr"]),
        ("http://127.0.0.1:8000/", ["127.0.0.1"]),
        ("https://localhost/", []),
        ("https://[::1]/", []),
        ("https://", []),
        ("https://xn--zzzzzzzzzzzzzz99999999.fr", ["xn--zzzzzzzzzzzzzz99999999.fr"]),
        ("https://xn--.fr", ["xn--.fr"]),
        ("https://" + "a." * 50_000 + "fr", []),  # would have 50,000 parents, and take minutes
    ],
)
def test_the_domains_of_odd_addresses(address: str, domains: list[str]) -> None:
    assert list(domains_of(address)) == domains


def test_a_hostile_tag_of_a_language_has_few_ranges() -> None:
    assert len(Document("", lang="a-" * 50_000).facts) < 20
