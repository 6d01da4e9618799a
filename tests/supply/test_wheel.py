"""The wheel is the product, whole, and the same from whoever builds it. That it runs is tried by `make supply`."""

from pathlib import Path

import pytest

from tools.supply import wheel


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return wheel.build(tmp_path_factory.mktemp("one")), wheel.build(tmp_path_factory.mktemp("other"))


def test_the_wheel_holds_what_runs_and_nothing_else(built: tuple[Path, Path]) -> None:
    assert wheel.missing(built[0]) == []


def test_two_builds_are_the_same_to_the_byte(built: tuple[Path, Path]) -> None:
    assert wheel.digest(built[0]) == wheel.digest(built[1])
