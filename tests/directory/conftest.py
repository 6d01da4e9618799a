"""A register that no earlier test has laid out."""

import pytest

from beffroi.directory.laying_out import _SHELF


@pytest.fixture(autouse=True)
def nothing_is_laid_out_yet() -> None:
    """Within a process a register only grows; from test to test it begins again with the same numbers."""
    _SHELF.laid.clear()
