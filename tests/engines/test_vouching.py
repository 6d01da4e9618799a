"""What a link, a site and a domain can vouch for."""

import pytest

from beffroi.engines.addresses import Address
from beffroi.engines.likeness.vouching import domain_of, host_of, is_under, leads_to


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("https://www.feurs.fr/", "feurs.fr"),
        ("http://feurs.fr:8080/index.php", "feurs.fr"),
        ("https://feurs.fr/fr/", "feurs.fr"),
        ("https://sites.example/ville-de-feurs", ""),
        ("https://mastodon.social/@feurs", ""),
        ("https://localhost/", ""),
        ("feurs.fr", ""),
    ],
)
def test_a_domain_is_a_bodys_own_where_its_site_is_the_front_page(site: str, domain: str) -> None:
    assert domain_of(site) == domain


def test_a_name_is_under_a_domain_and_not_beside_it() -> None:
    assert is_under("feurs.fr", "feurs.fr")
    assert is_under("mairie.Feurs.fr", "feurs.fr")
    assert not is_under("notfeurs.fr", "feurs.fr")
    assert not is_under("feurs.fr.evil.example", "feurs.fr")
    assert not is_under("feurs.fr", "")


def test_the_host_is_that_of_the_address_and_not_what_stands_before_an_at() -> None:
    assert host_of("https://feurs.fr@evil.example/") == "evil.example"


def test_a_link_leads_to_an_account_by_its_handle_or_by_its_number() -> None:
    did = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
    known = [Address("bluesky", "feurs.fr"), Address("bluesky", native_id=did)]
    assert leads_to("https://bsky.app/profile/Feurs.fr", known)
    assert leads_to(f"https://bsky.app/profile/{did}", known)
    assert not leads_to("https://bsky.app/profile/feurs.fr/post/3k", known)
    assert not leads_to("https://x.com/feurs", known)
    assert not leads_to("https://feurs.fr/", known)
