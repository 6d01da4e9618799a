"""Wake-ups: who writes a due row may say so, and a resting worker looks at once instead of a moment later.

Only on PostgreSQL with BEFFROI_WAKE=procrastinate; anywhere else nobody needs to be told, and `wake` does nothing. A
wake-up is never the work: one that is lost costs a duty's period, never a row.
"""

import logging
import threading
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger("beffroi.work")


class Bell:
    """Rung when a duty has something to do. Whoever looked before it rang looks again; nobody misses it."""

    def __init__(self) -> None:
        self._rings = threading.Condition()
        self.rung = 0

    def ring(self) -> None:
        with self._rings:
            self.rung += 1
            self._rings.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Returns when it has rung since `heard`, after `seconds` at the latest."""
        with self._rings:
            self._rings.wait_for(lambda: self.rung != heard, timeout=max(0.0, seconds))


class Bells(dict[str, Bell]):
    """One for each duty, by its name."""

    def __missing__(self, duty: str) -> Bell:
        return self.setdefault(duty, Bell())

    def ring_all(self) -> None:
        for bell in list(self.values()):
            bell.ring()


BELLS = Bells()  # of this process


def wake(duty: str) -> None:
    """Has a worker look at `duty` once the transaction around this has committed; several times in one count once.

    Not inside the transaction: two that wait for each other's wake-up would hold up each other's rows, and a worker
    that is woken before the commit would find nothing.
    """
    if settings.WAKE != "procrastinate":
        return
    told = _teller(duty)
    if not any(waiting[1] is told for waiting in connection.run_on_commit):
        transaction.on_commit(told)


@cache
def _teller(duty: str) -> Callable[[], None]:
    def tell() -> None:
        from beffroi.work.wake_ups import defer  # here: most installations never load Procrastinate

        try:
            defer(duty)
        except Exception:  # the row is written: it is found a period later all the same
            log.warning("nobody could be woken for %s", duty, exc_info=True)

    return tell
