"""The index finds exactly what the reference finds, whatever is searched, said, measured or drawn."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.percolator import Index
from beffroi.engines.query import Document, Search, matches
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
