"""What became of rows that a kill cut while they were being sent: read from their numbers of attempts. Pure.

Every send and every look-up is one attempt. A row cut at attempt `a` is looked up as `a + 1`; if the post is not on the
network it is sent again as `a + 2`, through the same gates and with the same key.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

FOUND, NOT_FOUND, CUT_AGAIN, OTHER = "found", "not found", "cut again", "another story"


@dataclass(frozen=True, slots=True)
class Cut:
    """One row in `sending` after a kill; `landed`: the network showed its post half a second later."""

    kill: int
    row: int
    attempts: int
    landed: bool


def outcomes(cuts: Sequence[Cut], final_attempts: Mapping[int, int]) -> Counter[str]:
    """How each cut ended; `final_attempts` by row, of rows that were sent in the end."""
    ended: Counter[str] = Counter()
    for row in {cut.row for cut in cuts}:
        at = [cut.attempts for cut in sorted(cuts, key=lambda cut: cut.kill) if cut.row == row]
        for before, after in pairwise(at):
            ended[{0: CUT_AGAIN, 1: CUT_AGAIN, 2: NOT_FOUND}.get(after - before, OTHER)] += 1
        ended[{1: FOUND, 2: NOT_FOUND}.get(final_attempts.get(row, 0) - at[-1], OTHER)] += 1
    return ended


def inversions(numbers: Sequence[int]) -> int:
    """How many posts come after one that was to come later: 0 in a kept order."""
    highest, late = -1, 0
    for number in numbers:
        late += number < highest
        highest = max(highest, number)
    return late
