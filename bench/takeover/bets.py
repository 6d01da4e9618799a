"""Learns what the bet should pay: as many posts of strangers as possible seen within two and three, alone or mixed."""

from collections.abc import Callable, Sequence

import numpy as np

from beffroi.engines.takeover.posts.betting import EDGES

Numbers = np.ndarray
Worth = Callable[[Numbers], tuple[float, Numbers]]
SEQUENCES, STEPS, STARTS = 4000, 1500, 4
AHEAD, GENUINE = 3, 2  # hostile posts looked at, and genuine ones before each of them when mixed


def learned(hostile: Sequence[Numbers], widths: Numbers, threshold: float, *, seed: int) -> Numbers:
    """What each bin pays. `hostile` are the bins of the posts of each family; `widths` what each bin counts at most."""
    draw = np.random.default_rng(seed)
    alone = np.concatenate([draw.choice(bins, (SEQUENCES // len(hostile) + 1, AHEAD)) for bins in hostile])
    genuine = np.searchsorted(EDGES, draw.random((len(alone), GENUINE * AHEAD))) - 1
    mixed = np.concatenate([_after_two(genuine, alone, place) for place in range(AHEAD)], axis=1)

    def worth(stakes: Numbers) -> tuple[float, Numbers]:
        pays = np.minimum.accumulate(stakes / widths)
        pays /= (pays * widths).sum()
        first, among = _alarms(pays[alone], threshold), _alarms(pays[mixed], threshold)
        return float((first < 2).mean() + (first < AHEAD).mean() + (among < mixed.shape[1]).mean()), pays

    searched = [_searched(worth, len(widths), draw) for _ in range(STARTS)]
    return max(searched, key=lambda found: found[0])[1]


def _searched(worth: Worth, bins: int, draw: np.random.Generator) -> tuple[float, Numbers]:
    """The best of a walk that keeps every step that is no worse: the worth has flat places and no slope."""
    stakes = np.full(bins, 1 / bins)
    best, found = worth(stakes)
    for step in range(STEPS):
        reach = 0.6 if step < STEPS / 2 else 0.15
        moved = stakes * np.exp(draw.normal(0, reach, bins) * (draw.random(bins) < 0.4))
        value, pays = worth(moved / moved.sum())
        if value >= best:
            stakes, best, found = moved / moved.sum(), value, pays
    return best, found


def _after_two(genuine: Numbers, alone: Numbers, place: int) -> Numbers:
    return np.concatenate([genuine[:, GENUINE * place : GENUINE * (place + 1)], alone[:, place : place + 1]], axis=1)


def _alarms(paid: Numbers, threshold: float) -> Numbers:
    """Where each row of payments first reaches the threshold; its length and more where it never does."""
    evidence, found = np.zeros(len(paid)), np.full(len(paid), 10**6)
    for place in range(paid.shape[1]):
        evidence = paid[:, place] * (evidence + 1)
        found[(evidence >= threshold) & (found == 10**6)] = place
    return found
