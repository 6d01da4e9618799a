"""Return from silence: how long an account was quiet, with how many posts it comes back, and what else changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.engines.takeover.counting import Move

THRESHOLD = 365.0  # a year of silence and one thing more than a first post; half a year and two; and so on
CAMPAIGN = 2.0  # times as much is asked for about a ballot: owners come back for it
LEAST_QUIET = timedelta(days=120)  # a shorter silence is a holiday, or a rest after a campaign
ONE_GO = timedelta(days=1)  # posts that follow the first one this closely belong to the same return


@dataclass(slots=True)
class Return:
    """An account that speaks again: since when, after how long, with how many posts until now."""

    began: datetime
    quiet: timedelta
    posts: int
    told: bool = False

    def score(self, signs: int) -> float:
        """Quiet days, times the posts beyond the first one and the signs beside them."""
        return self.quiet / timedelta(days=1) * (self.posts - 1 + signs)


def follow(returning: Return | None, move: Move, at: datetime) -> Return | None:
    """The return that goes on at this reading, or the one that begins with it; None while there is none."""
    if move.new and move.quiet >= LEAST_QUIET:
        return Return(at, move.quiet, move.new)
    if returning is None or at - returning.began >= ONE_GO:
        return None
    returning.posts += move.new
    return returning
