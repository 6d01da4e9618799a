"""A fleet as files keep it: whose rows belong together, and on which days anybody was looking."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from beffroi.engines.takeover.ballots import PAST
from beffroi.engines.takeover.days import Followed, ReadDays
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.replay import History, Told, replay
from beffroi.engines.times.elections import ELECTIONS
from beffroi.site.commands.guard.files import Flaws, Kept, counters, profiles

BALLOTS: tuple[date, ...] = (*PAST, *(day for election in ELECTIONS for day in election.days))


@dataclass(frozen=True, slots=True)
class Fleet:
    """All accounts of two files. The counters stay in theirs and are read a second time, account by account."""

    kept: Mapping[str, Kept]
    counters: Path | None
    days: Mapping[str, ReadDays]  # by group

    @classmethod
    def read(cls, of_profiles: Path | None, of_counters: Path | None, flaws: Flaws) -> "Fleet":
        """Raises Unusable."""
        kept = profiles(of_profiles, flaws) if of_profiles else {}
        groups: dict[str, Followed] = defaultdict(Followed)
        for _, account, readings in counters(of_counters, flaws) if of_counters else ():
            group = kept[account].group if account in kept else ""
            groups[group].add({reading.day for reading in readings})
        return cls(kept, of_counters, {name: each.read_days() for name, each in groups.items()})

    def replayed(self, lists: Lists) -> Iterator[tuple[str, Told]]:
        """Every account with what its history comes to."""
        for history in self.histories():
            kept = self.kept.get(history.account)
            days = self.days.get(kept.group if kept else "", ReadDays())
            yield history.account, replay(history, days, lists=lists, ballots=BALLOTS)

    def histories(self) -> Iterator[History]:
        seen: set[str] = set()
        told = Flaws(io.StringIO())  # what is wrong was told at the first reading
        for _, account, readings in counters(self.counters, told) if self.counters else ():
            seen.add(account)
            yield History(account, self.kept[account].versions if account in self.kept else (), readings)
        for account, kept in self.kept.items():
            if account not in seen:
                yield History(account, kept.versions)
