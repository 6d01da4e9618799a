"""How many posts of a stranger does the guard need, and how often is it wrong? Accounts and families never seen.

python -m bench.guard_posts --posts posts.jsonl.gz --frequencies FOLDER [--tweets FILE] [--folds 5] [--output FILE]

Each fold of the accounts is judged by a model that was fitted on the other accounts with half of the families, and is
attacked with the other half. *hard* copies the client of the account's last posts, *real* comes from another one,
*mixed* is hard with two genuine posts before each hostile one. One ten-post attack per account and family, at three
quarters of its posts. The watch that judges is the product's own.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from beffroi.engines.takeover.detectors import Rate
from beffroi.engines.takeover.posts import POSTS_A_YEAR, PROMISE, Model, Watch, Written
from bench import machine
from bench.headline import Figure, hand_in
from bench.takeover import hostile
from bench.takeover.fit import FOLDS, fitted, fold
from bench.takeover.reading import read_posts

THRESHOLD = PROMISE * POSTS_A_YEAR
LONG = 90  # posts of an account that is tested
ATTACK, WITHIN = 10, (1, 2, 3, 5, 10)
HARD, MIXED = (0.75, 0.9), 0.7  # aims: shares found within two and three posts, and within three
MINUTES = timedelta(minutes=7)  # between two posts of an attack
MODES = ("hard", "real", "mixed")


@dataclass(slots=True)
class Found:
    """`delays` are hostile posts until the alarm (99: none), by mode and family."""

    alarms: int = 0
    posts: int = 0
    seconds: float = 0.0
    by_account: Counter[str] = field(default_factory=Counter)
    delays: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def within(self, mode: str, family: str) -> list[float]:
        delays = self.delays[mode, family]
        return [sum(delay <= most for delay in delays) / len(delays) for most in WITHIN]

    @property
    def families(self) -> list[str]:
        return sorted({family for _mode, family in self.delays})

    def mean(self, mode: str, families: Sequence[str]) -> list[float]:
        """Every family counts the same."""
        each = [self.within(mode, family) for family in families]
        return [sum(column) / len(each) for column in zip(*each, strict=True)]


def judged(model: Model, accounts: dict[str, list[Written]], families: hostile.Families, found: Found) -> None:
    """Plays every account through, and attacks it with every family."""
    for account in sorted(accounts):
        posts, draw = accounts[account], random.Random(account)
        watch, cut = Watch(model, THRESHOLD), len(posts) * 3 // 4
        began = time.process_time()
        for place, post in enumerate(posts):
            if place == cut:
                found.seconds += time.process_time() - began
                for family in sorted(families):
                    _attacked(watch, posts, cut, family, families[family], draw, found)
                began = time.process_time()
            if watch.judge(post):
                found.alarms += 1
                found.by_account[account] += 1
        found.seconds += time.process_time() - began
        found.posts += len(posts)


def _attacked(
    watch: Watch,
    posts: Sequence[Written],
    cut: int,
    name: str,
    family: Sequence[Written],
    draw: random.Random,
    found: Found,
) -> None:
    for mode in MODES:
        attack = [
            replace(post, client=draw.choice(posts[:cut]).client if mode != "real" else "another")
            for post in draw.sample(list(family), ATTACK)
        ]
        found.delays.setdefault((mode, name), []).append(_delay(watch, list(_played(attack, posts, cut, mode))))


def _played(attack: Sequence[Written], posts: Sequence[Written], cut: int, mode: str) -> Iterator[tuple[Written, bool]]:
    """Each post with whether it is hostile, some minutes after the last one."""
    at = posts[cut - 1].at
    genuine = iter(posts[cut:])
    for hostile_post in attack:
        for _ in range(2 if mode == "mixed" else 0):
            if (post := next(genuine, None)) is not None:
                at += MINUTES
                yield replace(post, at=at), False
        at += MINUTES
        yield replace(hostile_post, at=at), True


def _delay(watch: Watch, played: Sequence[tuple[Written, bool]]) -> int:
    """Nothing of an attack enters the account's habits within minutes: they are shared with the watch that goes on."""
    mine = watch.apart()
    hostile_posts = 0
    for post, is_hostile in played:
        hostile_posts += is_hostile
        if mine.judge(post):
            return max(1, hostile_posts)
    return 99


