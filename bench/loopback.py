"""The far side in a process of its own, and real workers that know its networks; what a measure starts and kills."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

WORKER = (
    "import sys;"
    "from tests.network.loopback import register;"
    "from beffroi.connectors import NETWORKS;"
    "register(NETWORKS);"
    "from beffroi.site.processes import run;"
    "sys.exit(run('worker', host='', port=0))"
)
START_SECONDS = 60.0


@contextmanager
def far_side(latency: float) -> Iterator[str]:
    """Starts the network and gives its address."""
    command = [sys.executable, "-m", "tests.network.loopback", "--latency", str(latency)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def posts(url: str) -> list[dict[str, Any]]:
    """Everything the network holds, in the order of its arrival."""
    return list(httpx.get(f"{url}/all", timeout=60).json())


class Worker:
    """The product's own worker, with three networks more in its registry. Its messages go to `worker.log`."""

    def __init__(self, data: Path, environment: Mapping[str, str], program: str = WORKER) -> None:
        self._log = (data / "worker.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], env={**os.environ, **environment}, stdout=self._log, stderr=self._log
        )

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:13]) / os.sysconf("SC_CLK_TCK")

    def _end(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        self.process.wait(timeout=60)
        self._log.close()


@contextmanager
def workers(count: int, data: Path, environment: Mapping[str, str], program: str = WORKER) -> Iterator[list[Worker]]:
    """So many workers, alive: each has given its first sign of life."""
    began = time.time()
    running = [Worker(data, environment, program) for _ in range(count)]
    try:
        wait_for_beats(count, began)
        yield running
    finally:
        for worker in running:
            worker.stop()


def wait_for_a_beat(since: float) -> None:
    wait_for_beats(1, since)


def wait_for_beats(count: int, since: float) -> None:
    """Until so many workers have given a sign of life after `since`, in seconds of the epoch."""
    from beffroi.work.models import Heartbeat

    after, ends = datetime.fromtimestamp(since, UTC), time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if Heartbeat.objects.filter(process="worker", seen_at__gte=after).count() >= count:
            return
        time.sleep(0.02)
    raise RuntimeError(f"{count} workers did not start")
