"""Links that lead somewhere, for everybody."""

import pytest

from beffroi.publishing.checks import LinkSeen, links
from tests.publishing.checks import checked

FEURS = "https://www.feurs.example/agenda"


def test_a_link_that_answers_passes() -> None:
    assert list(links.check(checked(f"Voir {FEURS}.", links={FEURS: LinkSeen(200)}))) == []


@pytest.mark.parametrize("seen", [LinkSeen(404), LinkSeen(410), LinkSeen(500), LinkSeen(None, "No server was found.")])
def test_a_broken_link_blocks_until_somebody_says_why(seen: LinkSeen) -> None:
    [finding] = links.check(checked(f"Voir {FEURS}", links={FEURS: seen}))
    assert (finding.blocks, finding.liftable, finding.about) == (True, True, FEURS)


@pytest.mark.parametrize("status", [401, 403, 429, 999])
def test_a_site_that_lets_no_program_in_is_left_to_the_writer(status: int) -> None:
    [finding] = links.check(checked(FEURS, links={FEURS: LinkSeen(status)}))
    assert not finding.blocks


def test_a_link_that_was_not_read_yet_is_said_to_be_read() -> None:
    [finding] = links.check(checked(FEURS))
    assert not finding.blocks
    assert "is being read" in finding.words


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000/page", "http://127.0.0.1/", "http://192.168.1.20/photo", "http://10.0.0.4/x",
        "http://intranet/actes", "http://serveur.local/x", "https://mairie.intranet/x", "http://[::1]/x",
    ],
)  # fmt: skip
def test_a_link_into_the_town_halls_own_network_is_said(address: str) -> None:
    [finding] = links.check(checked(f"Voir {address}"))
    assert not finding.blocks
    assert "cannot reach" in finding.words


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("utm_source=x&utm_medium=y", "utm_source, utm_medium"),
        ("id=3&fbclid=IwAR0", "fbclid"),
        ("UTM_Campaign=noel", "UTM_Campaign"),
    ],
)
def test_what_follows_the_reader_is_named(query: str, names: str) -> None:
    address = f"{FEURS}?{query}"
    [finding] = links.check(checked(address, links={address: LinkSeen(200)}))
    assert names in finding.words
    assert not finding.blocks


@pytest.mark.parametrize("address", ["http://[broken", "https://exa mple", "http://"])
def test_an_address_that_is_none_breaks_nothing(address: str) -> None:
    assert all(not finding.blocks for finding in links.check(checked(address)))


def test_two_broken_links_are_two_findings() -> None:
    seen = {f"{FEURS}/1": LinkSeen(404), f"{FEURS}/2": LinkSeen(404)}
    assert len(list(links.check(checked(f"{FEURS}/1 {FEURS}/2", f"Encore {FEURS}/1", links=seen)))) == 2
