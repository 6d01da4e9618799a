"""How many posts an account shows, reading by reading: what is new, what is gone, for how long it was quiet.

Counters flicker, by a few or down to nothing, for one reading. So a fall is believed when two readings in a row show
it, an hour apart or more, and a rise at once, but only above what was believed before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

APART = timedelta(hours=1)  # closer readings are one: a network's trouble lasts for some minutes
BLIND = timedelta(days=3)  # longer between two readings: nobody was looking, and nobody knows when what happened


@dataclass(frozen=True, slots=True)
class Move:
    """What one reading says of the posts: so many `new` since the last one, or so many `gone` since `began`.

    `before` is how many there were, `quiet` the time without a new post until now, at least.
    """

    new: int = 0
    gone: int = 0
    before: int = 0
    began: datetime | None = None
    quiet: timedelta = timedelta()


STILL = Move()


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall that one reading has shown so far. `seen`: somebody was looking when it happened."""

    shown: int
    at: datetime
    seen: bool


@dataclass(slots=True)
class PostCount:
    """What is remembered of a counter."""

    believed: int | None = None
    fall: Fall | None = None
    read_at: datetime | None = None
    quiet_since: datetime | None = None

    def quiet(self, at: datetime) -> timedelta:
        """For how long the account has shown no new post; since the first reading where it never showed any."""
        return at - self.quiet_since if self.quiet_since else timedelta()

    def read(self, shown: int, at: datetime) -> Move:
        """`at` is never earlier than before."""
        seen = self.read_at is None or at - self.read_at <= BLIND
        self.read_at = at
        if self.believed is None:
            self.believed, self.quiet_since = shown, at
            return STILL
        if shown < self.believed:
            return self._fall(Fall(shown, at, seen))
        self.fall = None
        return self._rise(shown, at, seen) if shown > self.believed else STILL

    def unchanged(self, at: datetime) -> Move:
        """A reading that shows what the last one showed."""
        if self.fall is not None:
            return self.read(self.fall.shown, at)
        self.read_at = at
        return STILL

    def _rise(self, shown: int, at: datetime, seen: bool) -> Move:
        before, quiet = self.believed or 0, self.quiet(at)
        self.believed, self.quiet_since = shown, at
        # After a hole nobody knows when they came, and a counter that comes back from nothing was broken.
        return Move(new=shown - before, before=before, began=at, quiet=quiet) if seen and before else STILL

    def _fall(self, now: Fall) -> Move:
        first, before = self.fall, self.believed or 0
        if first is None:
            self.fall = now
            return STILL
        if now.at - first.at < APART:
            return STILL
        level = max(now.shown, first.shown)  # what both readings miss
        self.believed, self.fall = level, now if now.shown < level else None
        seen = now.seen and first.seen
        return Move(gone=before - level, before=before, began=first.at) if seen else STILL
