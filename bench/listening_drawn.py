"""A corpus for bench.listening where no real posts are at hand: drawn with a fixed seed from words that are public.

Words of a town, of topics and of people who chat are said among words made of syllables, each the less often the later
it stands in the list (1 ÷ rank), so that a post has about as many rare words as one that somebody wrote. Communes and
groupings are those of the product's own register.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from beffroi.directory.register.files import DATA, rows_of
from bench.chatter import WORDS
from bench.listening_corpus import Corpus
from bench.listening_words import TOPICS
from bench.town.words import MATTERS

SEED = 20261130
TEXTS, MADE_UP = 20_000, 30_000
LENGTHS = (6, 34)  # words of a text
SYLLABLES = (
    "ba be bi bo bou ca ce co da de di do fa fe fi fo ga gi la le li lo ma me mi mo na ne no pa pe pi po".split()
)
SYLLABLES += "ra re ri ro sa se si so ta te ti to tra tion teur va ve vi vo ment eau ille oir age eur ette".split()


@contextmanager
def corpus_at(folder: Path, posts: int, searches: int) -> Iterator[tuple[Path, bool]]:
    """`folder` where it holds a corpus; else, with `posts`, a drawn one elsewhere. And whether it is drawn."""
    if posts == 0 or (folder / "posts.jsonl").exists():
        yield folder, False
        return
    with TemporaryDirectory(prefix="beffroi-bench-") as own:
        for _file, _sum in drawn().write(Path(own), posts, searches):
            pass
        yield Path(own), True


def drawn() -> Corpus:
    communes = [(row["name"], int(row["population"] or 0)) for row in rows_of(DATA / "communes.csv.gz")]
    return Corpus(set(_texts(Random(SEED))), communes, [row["name"] for row in rows_of(DATA / "epci.csv.gz")])


def _texts(chance: Random) -> Iterator[tuple[str, str]]:
    spoken = [word for said in (*MATTERS, *TOPICS) for word in said.split()]
    made_up = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(MADE_UP)]
    words = list(dict.fromkeys([*WORDS, *spoken, *made_up]))
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for _text in range(TEXTS):
        yield " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(*LENGTHS))), "fr"
