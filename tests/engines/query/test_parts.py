"""What each part of a search is there for."""

import pytest
from hypothesis import given

from beffroi.engines.query import Document, Search, matches, parse
from beffroi.engines.query.parts import without_each
from tests.engines.query.strategies import at_any_speed, searches


@pytest.mark.parametrize(
    ("search", "variants"),
    [
        ("pont", {}),
        ("pont canal", {"pont": "canal", "canal": "pont"}),
        ("pont -travaux", {"-travaux": "pont"}),  # `-travaux` alone would be no search
        ("pont OU canal", {"pont": "canal", "canal": "pont"}),
        ("pont lang:fr", {"pont": "lang:fr", "lang:fr": "pont"}),
        (
            "pont -(emploi OU offre)",
            {"-(emploi OR offre)": "pont", "emploi": "pont AND NOT offre", "offre": "pont AND NOT emploi"},
        ),
        (
            "(pont OU quai) eau",
            {"pont OR quai": "eau", "eau": "pont OR quai", "pont": "quai AND eau", "quai": "pont AND eau"},
        ),
    ],
)
def test_each_part_is_taken_out_in_turn(search: str, variants: dict[str, str]) -> None:
    assert {one.said: str(one.search) for one in without_each(parse(search), most=9)} == variants


def test_no_more_variants_than_asked_for() -> None:
    assert len(without_each(parse(" OU ".join(f"mot{n}" for n in range(5_000 // 8))), most=6)) == 6


@at_any_speed
@given(searches)
def test_every_variant_is_a_search_that_reads_back(search: Search) -> None:
    for one in without_each(search, most=8):
        assert not matches(one.search, Document(""))
        assert parse(str(one.search)) == one.search
