"""The registered identity against the profile just read."""

import pytest

from beffroi.engines.takeover import Break, Identity, compare
from beffroi.vocabulary import Profile

VERGNIER = Identity(
    name="Michel Vergnier",
    accepted_variants=("Député-maire de Guéret",),
    handles=("vergnier.gueret.fr", "vergnier.bsky.social"),
    native_id="did:plc:vergnier",
)


def shown(
    name: str = "Michel Vergnier", handle: str = "vergnier.gueret.fr", native_id: str = "did:plc:vergnier"
) -> Profile:
    return Profile(network="bluesky", native_id=native_id, handle=handle, name=name)


def test_the_stolen_account_of_gueret_is_seen() -> None:
    (found,) = compare(VERGNIER, shown(name="Gabrielle Powell"))
    assert (found.kind, found.registered, found.shown) == ("name", "Michel Vergnier", "Gabrielle Powell")
    assert found.score < 60 and found.severe


@pytest.mark.parametrize(
    "name",
    ["Michel Vergnier", "Michel Vergnier 🇫🇷 #Guéret", "DÉPUTÉ-MAIRE DE GUÉRET", "Мichеl Vеrgnіеr", "Maire de Guéret"],
)
def test_a_name_its_owner_would_show_breaks_nothing(name: str) -> None:
    assert not compare(VERGNIER, shown(name=name))


@pytest.mark.parametrize("name", ["", "  "])
def test_an_emptied_name_is_told_but_freezes_nothing(name: str) -> None:
    assert compare(VERGNIER, shown(name=name)) == (Break("name", "Michel Vergnier", name, score=0, severe=False),)


def test_a_name_of_signs_only_is_severe() -> None:
    (found,) = compare(VERGNIER, shown(name="."))
    assert found.severe and found.score == 0


def test_any_registered_handle_will_do_in_capitals_too() -> None:
    assert not compare(VERGNIER, shown(handle="@Vergnier.BSKY.social"))


def test_a_new_handle_that_keeps_the_name_is_told_but_freezes_nothing() -> None:
    (found,) = compare(VERGNIER, shown(handle="michel-vergnier.fr"))
    assert (found.kind, found.registered, found.shown) == ("handle", "vergnier.gueret.fr", "michel-vergnier.fr")
    assert not found.severe


def test_a_new_handle_that_has_left_the_name_is_severe() -> None:
    (found,) = compare(VERGNIER, shown(handle="gabypowell.bsky.social"))
    assert found.kind == "handle" and found.severe and found.score < 60


def test_a_handle_that_never_resembled_the_name_proves_nothing_by_changing() -> None:
    identity = Identity(name="Michel Vergnier", handles=("fdc3403.bsky.social",))
    (found,) = compare(identity, shown(handle="xyz99.bsky.social"))
    assert not found.severe


def test_a_handle_the_network_cannot_verify_freezes_nothing() -> None:
    (found,) = compare(VERGNIER, shown(handle="handle.invalid"))
    assert found.kind == "handle" and not found.severe


def test_another_account_behind_the_same_handle_is_severe() -> None:
    assert compare(VERGNIER, shown(native_id="did:plc:eve")) == (
        Break("id", "did:plc:vergnier", "did:plc:eve", score=0, severe=True),
    )


def test_everything_that_breaks_is_told_the_gravest_first() -> None:
    found = compare(VERGNIER, shown("Gabrielle Powell", "gaby.bsky.social", "did:plc:eve"))
    assert [each.kind for each in found] == ["id", "name", "handle"]


def test_what_was_not_registered_is_not_compared() -> None:
    assert not compare(Identity(name="Michel Vergnier"), shown(handle="gaby.bsky.social", native_id="did:plc:eve"))
    assert not compare(Identity(name=""), shown(name="Gabrielle Powell"))


def test_without_a_registered_name_the_handles_stand_in_for_it() -> None:
    nameless = Identity(name=" ", handles=("mairie-gueret.bsky.social",))
    assert not compare(nameless, shown("Mairie de Guéret", "mairie-gueret.bsky.social"))
    (found,) = compare(nameless, shown("Gabrielle Powell", "mairie-gueret.bsky.social"))
    assert (found.kind, found.registered) == ("name", "mairie-gueret.bsky.social")
