"""An index as it was built, before anything changes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from beffroi.engines.percolator.layout import Files, Vocabulary


class Built(NamedTuple):
    """A whole index. `numbers` has the number of the search in each slot; `facts` the terms that are told by name.
    `guessed` says that no frequency was measured."""

    vocabulary: Vocabulary
    files: Files
    numbers: NDArray[np.int64]
    facts: dict[str, int]
    seed: int
    guessed: bool
