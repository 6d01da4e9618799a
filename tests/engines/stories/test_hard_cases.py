"""Which posts are one story, on posts that were made to be confused: templates, denials, numbers that changed."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from beffroi.engines.likeness.stories import Telling, groups, told

HERE = Path(__file__).parent


def stories(name: str) -> list[list[Telling]]:
    text = "\n".join(
        line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return [[read(line) for line in block.splitlines()] for block in text.strip().split("\n\n")]


def read(line: str) -> Telling:
    text, _at, own = line.removeprefix("= ").partition(" @@ ")
    return told(text, own)


def pairs_of(places: list[list[int]]) -> set[tuple[int, int]]:
    return {pair for story in places for pair in combinations(sorted(story), 2)}


def measured(name: str) -> tuple[float, float]:
    """Precision and recall over the pairs of posts that are grouped."""
    written = stories(name)
    ends = [sum(len(story) for story in written[:n]) for n in range(len(written) + 1)]
    right = pairs_of([list(range(start, end)) for start, end in pairwise(ends)])
    found = pairs_of(groups([telling for story in written for telling in story]))
    return len(found & right) / len(found), len(found & right) / len(right)


@pytest.mark.parametrize(("name", "least"), [("hard_cases.txt", (1.0, 1.0)), ("unseen_cases.txt", (0.9, 0.9))])
def test_what_is_grouped_is_one_story_and_little_of_one_is_missed(name: str, least: tuple[float, float]) -> None:
    precision, recall = measured(name)
    assert (precision >= least[0], recall >= least[1]) == (True, True), f"{precision:.3f} {recall:.3f}"
