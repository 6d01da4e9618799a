"""Fits the model of posts that the guard ships.

python -m bench.takeover.fit --posts posts.jsonl.gz --frequencies FOLDER --output src/beffroi/guard/posts.model

POSTS: what a daily reading of parliamentarians' accounts saw (format: docs/reference/replay.md). FREQUENCIES: the
folder `data` of the package wordfreq. Accounts are divided into folds: what an account's post is compared with was
counted without that account, so that all genuine posts can calibrate.
"""

import argparse
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np

from beffroi.engines.takeover.posts.betting import Calibration, limits_of, widths
from beffroi.engines.takeover.posts.evidence import evidence
from beffroi.engines.takeover.posts.fleet import Fleet
from beffroi.engines.takeover.posts.habits import KINDS, Habits
from beffroi.engines.takeover.posts.model import Model
from beffroi.engines.takeover.posts.traits import Traits, Written, number_of, traits_of
from beffroi.engines.takeover.posts.watch import ENOUGH, POSTS_A_YEAR, PROMISE, Watch
from bench.takeover import bets, hostile
from bench.takeover.reading import read_posts

FOLDS = 5
HOSTILE_SHARE = 0.5  # hostile posts for each genuine one
COPIED = 0.95  # of them, those that copy the account's client
SHARE_OF_PAST = 0.5
Accounts = Mapping[str, Sequence[Written]]
Row = tuple[str, str, bool, list[float]]  # account, family or "", repost, evidence


def fitted(
    accounts: Accounts, families: hostile.Families, words: tuple[Mapping[str, float], ...], *, seed: int = 1
) -> Model:
    """The model of these accounts, with these families as strangers; `words` are the frequencies of everybody's."""
    french, foreign = ({number_of(word): math.log(share) for word, share in table.items()} for table in words)
    looked = {account: [traits_of(post) for post in posts] for account, posts in accounts.items()}
    strangers = {family: [traits_of(post) for post in posts] for family, posts in families.items()}
    folds = [_counted([looked[account] for account in looked if fold(account) == number]) for number in range(FOLDS)]
    rows: list[Row] = []
    for number in range(FOLDS):
        peers = Habits()
        for other, habits in enumerate(folds):
            if other != number:
                peers.merge(habits)
        mine = {account: posts for account, posts in looked.items() if fold(account) == number}
        rows += _rows(mine, strangers, Fleet(peers, french, foreign), random.Random(seed + number))
    everybody = Habits()
    for habits in folds:
        everybody.merge(habits)
    return _model(rows, Fleet(_pruned(everybody), french, foreign), seed)


def fold(account: str) -> int:
    return crc32(account.encode()) % FOLDS


def _counted(streams: Sequence[Sequence[Traits]]) -> Habits:
    habits = Habits()
    for posts in streams:
        for traits in posts:
            habits.add(traits)
    return habits


def _pruned(habits: Habits) -> Habits:
    """Without what was seen once, which says nothing of a fleet and might of a person."""
    for kind in KINDS:
        counts = habits.counts[kind]
        for token in [token for token, count in counts.items() if count < 2]:
            del counts[token]
    return habits


def _rows(
    accounts: Mapping[str, Sequence[Traits]],
    strangers: Mapping[str, Sequence[Traits]],
    fleet: Fleet,
    draw: random.Random,
) -> list[Row]:
    rows: list[Row] = []
    names = sorted(strangers)
    for account in sorted(accounts):
        own = Habits()
        clients: list[int] = []
        for place, traits in enumerate(accounts[account]):
            if place >= ENOUGH:
                rows.append((account, "", traits.is_repost, evidence(traits, own, fleet)))
                if draw.random() < HOSTILE_SHARE:
                    family = draw.choice(names)
                    client = draw.choice(clients) if draw.random() < COPIED else number_of("another")
                    stranger = replace(draw.choice(strangers[family]), client=client)
                    rows.append((account, family, stranger.is_repost, evidence(stranger, own, fleet)))
            own.add(traits)
            clients.append(traits.client)
    return rows


def _model(rows: Sequence[Row], fleet: Fleet, seed: int) -> Model:
    numbers = np.array([row[3] for row in rows])
    families = np.array([row[1] for row in rows])
    reposts = np.array([row[2] for row in rows])
    means, spreads = numbers.mean(0), numbers.std(0) + 1e-9
    scaled = (numbers - means) / spreads
    weights = logistic(scaled, families != "")
    scores = scaled @ weights
    past = _pasts(rows, scores)
    genuine = families == ""
    usual = float(np.nanmedian(past[genuine]))
    adjusted = scores - SHARE_OF_PAST * (np.where(np.isnan(past), usual, past) - usual)
    limits = tuple(limits_of(adjusted[genuine & (reposts == kind)].tolist()) for kind in (False, True))
    fewest = min(int((genuine & (reposts == kind)).sum()) for kind in (False, True))
    places = Calibration((limits[0], limits[1]), ())
    bins = np.array([places.place(score, is_repost=bool(kind)) for score, kind in zip(adjusted, reposts, strict=True)])
    groups = [bins[families == family] for family in sorted(set(families)) if family]
    pays = bets.learned(groups, np.array(widths(fewest)), PROMISE * POSTS_A_YEAR, seed=seed)
    about = {"genuine posts": int(genuine.sum()), "families": sorted(set(families) - {""})}
    return Model(
        fleet,
        tuple(weights.tolist()),
        tuple(means.tolist()),
        tuple(spreads.tolist()),
        usual,
        SHARE_OF_PAST,
        Calibration((limits[0], limits[1]), tuple(pays.tolist())),
        about,
    )


def _pasts(rows: Sequence[Row], scores: np.ndarray) -> np.ndarray:
    """How odd each account's own posts had looked before each row, as the watch counts it."""
    found = np.full(len(rows), np.nan)
    account = ""
    past: list[float] = []
    for place, (whose, family, _repost, _numbers) in enumerate(rows):
        if whose != account:
            account, past = whose, []
        found[place] = Watch.oddest(past)
        if not family:
            past = [*past, scores[place]][-Watch.PAST :]
    return found


def logistic(numbers: np.ndarray, labels: np.ndarray, *, penalty: float = 1.0, steps: int = 50) -> np.ndarray:
    """Weights of a logistic regression with an L2 penalty, by Newton's method (Hastie, Tibshirani, Friedman, "The
    Elements of Statistical Learning", 4.4.1); the constant is fitted and dropped: only the order of scores counts."""
    design = np.c_[numbers, np.ones(len(numbers))]
    weights = np.zeros(design.shape[1])
    ridge = np.diag([penalty] * numbers.shape[1] + [0.0])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (labels - chance) - ridge @ weights
        step = np.linalg.solve(design.T @ (design * (chance * (1 - chance))[:, None]) + ridge, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights[:-1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.takeover.fit", description=__doc__)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--frequencies", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    asked = parser.parse_args()
    strangers = hostile.families(400, seed=3) | hostile.drawn(300, asked.frequencies, seed=7)
    model = fitted(read_posts(asked.posts), strangers, hostile.background(asked.frequencies))
    asked.output.write_bytes(model.written())
    pays = [round(pay, 2) for pay in model.calibration.pays]
    print(f"{asked.output}: {asked.output.stat().st_size // 1024} KiB, the bins pay {pays}")


if __name__ == "__main__":
    main()
