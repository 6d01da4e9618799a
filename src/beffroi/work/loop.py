"""The in-process runner: each duty has its own threads, so that a slow network holds up nobody else's work."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime

from django.db import close_old_connections, connection
from django.utils import timezone
from structlog.contextvars import bind_contextvars

from beffroi.outbound.tally import TALLY
from beffroi.work.bells import Bell, Bells
from beffroi.work.counts import COUNTS, Said
from beffroi.work.duty import Duty
from beffroi.work.models import Heartbeat
from beffroi.work.written import Mark, last_write

log = logging.getLogger("beffroi.work")

BEAT = 5.0  # seconds between two signs of life
LOOK = 1.0  # seconds: a duty looks for itself at least so often, even where nobody has written or woken anything


def keep_working(duties: Sequence[Duty], stop: threading.Event, bells: Bells | None = None) -> None:
    """Runs every duty until `stop` is set; returns when all have put down what they held, but for what may be cut: the
    end of the process ends that. With `bells` a duty rests until its own rings; else it looks who has written."""
    threads = [
        thread for duty in duties for thread in _threads_of(duty, stop, bells[duty.name] if bells is not None else None)
    ]
    for thread in threads:
        thread.start()
    beat("worker")
    while not stop.wait(BEAT):
        beat("worker")
    if bells is not None:
        bells.ring_all()  # who rests learns that it is over
    for thread in threads:
        if not thread.daemon:
            thread.join()
    farewell("worker")


def _threads_of(duty: Duty, stop: threading.Event, bell: Bell | None) -> list[threading.Thread]:
    lookout = threading.Lock()
    return [
        threading.Thread(target=_keep_doing, args=(duty, lookout, stop, bell), name=duty.name, daemon=duty.may_be_cut)
        for _ in range(duty.threads)
    ]


def beat(process: str) -> None:
    """Says that `process` is alive; a database that is away for a moment is no reason to die."""
    try:
        Heartbeat.beat(process, timezone.now(), counts=[*COUNTS.read(), *_calls()])
    except Exception:
        log.exception("could not write the sign of life of %s", process)
    close_old_connections()


def _calls() -> Said:
    return [("calls", list(ended), count) for ended, count in sorted(TALLY.read().items())]


def farewell(process: str) -> None:
    """Says that `process` ends in order; if it cannot be said, it is taken for dead, which does no harm."""
    try:
        Heartbeat.leave(process)
    except Exception:
        log.warning("could not take back the sign of life of %s", process)
    connection.close()


def _keep_doing(duty: Duty, lookout: threading.Lock, stop: threading.Event, bell: Bell | None) -> None:
    """Works as long as something is due. Of the idle threads of a duty one keeps the lookout; the next one takes it
    when that one goes to work."""
    while not stop.is_set():
        looked, rung = timezone.now(), bell.rung if bell else 0
        written = None if bell else last_write()
        if not _once(duty):
            with lookout:
                if bell is None:
                    _rest(duty, looked, written, stop)
                elif not stop.is_set():
                    _rest_until_woken(duty, looked, bell, rung)
    connection.close()


def _rest_until_woken(duty: Duty, looked: datetime, bell: Bell, rung: int) -> None:
    """Sleeps until the bell rings, the next row comes due, or its period is over: what a lost wake-up costs."""
    period, due = max(LOOK, duty.rests), _next_due(duty, looked)
    bell.wait(rung, min(period, (due - timezone.now()).total_seconds()) if due else period)


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
    bind_contextvars(duty=duty.name)
    COUNTS.add("duty_runs", duty.name)
    try:
        worked = duty.run(timezone.now())
        if worked:
            COUNTS.add("duty_rows", duty.name, by=worked)
        return worked
    except Exception:
        COUNTS.add("duty_failures", duty.name)
        log.exception("duty %s failed; it is tried again", duty.name)
        connection.close()
        return 0
    finally:
        close_old_connections()
