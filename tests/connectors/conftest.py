from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.sides import BlueskySide, SandboxSide, Side
from tests.network.fixtures import ON_BLUESKY, loopback_allowed


@pytest.fixture(autouse=True)
def may_call_loopback() -> Iterator[None]:
    with loopback_allowed():
        yield


@pytest.fixture(params=["sandbox", pytest.param("bluesky", marks=ON_BLUESKY)])
def side(request: pytest.FixtureRequest, tmp_path: Path) -> Side:
    """Every network of the registry, with its far side."""
    if request.param == "sandbox":
        return SandboxSide(tmp_path / "network")
    return BlueskySide(request.getfixturevalue("bluesky"))


@pytest.fixture(params=["sandbox", pytest.param("bluesky_full", marks=ON_BLUESKY)])
def side_with_mentions(request: pytest.FixtureRequest, tmp_path: Path) -> Side:
    """The same, where Bluesky has its public view."""
    if request.param == "sandbox":
        return SandboxSide(tmp_path / "network")
    return BlueskySide(request.getfixturevalue("bluesky_full"))
