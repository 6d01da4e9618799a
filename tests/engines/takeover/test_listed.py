"""Links that lead to a listed place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.takeover.listed import BadEntry, Lists, address, addresses_in, host, hosts_in

PHISHING = ["https://docs.example.com/forms/steal-me?id=7", "http://poste-colis.example/suivi/"]
LISTS = Lists(
    {"rencontres.example": "dating", "casino.example": "gambling", "pieces.evil.example": "scam"},
    frozenset(addresses_in(PHISHING)),
)


@pytest.mark.parametrize(
    ("link", "category"),
    [
        ("http://rencontres.example", "dating"),
        ("https://www.rencontres.example/profil?x=1#haut", "dating"),
        ("m.fr.rencontres.example", "dating"),
        ("HTTPS://CASINO.Example.:443/", "gambling"),
        ("https://user:pass@casino.example/", "gambling"),
        ("//casino.example", "gambling"),
        ("https://pieces.evil.example", "scam"),
        ("https://evil.example", None),  # what is listed is below it
        ("https://notcasino.example", None),
        ("https://casino.example.org", None),
        ("https://casino-example", None),
        ("", None),
        ("pas une adresse", None),
    ],
)
def test_a_host_is_listed_with_all_below_it_and_nothing_beside_it(link: str, category: str | None) -> None:
    assert LISTS.category(link) == category


@pytest.mark.parametrize(
    ("link", "category"),
    [
        ("https://docs.example.com/forms/steal-me?id=7", "phishing"),
        ("http://www.docs.example.com/forms/steal-me?id=7#top", "phishing"),
        ("http://poste-colis.example/suivi", "phishing"),
        ("https://docs.example.com/forms/steal-me?id=8", None),
        ("https://docs.example.com/", None),  # everybody uses it
        ("https://docs.example.com", None),
        ("http://poste-colis.example/", None),
    ],
)
def test_phishing_is_matched_by_its_whole_address_only(link: str, category: str | None) -> None:
    assert LISTS.category(link) == category


def test_a_host_in_other_letters_is_read_as_the_dns_has_it() -> None:
    assert host("https://www.Élysée.example/") == "www.xn--lyse-9oad.example" == host("www.xn--lyse-9oad.example")


def test_a_list_is_read_with_its_comments() -> None:
    assert list(hosts_in(["# dating", "", " Rencontres.Example  # one", "a.example.org"])) == [
        "rencontres.example",
        "a.example.org",
    ]
    assert list(addresses_in(["# phishing", "http://a.example/b/"])) == ["a.example/b"]


@pytest.mark.parametrize(
    "line", ["localhost", "http://a.example", "a.example/page", "a b.example", "*.example.org", "-"]
)
def test_what_is_no_host_is_said_with_its_line(line: str) -> None:
    with pytest.raises(BadEntry, match=r"Line 2: .* is no host"):
        list(hosts_in(["a.example", line]))


def test_a_host_in_a_list_of_addresses_would_condemn_a_whole_service() -> None:
    with pytest.raises(BadEntry, match=r"Line 1: .* is no whole address"):
        list(addresses_in(["https://docs.example.com/"]))


def test_without_lists_nothing_is_listed() -> None:
    assert not Lists()
    assert Lists().category("https://casino.example") is None


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about(link: str) -> None:
    assert LISTS.category(link) in (None, "dating", "gambling", "scam", "phishing")
    assert isinstance(address(link), str)