def measured(posts: Path, frequencies: Path, tweets: Path | None, folds: int) -> Found:
    accounts, words = read_posts(posts), hostile.background(frequencies)
    everyone = hostile.families(400, seed=3) | hostile.drawn(300, frequencies, seed=7)
    aside = hostile.tweets(tweets) if tweets else {}
    found = Found()
    for number in range(folds):
        others = {account: seen for account, seen in accounts.items() if fold(account) != number}
        tested = {a: seen for a, seen in accounts.items() if fold(a) == number and len(seen) >= LONG}
        for half in (0, 1):
            known = {name: seen for name, seen in everyone.items() if _half(name) == half}
            unknown = {name: seen for name, seen in everyone.items() if _half(name) != half}
            judged(fitted(others, known, words), tested, unknown | aside, found)
            print(f"fold {number}.{half}: {found.alarms} false alarms in {found.posts} posts", flush=True)
    return found


def _half(family: str) -> int:
    """Families of one kind are on one side, in all their languages; the drawn ones are divided."""
    kind, language = family.split()
    if kind == "drawn":
        return int(language in ("fr", "en", "de", "es", "ar"))
    return int(kind in ("lure", "shop", "hacked", "news"))


def report(found: Found) -> str:
    rate = Rate(found.alarms, found.posts / POSTS_A_YEAR)
    hard, mixed = found.mean("hard", found.families), found.mean("mixed", found.families)
    lines = [
        "# Guard: posts of strangers",
        "",
        *machine.described(),
        f"- hard, at least {HARD[0]:.2f} within 2 posts and {HARD[1]:.2f} within 3: {hard[1]:.2f} and {hard[2]:.2f}: "
        f"{_kept(hard[1] >= HARD[0] and hard[2] >= HARD[1])}",
        f"- mixed, at least {MIXED:.2f} within 3 posts: {mixed[2]:.2f}: {_kept(mixed[2] >= MIXED)}",
        f"- false alarms no more than promised: {_kept(rate.per_year <= 1 / PROMISE)}",
        f"- {found.alarms} false alarms in {found.posts:,} genuine posts: {rate.per_year:.3f} in an account-year, "
        f"at most {rate.bound:.3f} (95 %); promised {1 / PROMISE}",
        f"- {found.posts / found.seconds:,.0f} posts a second of one core",
        "",
        "| hostile posts until the alarm | " + " | ".join(f"≤ {most}" for most in WITHIN) + " |",
        "| --- |" + " ---: |" * len(WITHIN),
    ]
    for mode in MODES:
        cells = " | ".join(f"{share:.2f}" for share in found.mean(mode, found.families))
        lines.append(f"| **{mode}**, mean of {len(found.families)} families | {cells} |")
    for family in found.families:
        for mode in ("hard", "mixed"):
            cells = " | ".join(f"{share:.2f}" for share in found.within(mode, family))
            lines.append(f"| {family}, {mode} | {cells} |")
    return "\n".join(lines) + "\n"


def _kept(is_so: bool) -> str:
    return "kept" if is_so else "**MISSED**"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.guard_posts", description=__doc__)
    history = os.environ.get("GUARD_HISTORY", ".")
    parser.add_argument("--posts", type=Path, default=Path(history, "posts.jsonl.gz"))
    parser.add_argument("--frequencies", type=Path, default=Path(os.environ.get("GUARD_FREQUENCIES", "wordfreq/data")))
    parser.add_argument("--tweets", type=Path, default=os.environ.get("GUARD_TWEETS"))
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args(arguments)
    if missing := [str(path) for path in (asked.posts, asked.frequencies) if not path.exists()]:
        print(f"bench.guard_posts: not here: {', '.join(missing)}", file=sys.stderr)
        return 2
    found = measured(asked.posts, asked.frequencies, asked.tweets, asked.folds)
    hand_in(report(found), figures(found), asked.output)
    return 0


def figures(found: Found) -> Iterator[Figure]:
    """For the page of results: the mean of all families, and false alarms."""
    many = len(found.families)
    for mode, how, at, aim in (
        ("hard", "the stranger copying the client", 2, HARD[1]),
        ("mixed", "genuine posts in between", 2, MIXED),
    ):
        share = found.mean(mode, found.families)[at]
        what = f"takeovers that ring within {WITHIN[at]} posts of the stranger, {how}, {many} kinds of stranger"
        kept = share >= aim
        yield Figure(f"guard.{mode}", what, f"{share:.0%}", share, f"at least {aim:.0%}", kept, is_more_better=True)
    rate = Rate(found.alarms, found.posts / POSTS_A_YEAR).per_year
    what = f"false alarms of posts, for an account and year ({found.posts:,} posts)"
    promised = 1 / PROMISE
    yield Figure("guard.posts", what, f"{rate:.3f}", rate, f"at most {promised}", rate <= promised)


if __name__ == "__main__":
    sys.exit(main())
