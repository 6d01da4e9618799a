"""On what, when and beside what a figure was measured."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and on what a figure was measured: `at` is UTC to the minute, `load` what else the machine did."""

    at: str
    machine: str
    software: str
    load: str


def load() -> str:
    """The load averages over 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


BEFORE = load()  # when this process began: what else the machine had to do, before the measure itself is any load


def described() -> list[str]:
    """Lines for the head of a report."""
    return [
        f"- measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- {_hardware()}, {_memory_gib():.0f} GiB of memory, Linux {platform.release()}",
        f"- {_software()}",
    ]


def stamp() -> Stamp:
    """The same for a figure of the page of results; the load of one minute, before the measure and now."""
    return Stamp(
        at=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        machine=_hardware(),
        software=_software(),
        load=f"{BEFORE.split()[0]} → {load().split()[0]}",
    )


def _hardware() -> str:
    return f"{os.cpu_count()} cores ({_cpu()})"


def _software() -> str:
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
