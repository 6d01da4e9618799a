"""Wake-ups: who writes a due row may say so, and a resting worker looks at once instead of a moment later.

Only on PostgreSQL with BEFFROI_WAKE=procrastinate; anywhere else nobody needs to be told, and `wake` does nothing. A
wake-up is never the work: one that is lost costs a duty's period, never a row.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger("beffroi.work")


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
