"""Handles that are taken for another one."""

import pytest

from beffroi.engines.likeness.lookalike import mentions, resemblance

KNOWN = ["villedefeurs.bsky.social", "feurs@social.example", "prefet_loire", "michelvergnier", "loire42"]


@pytest.mark.parametrize(
    ("handle", "known"),
    [
        ("viIledefeurs.bsky.social", "villedefeurs.bsky.social"),
        ("vi11edefeurs.bsky.social", "villedefeurs.bsky.social"),
        ("villеdefeurs.bsky.social", "villedefeurs.bsky.social"),  # a Cyrillic е
        ("ville-de-feurs.bsky.social", "villedefeurs.bsky.social"),
        ("MicheIVergnier", "michelvergnier"),
        ("michelverqnler", None),
        ("rnichelvergnier", "michelvergnier"),
        ("rnichelvergnier.bsky.social", None),
        ("prefetloire", "prefet_loire"),
        ("préfet_loire", "prefet_loire"),
    ],
)
def test_letters_that_look_the_same_are_seen(handle: str, known: str | None) -> None:
    found = resemblance(handle, KNOWN)
    assert (found.known if found and found.by == "looks" else None) == known


@pytest.mark.parametrize(
    ("handle", "known"),
    [
        ("michelvergniers", "michelvergnier"),
        ("michelvergner", "michelvergnier"),
        ("mihcelvergnier", "michelvergnier"),
        ("villedefleurs.bsky.social", "villedefeurs.bsky.social"),
        ("feur@social.example", None),  # short names differ by a letter all the time
        ("loire43", None),  # the neighbour
        ("prefet_rhone", None),
        ("saint-etienne.fr", None),
    ],
)
def test_one_slip_of_the_finger_is_seen(handle: str, known: str | None) -> None:
    found = resemblance(handle, KNOWN)
    assert (found.known if found else None) == known


@pytest.mark.parametrize("handle", ["VilleDeFeurs.bsky.social", "villedefeurs", "feurs", "michelvergnier"])
def test_a_known_handle_resembles_nobody(handle: str) -> None:
    assert resemblance(handle, KNOWN) is None


def test_an_unknown_handle_among_nobody_resembles_nobody() -> None:
    assert resemblance("anybody", []) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Merci @feurs, et @ville.bsky.social.", ["feurs", "ville.bsky.social"]),
        ("avec @feurs@social.example !", ["feurs@social.example"]),
        ("(@loire42)", ["loire42"]),
        ("Écrivez à mairie@feurs.fr", []),
        ("https://social.example/@feurs", []),
        ("@ la mairie", []),
    ],
)
def test_whom_a_text_speaks_to(text: str, found: list[str]) -> None:
    assert mentions(text) == found
