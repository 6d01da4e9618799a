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
from beffroi.work.written import ring_when_written

log = logging.getLogger("beffroi.work")

BEAT = 5.0  # seconds between two signs of life
LOOK = 1.0  # seconds: a duty looks for itself at least so often, even where nobody has written or woken anything
LONG = 5.0  # seconds: who rests so long gives its connection back, which on SQLite knows the whole schema by itself


def keep_working(duties: Sequence[Duty], stop: threading.Event, bells: Bells | None = None) -> None:
    """Runs every duty until `stop` is set; returns when all have put down what they held, but for what may be cut: the
    end of the process ends that. With `bells` somebody else rings them; else they ring when anybody has written."""
    rung = Bells() if bells is None else bells
    threads = [thread for duty in duties for thread in _threads_of(duty, stop, rung, told=bells is not None)]
    if bells is None:
        threads.append(threading.Thread(target=ring_when_written, args=(rung, stop), name="who has written"))
    for thread in threads:
        thread.start()
    beat("worker")
    while not stop.wait(BEAT):
        beat("worker")
    rung.ring_all()  # who rests learns that it is over
    for thread in threads:
        if not thread.daemon:
            thread.join()
    farewell("worker")


def _threads_of(duty: Duty, stop: threading.Event, bells: Bells, *, told: bool) -> list[threading.Thread]:
    """Who is `told` that it has work looks at once; any write may be somebody else's, and is looked at after a rest."""
    lookout, least = threading.Lock(), 0.0 if told else duty.rests
    given = (duty, lookout, stop, bells[duty.name], least)
    return [
        threading.Thread(target=_keep_doing, args=given, name=duty.name, daemon=duty.may_be_cut)
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


def _keep_doing(duty: Duty, lookout: threading.Lock, stop: threading.Event, bell: Bell, least: float) -> None:
    """Works as long as something is due. Of the idle threads of a duty one keeps the lookout; the next one takes it
    when that one goes to work."""
    while not stop.is_set():
        looked, rung = timezone.now(), bell.rung
        if not _once(duty):
            with lookout:
                due, period = _next_due(duty, looked), max(LOOK, duty.rests)
                if duty.rests >= LONG:
                    connection.close()
                left = min(period, (due - timezone.now()).total_seconds()) if due else period
                if not stop.wait(max(0.0, min(least, left))):
                    bell.wait(rung, left - least)
    connection.close()


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
