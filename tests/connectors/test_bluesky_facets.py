import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.connectors.bluesky.facets import facets_of

KNOWN = {"mairie.test": "did:plc:mairie", "bruno.vergnier.test": "did:plc:bruno"}


def shown(text: str) -> list[tuple[str, str]]:
    """What each facet covers, and where it leads."""
    found = []
    for facet in facets_of(text, KNOWN.get):
        (feature,) = facet["features"]
        covered = text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        found.append((covered, feature.get("uri") or feature.get("did") or feature.get("tag")))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir https://vergnier.example/budget.", "https://vergnier.example/budget"),
        ("Voir (https://vergnier.example/a)", "https://vergnier.example/a"),
        ("https://fr.example/Aÿ_(Marne) et", "https://fr.example/Aÿ_(Marne)"),
        ("« https://vergnier.example/été »", "https://vergnier.example/été"),
        ("«\u00a0https://vergnier.example/?q=1&p=2\u00a0» !", "https://vergnier.example/?q=1&p=2"),
        ("L’adresse : HTTP://VERGNIER.EXAMPLE/A…", "HTTP://VERGNIER.EXAMPLE/A"),
        ("“https://vergnier.example/#ancre”", "https://vergnier.example/#ancre"),
        ("https://social.example/@mairie.test/1", "https://social.example/@mairie.test/1"),
        ("👩‍👩‍👧‍👦 https://vergnier.example 🇫🇷", "https://vergnier.example"),
    ],
)
def test_a_link_ends_where_its_sentence_goes_on(text: str, expected: str) -> None:
    assert shown(text) == [(expected, expected)]


@pytest.mark.parametrize("text", ["https://", "http://.", "xhttps://a.example", "ftp://a.example", "www.a.example"])
def test_what_is_no_web_address_is_no_link(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "covered", "did"),
    [
        ("Merci @mairie.test.", "@mairie.test", "did:plc:mairie"),
        ("L’été, (@Bruno.Vergnier.test) répond", "@Bruno.Vergnier.test", "did:plc:bruno"),
        ("@mairie.test", "@mairie.test", "did:plc:mairie"),
    ],
)
def test_a_mention_leads_to_the_account_behind_the_handle(text: str, covered: str, did: str) -> None:
    assert shown(text) == [(covered, did)]


@pytest.mark.parametrize("text", ["@inconnu.test", "ana@mairie.test", "@mairie", "@@mairie.test", "a@mairie.test"])
def test_a_handle_of_nobody_and_an_email_stay_text(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#PLF2027, #budget.", ["PLF2027", "budget"]),
        ("(#séance) «#été»", ["séance", "été"]),
        ("＃conseil", ["conseil"]),
        ("#2026 #1er n#on ##rien # https://a.example/#ancre", ["1er"]),
        ("#" + "é" * 64, ["é" * 64]),
        ("#" + "é" * 65, []),
    ],
)
def test_hashtags(text: str, tags: list[str]) -> None:
    assert [to for covered, to in shown(text) if covered[0] in "#＃"] == tags


def test_facets_come_in_the_order_of_the_text() -> None:
    text = "#a1 https://a.example @mairie.test #b2"
    assert [covered for covered, _ in shown(text)] == ["#a1", "https://a.example", "@mairie.test", "#b2"]


PIECES = st.sampled_from(
    [
        "é",
        " ",
        "👩‍👩‍👧‍👦",
        "https://a.example/é_(x)",
        "#été",
        "@mairie.test",
        ".",
        ")",
        "»",
        "#",
        "@",
        "http://",
        "\n",
        "﷽",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_gives_facets_that_do_not_overlap_and_cut_no_character(text: str) -> None:
    end = 0
    encoded = text.encode()
    for facet in facets_of(text, KNOWN.get):
        index = facet["index"]
        assert end <= index["byteStart"] < index["byteEnd"] <= len(encoded)
        encoded[index["byteStart"] : index["byteEnd"]].decode()
        end = index["byteEnd"]
