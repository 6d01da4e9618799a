"""What a measure says of an account: a figure with its bounds and its sample, or why there is none."""

from dataclasses import dataclass
from math import inf

from beffroi.engines.ranking.record import Account, Sums
from beffroi.vocabulary import Sentence


@dataclass(frozen=True, slots=True)
class Figure:
    """`low` and `high` hold with 95 % confidence; `sample` is on how many things it was counted."""

    value: float
    low: float
    high: float
    sample: int

    def rounded(self) -> "Figure":
        """As it is printed and compared: six digits, in which every machine agrees."""
        return Figure(plain(self.value), plain(self.low), plain(self.high), self.sample)


Told = Figure | Sentence

NOTHING_SEEN = Sentence("Nothing was read of it in this window.")
TOO_FEW_DAYS = "Seen on {days} days only: at least {least} are needed."
TOO_FEW = "Counted on {sample} only: at least {least} are needed."
NO_POPULATION = Sentence("Its population is not known.")
NOBODY_LIVES_THERE = Sentence("Nobody lives there: no figure per inhabitant.")
NO_FOLLOWERS = Sentence("Its followers were not read often enough in this window.")
NO_COUNTER = Sentence("Its counter of posts was not read often enough in this window.")
NEVER_POSTED = Sentence("No post of it is known in the year before.")
LEAPT = "Left out: {gain} followers came in {days} days, up to {day}, on top of {had}."
LACKS_A_PART = Sentence("It lacks one of the measures that are put together.")


def plain(value: float) -> float:
    return float(f"{value:.6g}") if abs(value) != inf else value


def too_few(sample: int, least: int) -> Sentence | None:
    return Sentence(TOO_FEW, {"sample": sample, "least": least}) if sample < least else None


def left_out(account: Account, sums: Sums, *, counts_followers: bool) -> Sentence | None:
    """Why an account is not even looked at."""
    if account.excluded is not None:
        return account.excluded
    if counts_followers and sums.leap is not None:
        step = sums.leap
        values: dict[str, str | int] = {
            "gain": step.gain,
            "days": step.days,
            "day": step.day.isoformat(),
            "had": step.had,
        }
        return Sentence(LEAPT, values)
    return None if sums.days else NOTHING_SEEN
