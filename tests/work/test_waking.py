"""Wake-ups: told after the commit, once for each duty, and never the work itself."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from beffroi.work import waking
from beffroi.work.bells import Bell, Bells
from beffroi.work.duty import Duty
from beffroi.work.loop import keep_working
from beffroi.work.models import Heartbeat
from beffroi.work.waking import wake
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be deferred; Procrastinate itself is met in tests/ways/test_a_killed_worker.py."""
    settings.WAKE = "procrastinate"
    heard: list[str] = []

    def teller(duty: str) -> Callable[[], None]:
        if duty not in tellers:
            tellers[duty] = lambda: heard.append(duty)
        return tellers[duty]

    tellers: dict[str, Callable[[], None]] = {}
    monkeypatch.setattr(waking, "_teller", teller)
    return heard


def test_nobody_is_woken_before_the_row_is_committed_and_each_duty_once(told: list[str]) -> None:
    with transaction.atomic():
        for duty in ("notify.send_due", "notify.send_due", "inbox.open_cases"):
            wake(duty)
        assert told == []
    assert told == ["notify.send_due", "inbox.open_cases"]


def test_what_is_rolled_back_wakes_nobody(told: list[str]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        wake("notify.send_due")
        raise RuntimeError("it was not so")
    assert told == []


def test_without_procrastinate_nobody_is_told(told: list[str], settings: Any) -> None:
    settings.WAKE = "loop"
    wake("notify.send_due")
    assert told == []


def test_a_bell_that_rang_before_anyone_waits_is_heard() -> None:
    bell = Bell()
    heard = bell.rung
    bell.ring()
    began = time.monotonic()
    bell.wait(heard, 20)
    assert time.monotonic() - began < 5


class Running:
    def __init__(self, duty: Duty, bells: Bells) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=keep_working, args=([duty], self._stop, bells))

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()


def test_a_duty_rests_until_its_bell_rings() -> None:
    bells, seen = Bells(), list[datetime]()

    def run(now: datetime) -> int:
        seen.append(now)
        return 0

    with Running(Duty("a duty", "does something", run, rests=3600.0), bells):
        until(lambda: len(seen) == 1, every=0.02)
        bells["another duty"].ring()
        time.sleep(0.2)
        assert len(seen) == 1
        bells["a duty"].ring()
        until(lambda: len(seen) == 2, every=0.02)


def test_a_lost_wake_up_costs_one_period() -> None:
    seen = list[datetime]()

    def run(now: datetime) -> int:
        seen.append(now)
        return 0

    with Running(Duty("a duty", "does something", run, rests=0.01), Bells()):
        until(lambda: len(seen) == 2, every=0.02)
    assert seen[1] - seen[0] > timedelta(seconds=0.9)


def test_a_planned_row_is_worked_at_its_time_though_nobody_rings() -> None:
    planned, seen = timezone.now() + timedelta(seconds=0.4), list[datetime]()

    def run(now: datetime) -> int:
        seen.append(now)
        return 0

    duty = Duty(
        "a duty",
        "does something",
        run,
        rests=3600.0,
        next_due=lambda after: max(planned, after) if planned > after else None,
    )
    with Running(duty, Bells()):
        until(lambda: len(seen) == 2, every=0.02)
    assert seen[1] >= planned


def test_each_worker_has_its_own_sign_of_life() -> None:
    now = timezone.now()
    Heartbeat.beat("worker", now, host="tour-1", pid=7)
    Heartbeat.beat("worker", now - timedelta(minutes=5), host="tour-2", pid=7)
    assert [beat.host for beat in Heartbeat.alive("worker", now)] == ["tour-1"]
    assert [beat.host for beat in Heartbeat.fell_silent("worker", now)] == ["tour-2"]


def test_who_ends_in_order_is_not_taken_for_dead_and_old_signs_go() -> None:
    now = timezone.now()
    Heartbeat.beat("worker", now - timedelta(days=3), host="tour-0", pid=1)
    Heartbeat.beat("worker", now)
    assert Heartbeat.objects.count() == 1
    Heartbeat.leave("worker")
    assert not Heartbeat.objects.exists()
