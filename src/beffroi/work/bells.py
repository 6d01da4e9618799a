"""A bell for each duty: rung when there is something to do, waited for by who rests."""

import threading


class Bell:
    """Rung when a duty has something to do. Whoever looked before it rang looks again; nobody misses it."""

    def __init__(self) -> None:
        self._rings = threading.Condition()
        self.rung = 0

    def ring(self) -> None:
        with self._rings:
            self.rung += 1
            self._rings.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Returns when it has rung since `heard`, after `seconds` at the latest."""
        with self._rings:
            self._rings.wait_for(lambda: self.rung != heard, timeout=max(0.0, seconds))


class Bells(dict[str, Bell]):
    """One for each duty, by its name."""

    def __missing__(self, duty: str) -> Bell:
        return self.setdefault(duty, Bell())

    def ring_all(self) -> None:
        for bell in list(self.values()):
            bell.ring()


BELLS = Bells()  # of this process
