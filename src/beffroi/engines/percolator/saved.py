"""An index as plain arrays under names, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.engines.percolator.built import Built
from beffroi.engines.percolator.layout import LATE, Files, Vocabulary

VERSION = 2  # raised by whoever changes the layout, the hash or a program's steps

Arrays = Mapping[str, NDArray[Any]]


class Unrestorable(ValueError):
    """These arrays are no index that this version can use: build it anew from the searches."""


def arrays_of(built: Built) -> dict[str, NDArray[Any]]:
    """The arrays of an index without late entries."""
    files = {name: array for name, array in built.files._asdict().items() if name != "late"}
    return {
        **built.vocabulary._asdict(),
        **files,
        "numbers": built.numbers,
        "facts": np.frombuffer("\n".join(built.facts).encode("utf-8", "surrogatepass"), np.uint8),
        "fact_terms": np.array(list(built.facts.values()), np.int32),
        "made": np.array([VERSION, built.seed, built.guessed], np.uint64),
    }


def built_of(arrays: Arrays) -> Built:
    """The index of these arrays. Raises Unrestorable."""
    try:
        version, seed, guessed = (int(each) for each in arrays["made"])
        if version != VERSION:
            raise Unrestorable(f"made by version {version} of the index, this is {VERSION}")
        written = arrays["facts"].tobytes().decode("utf-8", "surrogatepass")
        names = written.split("\n") if written else []
        facts = dict(zip(names, arrays["fact_terms"].tolist(), strict=True))
        vocabulary = Vocabulary(*(arrays[name] for name in Vocabulary._fields))
        files = Files(**{name: arrays[name] for name in Files._fields if name != "late"}, late=np.zeros(0, LATE))
    except (KeyError, ValueError) as flaw:
        raise Unrestorable(f"no whole index: {flaw}") from flaw
    return Built(vocabulary, files, arrays["numbers"], facts, seed, bool(guessed))
