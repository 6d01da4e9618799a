"""The runner: every duty in its own threads, awake when something is due, and put down in order."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from beffroi.work.duty import Duty
from beffroi.work.loop import keep_working
from beffroi.work.models import Heartbeat
from tests.patience import until

HOUR = 3600.0


class Running:
    """`keep_working` in a thread; leaving the block stops it and waits until all is put down."""

    def __init__(self, *duties: Duty) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=keep_working, args=(duties, self._stop))

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()


def duty(run: Callable[[datetime], int], **more: object) -> Duty:
    return Duty("a duty", "does something", run, **more)  # type: ignore[arg-type]  # whatever a duty takes


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_duty_that_rests_long_wakes_when_a_row_comes_due() -> None:
    planned = timezone.now() + timedelta(seconds=0.3)
    seen: list[datetime] = []

    def run(now: datetime) -> int:
        seen.append(now)
        return 0

    def next_due(after: datetime) -> datetime | None:
        return planned if planned > after else None

    with Running(duty(run, rests=HOUR, next_due=next_due)):
        until(lambda: len(seen) == 2, every=0.02)
    assert seen[0] < planned <= seen[1]


def test_while_one_thread_is_held_up_another_keeps_the_lookout() -> None:
    held, others = threading.Event(), threading.Event()
    first = threading.Lock()

    def run(_now: datetime) -> int:
        if first.acquire(blocking=False):
            held.wait(30)  # a network that does not answer
        else:
            others.set()
        return 0

    with Running(duty(run, rests=0.01, threads=2)):
        assert others.wait(20)
        held.set()


def test_what_cannot_be_told_about_the_next_row_stops_nobody() -> None:
    runs = threading.Semaphore(0)

    def next_due(_after: datetime) -> datetime | None:
        raise RuntimeError("the database is away")

    def run(_now: datetime) -> int:
        runs.release()
        return 0

    with Running(duty(run, rests=0.01, next_due=next_due)):
        assert all(runs.acquire(timeout=20) for _ in range(3))


def test_a_bug_in_a_duty_does_not_end_it() -> None:
    runs = threading.Semaphore(0)

    def run(_now: datetime) -> int:
        runs.release()
        raise RuntimeError("a bug")

    with Running(duty(run, rests=0.01)):
        assert all(runs.acquire(timeout=20) for _ in range(3))


def test_a_row_that_is_written_due_is_found_though_the_duty_rests() -> None:
    seen, looked = [], threading.Event()

    def run(_now: datetime) -> int:
        there = Heartbeat.objects.filter(process="somebody").exists()
        seen.append(there)
        looked.set()
        return 0

    with Running(duty(run, rests=0.02)):
        assert looked.wait(20)
        Heartbeat.beat("somebody", timezone.now())
        until(lambda: any(seen), every=0.02)


def test_while_nobody_writes_a_duty_looks_seldom() -> None:
    looks, other = [0], threading.Semaphore(0)

    def run(_now: datetime) -> int:
        looks[0] += 1
        return 0

    def count(_now: datetime) -> int:
        other.release()
        return 0

    with Running(duty(run, rests=0.001), duty(count, rests=1.0)):
        for _ in range(3):
            assert other.acquire(timeout=20)
    assert connection.vendor != "sqlite" or looks[0] < 50  # it would be two thousand


def test_a_duty_that_rests_is_not_woken_by_each_write() -> None:
    looks, written = [0], threading.Semaphore(0)

    def run(_now: datetime) -> int:
        looks[0] += 1
        return 0

    def write(_now: datetime) -> int:
        Heartbeat.beat("somebody", timezone.now())
        written.release()
        return 1

    with Running(duty(run, rests=HOUR), duty(write)):
        assert all(written.acquire(timeout=20) for _ in range(30))
    assert looks[0] == 1


def test_what_may_be_cut_is_not_waited_for() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def takes_minutes(_now: datetime) -> int:
        begun.set()
        let_go.wait(60)
        return 0

    with Running(duty(takes_minutes, may_be_cut=True)):
        assert begun.wait(10)
    assert not let_go.is_set()
    let_go.set()
    until(lambda: not any(thread.name == "a duty" for thread in threading.enumerate()))
