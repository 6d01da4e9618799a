"""The in-process runner: one thread per duty, so that a slow network holds up nobody else's work."""

import logging
import threading
import time
from collections.abc import Sequence

from django.db import close_old_connections, connection
from django.utils import timezone

from beffroi.work.duty import Duty
from beffroi.work.models import Heartbeat

log = logging.getLogger("beffroi.work")

BEAT = 5.0  # seconds between two signs of life


def keep_working(duties: Sequence[Duty], stop: threading.Event) -> None:
    """Runs every duty until `stop` is set; returns when all have put down what they held."""
    threads = [threading.Thread(target=_keep_doing, args=(duty, stop), name=duty.name) for duty in duties]
    for thread in threads:
        thread.start()
    beat("worker")
    while not stop.wait(BEAT):
        beat("worker")
    for thread in threads:
        thread.join()


def beat(process: str) -> None:
    """Says that `process` is alive; a database that is away for a moment is no reason to die."""
    try:
        Heartbeat.beat(process, timezone.now())
    except Exception:
        log.exception("could not write the sign of life of %s", process)
    close_old_connections()


def _keep_doing(duty: Duty, stop: threading.Event) -> None:
    while not stop.is_set():
        started = time.monotonic()
        worked = _once(duty)
        if not worked:
            stop.wait(max(0.0, duty.rests - (time.monotonic() - started)))
    connection.close()


def _once(duty: Duty) -> int:
    try:
        return duty.run(timezone.now())
    except Exception:
        log.exception("duty %s failed; it is tried again", duty.name)
        connection.close()
        return 0
    finally:
        close_old_connections()
