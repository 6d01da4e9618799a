"""The index finds exactly what the reference finds, whatever is searched, said, measured or drawn."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.percolator import Index, Unrestorable
from beffroi.engines.query import Document, Search, UnknownNode, matches, parse
from beffroi.engines.query.syntax import And
from tests.engines.percolator.strategies import documents, measures, seeds
from tests.engines.query.strategies import trees

Numbered = Mapping[int, Search]


def told(searches: Numbered, posts: Sequence[Document]) -> list[tuple[int, int]]:
    """What the reference says."""
    return sorted((place, n) for place, post in enumerate(posts) for n, each in searches.items() if matches(each, post))


numbered = st.dictionaries(st.integers(0, 10**9), trees, max_size=8)
posts = st.lists(documents, max_size=6)


@settings(deadline=None)  # the machine may be busy
@given(numbered, posts, measures, seeds)
def test_it_finds_what_the_reference_finds(
    searches: Numbered, posts: Sequence[Document], measured: Mapping[str, int] | None, seed: int
) -> None:
    assert Index(searches.items(), measured, seed).found(posts) == told(searches, posts)


@settings(deadline=None)  # the machine may be busy
@given(numbered, numbered, st.data(), posts, measures)
def test_adding_removing_and_compacting_equal_a_rebuild(
    first: Numbered, then: Numbered, data: st.DataObject, posts: Sequence[Document], measured: Mapping[str, int] | None
) -> None:
    index = Index(first.items(), measured, 7)
    searches = dict(first)
    for number, search in then.items():
        if number in searches:
            index.remove(number)
            del searches[number]
        if data.draw(st.booleans()):
            index.add(number, search)
            searches[number] = search
        if data.draw(st.integers(0, 4)) == 0:
            index = index.compacted()
            assert index.overflow == 0
        assert len(index) == len(searches)
    assert index.found(posts) == told(searches, posts)
    assert index.compacted().found(posts) == index.found(posts)


@settings(deadline=None, max_examples=40)
@given(numbered, numbered, posts, measures, seeds)
def test_an_index_put_away_and_taken_up_again_finds_the_same(
    first: Numbered, then: Numbered, posts: Sequence[Document], measured: Mapping[str, int] | None, seed: int
) -> None:
    index = Index(first.items(), measured, seed)
    arrays = {name: array.copy() for name, array in index.arrays().items()}
    for array in arrays.values():
        array.flags.writeable = False  # as when it is mapped from a file
    restored = Index.restored(arrays)
    assert restored.found(posts) == index.found(posts)
    for number, search in then.items():
        if number not in first:
            index.add(number, search)
            restored.add(number, search)
    for number in first:
        restored.remove(number)
        index.remove(number)
    assert restored.found(posts) == index.found(posts)


def test_what_is_no_index_is_not_restored() -> None:
    arrays = Index([(1, parse("eau"))]).arrays()
    with pytest.raises(Unrestorable):
        Index.restored({name: array for name, array in arrays.items() if name != "shelves"})
    with pytest.raises(Unrestorable):
        Index.restored({**arrays, "made": arrays["made"] + 1})


def test_it_is_mapped_from_files(tmp_path: Path) -> None:
    index = Index([(1, parse("eau")), (2, parse("crue OR inond*"))], seed=3)
    for name, array in index.arrays().items():
        np.save(tmp_path / name, array)
    mapped = {path.stem: np.load(path, mmap_mode="r") for path in tmp_path.iterdir()}
    restored = Index.restored(mapped)
    restored.add(7, parse("lac"))
    assert restored.found([Document("inondation au lac")]) == [(0, 2), (0, 7)]


def test_a_number_is_taken_once() -> None:
    index = Index([(1, parse("eau"))])
    with pytest.raises(ValueError, match="there already"):
        index.add(1, parse("crue"))
    with pytest.raises(KeyError):
        index.remove(2)
    with pytest.raises(ValueError, match="same number"):
        Index([(1, parse("eau")), (1, parse("crue"))])


def test_an_unknown_node_is_not_filed() -> None:
    with pytest.raises(UnknownNode):
        Index([(1, And(("eau",)))])  # type: ignore[arg-type]  # the mistake under test


def test_more_hits_than_there_was_room_for_are_all_found() -> None:
    index = Index((number, parse("eau")) for number in range(300))
    assert len(index.found([Document("eau")] * 300)) == 90_000
