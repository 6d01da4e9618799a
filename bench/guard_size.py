"""A fleet under watch: how many readings a second, and how much memory, when histories are put side by side."""

import argparse
import gc
import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from beffroi.engines.takeover.days import ReadDays
from beffroi.engines.takeover.identity import Identity
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.reading import Reading
from beffroi.engines.takeover.replay import History, day_at, reading_of, rows
from beffroi.engines.takeover.watch import Watch
from beffroi.site.commands.guard.files import Flaws
from beffroi.site.commands.guard.history import Fleet
from bench import machine
from bench.figures import verdict
from bench.headline import Figure

AIM_BYTES = 1 << 30
AIM_READINGS = 5_000  # a second, on one core
DEEP = 40  # readings that each account of the fleet has behind it


def told(asked: argparse.Namespace) -> tuple[list[str], list[Figure], bool]:
    """The lines of the report, the figures, and whether the aims were kept."""
    fleet = Fleet.read(asked.profiles, asked.counters, Flaws(sys.stderr))
    started = time.process_time()
    count = sum(told.readings for _, told in fleet.replayed(Lists()))
    replayed = count / (time.process_time() - started)
    taken, fed = _side_by_side([_own(each) for each in fleet.histories()], asked.fleet)
    aims = {f"{asked.fleet:,} accounts in 1 GiB": taken < AIM_BYTES, "5,000 readings a second": fed > AIM_READINGS}
    return [*_lines(asked.fleet, replayed, fed, taken, aims)], [*_figures(asked.fleet, fed, taken)], all(aims.values())


def _figures(accounts: int, fed: float, taken: int) -> Iterator[Figure]:
    what, aim = "readings of profiles a second that the guard compares, one core", f"{AIM_READINGS:,}/s"
    yield Figure("guard.readings", what, f"{fed:,.0f}/s", fed, aim, fed > AIM_READINGS, is_more_better=True)
    what, aim = (
        f"{accounts:,} accounts under watch, each with {DEEP} readings behind it",
        f"below {AIM_BYTES >> 20:,} MiB",
    )
    size = taken / 2**20
    yield Figure("memory.fleet", what, f"{size:,.0f} MiB", size, aim, taken < AIM_BYTES)


def _lines(accounts: int, replayed: float, fed: float, taken: int, aims: dict[str, bool]) -> Iterator[str]:
    yield from ("## Size and speed", "")
    yield f"- a replay, files included: {replayed:,.0f} readings a second of one core; most of them show nothing new"
    yield f"- readings that show a whole profile or new counters: {fed:,.0f} a second of one core"
    yield f"- {accounts:,} accounts under watch, each with {DEEP} readings behind it: {taken / 2**20:,.0f} MiB,"
    yield f"  {taken / accounts:,.0f} bytes an account, registered identities included"
    yield from (f"- {aim}: {verdict(kept)}" for aim, kept in aims.items())
    yield f"- load averages {machine.load()}"


def _own(history: History) -> bytes:
    """The latest readings of an account, packed: each account of the fleet gets its own copy of every word."""
    looked = [
        reading_of(day_at(day), version, counted)
        for day, version, counted in rows(history, ReadDays())
        if version or counted
    ]
    profiles = [each for each in looked if each.profile]
    return pickle.dumps((*profiles[:1], *sorted(looked[-DEEP:], key=lambda each: each.at)))


def _side_by_side(packed: list[bytes], accounts: int) -> tuple[int, float]:
    """Bytes that so many watches take, and the readings a second that they were fed."""
    gc.collect()
    before, fed, spent = _memory(), 0, 0.0
    watches = []
    for number in range(accounts):
        readings: tuple[Reading, ...] = pickle.loads(packed[number % len(packed)])
        watch, identity = Watch(), _identity(readings)
        started = time.process_time()
        for reading in readings:
            watch.read(reading, identity)
        spent += time.process_time() - started
        fed += len(readings)
        watches.append((watch, identity))
    gc.collect()
    return _memory() - before, fed / spent


def _identity(readings: tuple[Reading, ...]) -> Identity:
    shown = next((each.profile for each in readings if each.profile), None)
    return Identity(shown.name, handles=(shown.handle,), native_id=shown.native_id) if shown else Identity("")


def _memory() -> int:
    """Resident bytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
