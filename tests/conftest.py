"""The fixtures of every story."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tests.cast import Feurs, settle_feurs

pytest_plugins = ["tests.network.fixtures"]


@pytest.fixture(autouse=True)
def nobody_leaves_their_language_behind() -> Iterator[None]:
    """A page that was opened in English would have the next test speak English."""
    yield
    translation.deactivate()


@pytest.fixture
def feurs(db: None, tmp_path: Path) -> Feurs:
    return settle_feurs(tmp_path / "sandbox")
