import pytest

from beffroi.engines.percolator import Index
from beffroi.engines.query import Document, parse


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The kernel is compiled before the first example: it takes longer than Hypothesis gives one."""
    index = Index([(1, parse("eau"))])
    index.add(2, parse("crue OR inond*"))
    assert index.found([Document("l'eau")]) == [(0, 1)]
