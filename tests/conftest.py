"""The fixtures of every story."""

from pathlib import Path

import pytest

from tests.cast import Feurs, settle_feurs

pytest_plugins = ["tests.network.fixtures"]


@pytest.fixture
def feurs(db: None, tmp_path: Path) -> Feurs:
    return settle_feurs(tmp_path / "sandbox")
