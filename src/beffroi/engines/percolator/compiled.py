"""How functions are compiled here: for one record of arrays, without the interpreter's lock, kept in Numba's cache."""

from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

import numba

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
Number = Any  # of whatever width Numba finds


def compiled(function: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    # Nothing here allocates and the caller holds every array: without reference counts it is more than twice as fast.
    jit = partial(cast(Any, numba.njit), nogil=True, error_model="numpy", _nrt=False)
    try:
        made = jit(cache=True)(function)
    except RuntimeError:  # no folder where a cache could stand: it is compiled again in each process
        made = jit()(function)
    return cast(Callable[_Asked, _Answer], made)
