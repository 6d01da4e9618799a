"""Does the text announce an accomplished fact? Rules against a reader's labels: precision and recall.

The labels are in the repository, the posts are not (bench/announcements/README.md says where they are from).
`python -m bench.announce --posts FILE` reads them from a file of JSON lines, plain or gzip, with `a`, `t`, `x` and
`lang`; ANNOUNCE_POSTS names it too. Exit code 2 when it is not there, 1 when an aim is missed.
"""

import argparse
import gzip
import hashlib
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from beffroi.engines.announce import KINDS, announcements
from bench import machine
from bench.headline import Figure, hand_in

FOLDER = Path(__file__).parent / "announcements"
GROUPS = ("set aside", "held out", "development")  # the first is the one that counts
PRECISION, RECALL = 0.90, 0.95  # the aims, on the authors that were set aside
Z = 1.96  # 95 %


@dataclass(frozen=True)
class Judged:
    """A post, without its text: what a reader and what the rules say of it."""

    authors: str
    stratum: str
    read: frozenset[str]
    found: frozenset[str]
    weight: float  # how many posts of its heap it stands for


@dataclass(frozen=True)
class Ratio:
    hits: float
    of: float

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        low, high = self.wilson()
        return f"{self.value:.3f} ({low:.3f}–{high:.3f}), {self.hits:.0f} of {self.of:.0f}"

    def wilson(self) -> tuple[float, float]:
        """The 95 % interval (Wilson 1927)."""
        if not self.of:
            return 0.0, 1.0
        middle = self.value + Z * Z / (2 * self.of)
        half = Z * sqrt(self.value * (1 - self.value) / self.of + Z * Z / (4 * self.of * self.of))
        scale = 1 + Z * Z / self.of
        return (middle - half) / scale, (middle + half) / scale


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.announce", description=__doc__)
    parser.add_argument("--posts", type=Path, default=os.environ.get("ANNOUNCE_POSTS"), metavar="FILE")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    asked = parser.parse_args(arguments)
    if asked.posts is None or not Path(asked.posts).exists():
        print(f"bench.announce: the posts are not here: {asked.posts or 'give --posts FILE'}", file=sys.stderr)
        return 2
    judged = list(judge(Path(asked.posts)))
    report = "\n".join(told(judged)) + "\n"
    hand_in(report, _figures([each for each in judged if each.authors == GROUPS[0]]), asked.output)
    fresh = [each for each in judged if each.authors == GROUPS[0]]
    return int(precision(fresh).value < PRECISION or recall(fresh).value < RECALL)


def _figures(fresh: Sequence[Judged]) -> Iterator[Figure]:
    """Of authors that nobody had looked at before the rules were written."""
    of = f"of {len(fresh)} posts by authors set aside"
    for key, what, ratio, aim in (
        ("precision", f"share of announcements that are some, {of}", precision(fresh), PRECISION),
        ("recall", f"share of announcements that are found, {of}", recall(fresh), RECALL),
    ):
        said = f"{ratio.value:.2f} ({ratio.hits:.0f} of {ratio.of:.0f})"
        kept = ratio.value >= aim
        yield Figure(f"facts.{key}", what, said, ratio.value, f"{aim:.2f}", kept, is_more_better=True)


def judge(posts: Path) -> Iterator[Judged]:
    labels = {each["post"]: each for each in _lines(FOLDER / "labels.jsonl")}
    heaps = json.loads((FOLDER / "strata.json").read_text(encoding="utf-8"))
    drawn = Counter((each["authors"], each["stratum"]) for each in labels.values())
    missing = set(labels)
    for post in _lines(posts):
        key = _key(post)
        if key in missing:
            missing.discard(key)
            label = labels[key]
            heap = label["authors"], label["stratum"]
            found = frozenset(each.kind for each in announcements(post["x"], post.get("lang", "")))
            yield Judged(*heap, frozenset(label["kinds"]), found, heaps[heap[0]][heap[1]] / drawn[heap])
    if missing:
        print(f"bench.announce: {len(missing)} labelled posts are not in {posts}", file=sys.stderr)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _key(post: dict[str, str]) -> str:
    return hashlib.sha256(f"{post['a']}\n{post['t']}\n{post['x']}".encode()).hexdigest()[:16]


