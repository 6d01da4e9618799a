"""The real product, started as an administrator starts it, in a process group of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import httpx

COMMAND = Path(sys.executable).parent / "beffroi"
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Of a process group, in MB (10^6 bytes). `rss` counts a shared page once per process, `pss` once in all."""

    processes: int
    threads: int
    rss: float
    pss: float


class Product:
    """`beffroi up` on a data folder; `with` stops it. Its messages go to `up.log` in that folder."""

    def __init__(self, data: Path, environment: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        self.environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Starts it and waits for the first page; the seconds from the start of the process to that answer."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._log = (self.data / "up.log").open("ab")
        began = time.monotonic()
        self._process = subprocess.Popen(
            [COMMAND, "up", "--data", self.data, "--port", str(self.port)],
            env=self.environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self._wait_for_the_first_page()
        return time.monotonic() - began

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """The whole group at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def memory(self) -> Memory:
        return memory_of(self.pids())

    def cpu_seconds(self) -> float:
        """What all processes of the group have used since they started."""
        ticks = sum(sum(int(part) for part in _stat(pid)[11:13]) for pid in self.pids())
        return ticks / os.sysconf("SC_CLK_TCK")

    def pids(self) -> list[int]:
        assert self._process is not None, "started first"
        return group(self._process.pid)

    def log(self) -> str:
        return (self.data / "up.log").read_text(errors="replace")

    def _wait_for_the_first_page(self) -> None:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.address}/welcome", timeout=10).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.01)
        raise RuntimeError(f"the product did not start: {self.log()[-2000:]}")

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, how)
        except ProcessLookupError:
            pass  # it had ended by itself
        self._process.wait(timeout=30)
        while self.pids():  # the parent is gone; its children may need a moment more
            time.sleep(0.01)
        self._process = None
        if self._log:
            self._log.close()


def group(leader: int) -> list[int]:
    """The processes of the group that this one leads, itself among them."""
    every = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in every if _group_of(pid) == leader]


def memory_of(pids: Sequence[int]) -> Memory:
    rolled_up = [_rolled_up(pid) for pid in pids]
    return Memory(
        processes=len(pids),
        threads=sum(_threads(pid) for pid in pids),
        rss=sum(each["Rss"] for each in rolled_up) * 1024 / 1e6,
        pss=sum(each["Pss"] for each in rolled_up) * 1024 / 1e6,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stat(pid: int) -> list[str]:
    """What follows the name in /proc/PID/stat: state, parent, group…"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _group_of(pid: int) -> int | None:
    try:
        return int(_stat(pid)[2])
    except (FileNotFoundError, ProcessLookupError):
        return None  # it ended while we looked


def _rolled_up(pid: int) -> dict[str, int]:
    """The sums of /proc/PID/smaps_rollup, in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {name: int(said.split()[0]) for name, _, said in (line.partition(":") for line in lines)}


def _threads(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Threads:"))
