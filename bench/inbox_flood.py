"""A flood: thousands of people write to one account within minutes. Is anything lost, and can the desk still work?"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.chatter import sentence
from bench.inbox_live import AUTHORS, EMAIL, PASSWORD, Desk, listening_desk
from bench.machine import load
from bench.visitor import Visitor

OTHERS = 10  # one of so many says something else
LOOKED = 30  # openings of the list before the flood
LOOK_EVERY = 1.0  # seconds between two looks at the list while it lasts
PATIENCE = 900.0  # seconds after the last was written: what is no case by then is lost
SAYS = "la fermeture de la piscine municipale en plein été est une honte, rouvrez-la tout de suite"


@dataclass(slots=True)
class Flood:
    """Seconds. `quiet` and `flooded`: how long the list took before and while the messages came and were filed."""

    mentions: int
    written_in: float = 0.0
    filed_in: float = 0.0
    lost: int = 0
    others: int = 0
    in_waves: int = 0
    waves: int = 0
    quiet: list[float] = field(default_factory=list)
    flooded: list[float] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)


def flood(number: int) -> Flood:
    found = Flood(number)
    with listening_desk(agents=1) as town, Visitor.signed_in(town.product.address, EMAIL, PASSWORD) as driss:
        found.quiet = [driss.open("/inbox").seconds for _ in range(LOOKED)]
        found.loads.append(load())
        known, began, over = _cases(), time.monotonic(), threading.Event()
        with ThreadPoolExecutor(1) as looking:
            looks = looking.submit(_look, driss, over)
            _write(town, number, found)
            found.written_in = time.monotonic() - began
            while _cases() - known < number and time.monotonic() - began < found.written_in + PATIENCE:
                time.sleep(0.5)
            found.filed_in = time.monotonic() - began
            over.set()
            found.flooded = looks.result()
        found.loads.append(load())
        found.lost = number - (_cases() - known)
        found.waves, found.in_waves = _waves()
    return found


def _write(town: Desk, number: int, found: Flood) -> None:
    chance = random.Random("flood")
    others = {nth for nth in range(number) if nth % OTHERS == 0}
    texts = [sentence(chance) if nth in others else f"{SAYS}{'!' * (nth % 4)}" for nth in range(number)]
    found.others = len(others)

    def write(author: int) -> None:
        for text in texts[author::AUTHORS]:
            town.people[author].post(text, mention=town.account)

    with ThreadPoolExecutor(AUTHORS) as writers:
        list(writers.map(write, range(AUTHORS)))


def _look(driss: Visitor, over: threading.Event) -> list[float]:
    times = []
    while not over.wait(LOOK_EVERY):
        times.append(driss.open("/inbox").seconds)
    return times


def _cases() -> int:
    from django.db import connection

    from beffroi.inbox.models import Case

    number = Case.objects.count()
    connection.close()
    return number


def _waves() -> tuple[int, int]:
    from django.db import connection

    from beffroi.inbox.models import Wave, WaveCase

    numbers = Wave.objects.exclude(rose_at=None).count(), WaveCase.objects.count()
    connection.close()
    return numbers
