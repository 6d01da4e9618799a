"""A list, or what is still being read, taken a part at a time: so many rows in one transaction, or in one question."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def portions(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """`things` in lists of `size`, in their order, and what is left in the last. Nothing is read ahead of its part.

    As `itertools.batched` does, which Python has from 3.12 on.
    """
    waiting = iter(things)
    while some := list(islice(waiting, size)):
        yield some
