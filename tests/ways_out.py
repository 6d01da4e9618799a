"""The connections that the product keeps for its next call, while the servers of a test come and go."""

from typing import Any
from weakref import WeakSet

from beffroi.outbound.pool import Direct

_MADE: WeakSet[Direct] = WeakSet()


def close_idle() -> None:
    """Closes what waits in any client of this process. One that a test forgets would otherwise be found open when its
    memory is swept, and fail whichever test is running then."""
    for made in list(_MADE):
        for connection in made._pool.connections:
            if connection.is_idle():
                connection.close()


def forget(*kept: Any) -> None:
    """Has those functions, which keep a client for the life of a process, make one anew."""
    close_idle()
    for function in kept:
        function.cache_clear()


def watch() -> None:
    make = Direct.__init__

    def __init__(self: Direct, *given: Any, **named: Any) -> None:
        make(self, *given, **named)
        _MADE.add(self)

    Direct.__init__ = __init__  # type: ignore[method-assign]


watch()
