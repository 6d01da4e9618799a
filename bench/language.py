"""In which language is a post? The text's own language against a reader's labels, and what finding it costs.

The labels are in the repository, the posts are not (bench/languages/README.md says where they are from).
`python -m bench.language --posts FILE` reads them from a file of JSON lines, plain or gzip, with `a`, `t`, `x` and
`lang`; ANNOUNCE_POSTS names it too. Exit code 2 when it is not there, 1 when an aim is missed.
"""

import argparse
import gzip
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from beffroi.engines.texts.tongue import language_of
from bench import machine
from bench.headline import Beside, Figure, hand_in

LABELS = Path(__file__).parent / "languages" / "labels.jsonl"
WRONG, MENDED = 0.02, 0.97  # the aims: clear posts given a wrong language; French posts of a phone in English mended
DRAWN = ("labelled otherwise", "labelled English", "short, labelled French")


@dataclass(frozen=True)
class Read:
    """A post that a reader labelled, without its text: `alone` is what the text says with no label beside it."""

    drawn: str
    read: str
    declared: str
    kept: str
    alone: str


@dataclass(frozen=True)
class Sums:
    """All posts that their network labelled French."""

    posts: int
    mended: int  # said to be French although declared English
    other: int  # said to be in another language although declared French
    microseconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.language", description=__doc__)
    parser.add_argument("--posts", type=Path, default=os.environ.get("ANNOUNCE_POSTS"), metavar="FILE")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    asked = parser.parse_args(arguments)
    if asked.posts is None or not Path(asked.posts).exists():
        print(f"bench.language: the posts are not here: {asked.posts or 'give --posts FILE'}", file=sys.stderr)
        return 2
    posts = list(_lines(Path(asked.posts)))
    read, sums = list(labelled(posts)), summed([post["x"] for post in posts if post["lang"] == "fr"])
    report = "\n".join(told(read, sums)) + "\n"
    hand_in(report, [_figure(read)], asked.output)
    clear = [each for each in read if each.read]
    wrong = sum(each.alone not in ("", each.read) for each in clear)
    return int(wrong > WRONG * len(clear) or sums.mended < MENDED * sums.posts)


def _figure(read: Sequence[Read]) -> Figure:
    """Ours beside the label that the network gives."""
    clear = _clear(read)
    ours, theirs = (sum(map(holds, clear)) for holds in (_is_right, lambda each: each.declared == each.read))
    beside = Beside("the network’s own label", f"{theirs / len(clear):.1%}", theirs / len(clear))
    what, said = f"languages that are right, of {len(clear)} hard posts", f"{ours / len(clear):.1%}"
    return Figure("listening.language", what, said, ours / len(clear), is_more_better=True, beside=beside)


def _is_right(each: Read) -> bool:
    return each.kept == each.read


def labelled(posts: Sequence[dict[str, str]]) -> Iterator[Read]:
    labels = {each["post"]: each for each in _lines(LABELS)}
    for post in posts:
        if label := labels.pop(_key(post), None):
            text = _text(post["x"])
            declared = post["lang"]
            kept, alone = language_of(text, declared), language_of(text)
            yield Read(label["drawn"], label["read"], declared, kept, alone)
    if labels:
        print(f"bench.language: {len(labels)} labelled posts are not there", file=sys.stderr)


def summed(texts: Sequence[str]) -> Sums:
    language_of("La crue est annoncée pour demain.")  # loads the model
    began = time.process_time()
    found = [language_of(_text(text), "en") for text in texts]
    spent = time.process_time() - began
    other = sum(language_of(_text(text), "fr") != "fr" for text in texts)
    return Sums(len(texts), found.count("fr"), other, spent / len(texts) * 1e6)


def told(read: Sequence[Read], sums: Sums) -> Iterator[str]:
    yield from ("# Language: the text against a reader", "", *machine.described(), "")
    yield from ("| hard posts, read one by one | all | " + " | ".join(DRAWN) + " |", "|---|" + "---|" * 4)
    for name, says in ROWS.items():
        groups = [read, *([each for each in read if each.drawn == drawn] for drawn in DRAWN)]
        yield f"| {name} | {' | '.join(says(some) for some in groups)} |"
    yield ""
    yield f"All {sums.posts:,} posts that their network labels French: declared English, as by a telephone in English,"
    yield f"{sums.mended / sums.posts:.1%} are given back to French; declared French, {sums.other / sums.posts:.2%} are"
    yield f"called something else. {sums.microseconds:.0f} µs of processor time a post, load averages {machine.load()}."


def _clear(some: Sequence[Read]) -> list[Read]:
    return [each for each in some if each.read]


def _share(some: Sequence[Read], holds: Callable[[Read], bool]) -> str:
    hits = sum(map(holds, some))
    return f"{hits} of {len(some)} ({hits / len(some):.1%})" if some else "–"


ROWS: dict[str, Callable[[Sequence[Read]], str]] = {
    "posts read": lambda some: f"{len(some)}",
    "of these in a language that a reader can tell": lambda some: f"{len(_clear(some))}",
    "the network's label is right": lambda some: _share(_clear(some), lambda each: each.declared == each.read),
    "ours is right, with that label to fall back on": lambda some: _share(_clear(some), _is_right),
    "without any label: right": lambda some: _share(_clear(some), lambda each: each.alone == each.read),
    "without any label: left open": lambda some: _share(_clear(some), lambda each: not each.alone),
    "without any label: wrong": lambda some: _share(_clear(some), lambda each: each.alone not in ("", each.read)),
}


def _text(text: str) -> str:
    return text.replace("<url>", "https://example.org/")


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _key(post: dict[str, str]) -> str:
    return hashlib.sha256(f"{post['a']}\n{post['t']}\n{post['x']}".encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