def precision(judged: Sequence[Judged], *, weighed: bool = False) -> Ratio:
    return _ratio([each for each in judged if each.found], weighed=weighed)


def recall(judged: Sequence[Judged], *, weighed: bool = False) -> Ratio:
    return _ratio([each for each in judged if each.read], weighed=weighed)


def _ratio(judged: Sequence[Judged], *, weighed: bool) -> Ratio:
    def size(some: Sequence[Judged]) -> float:
        return sum(each.weight for each in some) if weighed else len(some)

    return Ratio(size([each for each in judged if each.read and each.found]), size(judged))


def told(judged: Sequence[Judged]) -> Iterator[str]:
    yield from ("# Announcements: rules against a reader", "", *machine.described(), "", *_overall(judged), "")
    for group in GROUPS:
        yield from (f"## By kind, authors {group}", "", *_by_kind([e for e in judged if e.authors == group]), "")
    yield from (f"## Mistakes, authors {GROUPS[0]}", "", *_mistakes([e for e in judged if e.authors == GROUPS[0]]))


def _overall(judged: Sequence[Judged]) -> Iterator[str]:
    yield "| | authors set aside | authors held out earlier | authors of development |"
    yield "|---|---|---|---|"
    groups = [[each for each in judged if each.authors == group] for group in GROUPS]
    rows = {
        "posts read": [f"{len(some)}" for some in groups],
        "of these announce a fact": [f"{sum(bool(each.read) for each in some)}" for some in groups],
        "precision, among the posts read": [str(precision(some)) for some in groups],
        "recall, among the posts read": [str(recall(some)) for some in groups],
        "precision, estimated for all posts": [f"{precision(some, weighed=True).value:.3f}" for some in groups],
        "recall, estimated for all posts": [f"{recall(some, weighed=True).value:.3f}" for some in groups],
        "posts that announce, estimated": [f"{_prevalence(some):.1%}" for some in groups],
    }
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield f"Aims on authors set aside: precision {PRECISION:.2f}, recall {RECALL:.2f}. In brackets the 95 % interval of"
    yield "Wilson. All posts of the authors set aside were read, so theirs need no weights. For the others, estimates"
    yield "for all posts weigh each label by its heap; they have no interval here, and that of the recall would be"
    yield "wide: one miss outside the heap of strong words stands for dozens of posts."


def _prevalence(judged: Sequence[Judged]) -> float:
    whole = sum(each.weight for each in judged)
    return sum(each.weight for each in judged if each.read) / whole if whole else 0.0


def _by_kind(judged: Sequence[Judged]) -> Iterator[str]:
    yield "| kind | read | found, as any kind | found, as this kind | found where the reader sees nothing |"
    yield "|---|---|---|---|---|"
    for kind in KINDS:
        read = [each for each in judged if kind in each.read]
        wrong = sum(kind in each.found and not each.read for each in judged)
        anyhow, right = (sum(map(bool, hits)) for hits in ([e.found for e in read], [kind in e.found for e in read]))
        yield f"| {kind} | {len(read)} | {anyhow} | {right} | {wrong} |"


def _mistakes(judged: Sequence[Judged]) -> Iterator[str]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        if each.read and not each.found:
            counted["missed"].update(f"{kind}, {each.stratum}" for kind in each.read)
        elif each.found and not each.read:
            counted["found for nothing"].update(f"{kind}, {each.stratum}" for kind in each.found)
    yield "| mistake | kind and heap | posts |"
    yield "|---|---|---|"
    for mistake, kinds in sorted(counted.items()):
        for kind, count in kinds.most_common():
            yield f"| {mistake} | {kind} | {count} |"


if __name__ == "__main__":
    sys.exit(main())
