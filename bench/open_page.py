"""One page that stays open, as a browser keeps it: it hears its live stream and fetches itself again."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import httpx

from bench.visitor import Visitor

BREATH = 0.15  # seconds that js/live.js gathers messages before it wakes the page


@dataclass(frozen=True, slots=True)
class Look:
    """One fetching of the page. Moments of the monotonic clock: the message that woke it, and its last byte."""

    heard: float
    shown: float
    text: str


class OpenPage:
    """`looks` grows by one each time the page was woken. `parts` is how many of its elements ask for the page again,
    side by side: the look is the last one of them to come."""

    def __init__(self, visitor: Visitor, path: str, topic: str, parts: int) -> None:
        self.looks: list[Look] = []
        self._visitor, self._path, self._topic, self._parts = visitor, path, topic, parts
        self._woken: list[float] = []
        self._wake, self._stop, self._open = threading.Event(), threading.Event(), threading.Event()

    @classmethod
    @contextmanager
    def opened(cls, visitor: Visitor, address: str, path: str, *, topic: str, parts: int) -> Iterator[Self]:
        page = cls(visitor, path, topic, parts)
        ticket = visitor.ticket()
        with httpx.Client(base_url=address, timeout=None) as client:
            threading.Thread(target=page._hear, args=(client, ticket), daemon=True).start()
            fetching = threading.Thread(target=page._fetch, daemon=True)
            fetching.start()
            if not page._open.wait(30):
                raise RuntimeError("the live stream did not open")
            try:
                yield page
            finally:
                page._stop.set()
                page._wake.set()
                fetching.join(timeout=60)

    def _hear(self, client: httpx.Client, ticket: str) -> None:
        try:
            with client.stream("GET", "/live/", params={"ticket": ticket}) as answer:
                self._open.set()
                for line in answer.iter_lines():
                    if line.startswith("data: ") and json.loads(line[6:])["topic"] == self._topic:
                        self._woken.append(time.monotonic())
                        self._wake.set()
        except httpx.TransportError:
            if not self._stop.is_set():
                raise

    def _fetch(self) -> None:
        with ThreadPoolExecutor(self._parts) as parts:
            while not self._stop.is_set():
                self._wake.wait()
                if self._stop.wait(BREATH):
                    return
                self._wake.clear()
                heard, self._woken = self._woken[:1], []
                if heard:
                    texts = [each.text for each in parts.map(self._visitor.open, [self._path] * self._parts)]
                    self.looks.append(Look(heard[0], time.monotonic(), texts[-1]))
