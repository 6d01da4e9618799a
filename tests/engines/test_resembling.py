"""Which listed account could an account be taken for, and by what."""

import pytest

from beffroi.engines.likeness.resembling import Known, Register, claims, unescaped

FEURS, LYON, LOIRE, RHONE, MAIRIE = 1, 2, 3, 4, 5
REGISTER = Register(
    (
        Known(FEURS, "feurs-loire.fr", "Feurs", 8_000),
        Known(LYON, "villedelyon.bsky.social", "Lyon", 520_000),
        Known(LOIRE, "departement42.fr", "Loire", 770_000),
        Known(RHONE, "saint-etienne.fr", "Saint-Étienne", 170_000),
        Known(MAIRIE, "mairie.villeneuve.fr", "Villeneuve", 900),
    )
)


@pytest.mark.parametrize(
    ("handle", "pk", "by"),
    [
        ("feurs-1oire.fr", FEURS, "looks"),
        ("feurs.loire.fr", FEURS, "looks"),
        ("feurs-ioire.fr", FEURS, "looks"),
        ("feurs-loire.bsky.social", FEURS, "server"),
        ("feurs-loir.fr", FEURS, "one letter"),
        ("feurs-liore.bsky.social", FEURS, "one letter"),
        ("xn--feurs-oire-gqh.fr", None, ""),
        ("feurs-loіre.fr".encode("idna").decode(), FEURS, "homoglyph"),
        ("mairiedefeurs.bsky.social", FEURS, "name"),
        ("feursofficiel.bsky.social", FEURS, "name"),
        ("saintetienne.bsky.social", RHONE, "server"),
        ("ville-saint-etienne.bsky.social", RHONE, "name"),
        ("departement43.fr", None, ""),
        ("mairie.bsky.social", None, ""),
        ("garlic.bsky.social", None, ""),
        ("lion.bsky.social", None, ""),
    ],
)
def test_what_could_be_taken_for_what(handle: str, pk: int | None, by: str) -> None:
    found = REGISTER.alike(handle)
    assert [(one.pk, one.by) for one in found[:1]] == ([(pk, by)] if pk else [])


def test_a_listed_handle_resembles_nobody_however_it_is_written() -> None:
    assert REGISTER.alike("Feurs-Loire.FR") == []


def test_of_several_the_largest_body_comes_first() -> None:
    homonyms = Register(Known(pk, f"ville{pk}.fr", "Saint-Denis", pk * 1_000) for pk in range(1, 6))
    assert [one.pk for one in homonyms.alike("saintdenis.bsky.social")] == [5, 4, 3]


def test_what_a_handle_claims() -> None:
    assert claims("ville-de-feurs") == ["villedefeurs", "feurs"]
    assert claims("lyon") == ["lyon"]


def test_a_code_that_is_none_stays_as_it_is() -> None:
    assert unescaped("xn--\u00e9.fr") == "xn--\u00e9.fr"
    assert unescaped("ville@xn--cole-9oa.example") == "ville@école.example"


def test_who_bears_the_name_of_another_body_is_no_slip_of_the_finger() -> None:
    laon = Known(1, "villedelaon.fr", "Laon", 24_000)
    assert [one.by for one in Register([laon]).alike("villedelyon.fr")] == ["one letter"]
    assert Register([laon], bodies=["Laon", "Lyon"]).alike("villedelyon.fr") == []
