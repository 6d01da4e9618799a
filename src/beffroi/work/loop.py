"""The in-process runner: each duty has its own threads, so that a slow network holds up nobody else's work."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime

from django.db import close_old_connections, connection
from django.utils import timezone

from beffroi.work.duty import Duty
from beffroi.work.models import Heartbeat
from beffroi.work.written import Mark, last_write

log = logging.getLogger("beffroi.work")

BEAT = 5.0  # seconds between two signs of life
LOOK = 1.0  # seconds: a duty looks for itself at least so often, even where nobody has written anything


def keep_working(duties: Sequence[Duty], stop: threading.Event) -> None:
    """Runs every duty until `stop` is set; returns when all have put down what they held, but for what may be cut: the
    end of the process ends that."""
    threads = [thread for duty in duties for thread in _threads_of(duty, stop)]
    for thread in threads:
        thread.start()
    beat("worker")
    while not stop.wait(BEAT):
        beat("worker")
    for thread in threads:
        if not thread.daemon:
            thread.join()


def _threads_of(duty: Duty, stop: threading.Event) -> list[threading.Thread]:
    lookout = threading.Lock()
    return [
        threading.Thread(target=_keep_doing, args=(duty, lookout, stop), name=duty.name, daemon=duty.may_be_cut)
        for _ in range(duty.threads)
    ]


def beat(process: str) -> None:
    """Says that `process` is alive; a database that is away for a moment is no reason to die."""
    try:
        Heartbeat.beat(process, timezone.now())
    except Exception:
        log.exception("could not write the sign of life of %s", process)
    close_old_connections()


def _keep_doing(duty: Duty, lookout: threading.Lock, stop: threading.Event) -> None:
    """Works as long as something is due. Of the idle threads of a duty one keeps the lookout; the next one takes it
    when that one goes to work."""
    while not stop.is_set():
        looked, written = timezone.now(), last_write()
        if not _once(duty):
            with lookout:
                _rest(duty, looked, written, stop)
    connection.close()


def _rest(duty: Duty, looked: datetime, written: Mark | None, stop: threading.Event) -> None:
    """Sleeps for the duty's rest, or until the next row comes due; one that came due since it `looked` ends it.

    While nobody has `written` anything, it rests again: most of the day nothing happens, and thirty queries a second
    would heat the machine for nothing.
    """
    due, rested = _next_due(duty, looked), 0.0
    while rested < LOOK and not stop.is_set():
        left = (due - timezone.now()).total_seconds() if due else LOOK
        stop.wait(max(0.0, min(duty.rests, left)))
        rested += duty.rests
        if (due and left <= duty.rests) or written is None or last_write() != written:
            return


def _next_due(duty: Duty, after: datetime) -> datetime | None:
    if duty.next_due is None:
        return None
    try:
        return duty.next_due(after)
    except Exception:
        log.exception("duty %s cannot tell what comes next", duty.name)
        connection.close()
        return None
    finally:
        close_old_connections()


def _once(duty: Duty) -> int:
    try:
        return duty.run(timezone.now())
    except Exception:
        log.exception("duty %s failed; it is tried again", duty.name)
        connection.close()
        return 0
    finally:
        close_old_connections()
