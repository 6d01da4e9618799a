"""A copy is told from a namesake by a second sign."""

import pytest

from beffroi.engines.likeness.strangers import Ours, stranger
from beffroi.engines.takeover.identity import Identity
from beffroi.vocabulary import Profile

SUMMARY = "Compte officiel de la ville de Feurs, Loire. Ses services, ses marchés, ses écoles."
OURS = Ours(Identity("Ville de Feurs", (), ("villedefeurs", "feurs42"), "did:ours"), SUMMARY, ("feurs.fr",))


def other(name: str = "Ville de Feurs", handle: str = "quelquun", summary: str = "", native_id: str = "x") -> Profile:
    return Profile("bluesky", native_id, handle, name, summary=summary)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (other(handle="vi11edefeurs"), "at a glance"),
        (other(handle="villedefeur"), "one letter away"),
        (other(summary=SUMMARY + " Écrivez-nous !"), "description"),
        (other(summary="Gagnez sur https://www.feurs.fr/jeu"), "feurs.fr"),
        (other(name="VіIIe de Fеurs", handle="vi11edefeurs"), "at a glance"),  # Cyrillic і and е, capitals I for l
    ],
)
def test_a_name_like_ours_and_a_second_sign_are_a_stranger(profile: Profile, said: str) -> None:
    found = stranger(OURS, profile)
    assert found is not None
    assert any(said in str(sign) for sign in found.signs)
    assert found.severe is False


def test_our_picture_is_a_second_sign() -> None:
    ours = Ours(OURS.identity, pictures=("f" * 32,))
    assert stranger(ours, other(), "0" * 32) is None
    found = stranger(ours, other(), "f" * 31 + "0")
    assert found is not None
    assert "picture" in str(found.signs[0])


@pytest.mark.parametrize(
    "profile",
    [
        other(),  # a namesake
        other(name="Ville de Roanne", handle="villederoanne", summary=SUMMARY),
        other(handle="vi11edefeurs", native_id="did:ours"),  # we ourselves
        other(name="Jean Petit", handle="villedefeur"),
        other(summary="Ville"),
    ],
)
def test_one_sign_alone_is_none(profile: Profile) -> None:
    assert stranger(OURS, profile) is None
