"""Do two posts tell the same story? Reposts, copies and copies with a comment do; the same subject in other words does
not. What is grouped wrongly is overlooked, what is not grouped is only read twice: in doubt there are two stories.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.links import links, without_links

READ = 300  # words of a post: the beginning of a long article tells which one it is
FEWEST = 6  # words that matter: below, only the very same words are the same story
INSIDE = 0.75  # of the words of the shorter text stand in the longer one, in their order …
SPREAD = 1.3  # … and there take no more room than so many times their own
SPELT_ALIKE = 80  # of 100: such words may stand for each other, as a typing mistake or a plural
WORDS_FOR_ONE_OTHER = 30  # in so many words of the shorter text, one may be another one
_PASSED_ON = re.compile(r"^(?:\W*(?:rt|via|repost)(?: *@[\w.-]*\w)*\b)+", re.IGNORECASE)
_WORD = re.compile(r"@[\w.-]*\w|\d+|[^\W\d]+")
_ADDRESS = re.compile(r"\s*https?://(?P<host>[^\s/?#\[\]]+)(?P<path>[^?#\s]*)(?:\?(?P<asked>[^#\s]*))?", re.IGNORECASE)
_COUNTS_VISITS = re.compile(r"(?:utm_\w+|at_\w+|mc_\w+|fbclid|gclid|igsh|xtor|ref|s|t)(?:=|$)", re.IGNORECASE)

_NUMBERS = (
    "deux two:2 trois three:3 quatre four:4 cinq five:5 six:6 sept seven:7 huit eight:8 neuf nine:9 dix ten:10 "
    "onze eleven:11 douze twelve:12 quinze fifteen:15 vingt twenty:20 trente thirty:30 quarante forty:40 "
    "cinquante fifty:50 soixante sixty:60 cent hundred:100 mille thousand:1000"
)
_DIGITS = {
    word: number for *words, number in (each.replace(":", " ").split() for each in re.split(r"(?<=\d) ", _NUMBERS))
    for word in words
}  # fmt: skip
_TURNS = frozenset("n ne ni pas plus non sans jamais aucun aucune faux no not never without false".split())
_SMALL = frozenset(
    "avec cette dans des donc elle elles est ils leur leurs les mais meme nos notre nous pour que qui ses son sont "
    "sous sur tout toute toutes tous tres une vos votre vous and are but for from has have our that the their this "
    "with you your".split()
)


@dataclass(frozen=True)
class Telling:
    """What is compared of one post: its folded words in their order, and the pages it links to or is itself."""

    words: tuple[str, ...]
    addresses: frozenset[str] = frozenset()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def is_long_enough(self) -> bool:
        return sum(_matters(word) for word in self.words) >= FEWEST

    def as_json(self) -> dict[str, Any]:
        return {"words": " ".join(self.words), "addresses": sorted(self.addresses)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(tuple(kept["words"].split()), frozenset(kept["addresses"]))


def told(text: str, own: str = "", linked: Iterable[str] = ()) -> Telling:
    """What a post tells. `own` is its own address, `linked` are addresses it points to beside those in its text."""
    words = _WORD.findall(fold(_PASSED_ON.sub(" ", without_links(text).strip())))
    pages = {page for each in (*links(text), *linked, own) if (page := page_of(each))}
    return Telling(tuple(_DIGITS.get(word, word) for word in words[:READ]), frozenset(pages))


def page_of(address: str) -> str:
    """An address without what does not name the page: scheme, `www.`, `m.`, fragment, what counts visits. Empty for a
    site's front door, to which every story may link, and for what is no address."""
    parts = _ADDRESS.match(address)
    if parts is None:
        return ""
    host, path = parts["host"].casefold().removeprefix("www.").removeprefix("m."), parts["path"].rstrip("/")
    asked = sorted(each for each in (parts["asked"] or "").split("&") if each and not _COUNTS_VISITS.match(each))
    if not (path or asked):
        return ""
    return f"{host}{path}?{'&'.join(asked)}" if asked else host + path


def is_same(one: Telling, other: Telling) -> bool:
    """Whether both tell one story."""
    return nearness(one, other) > 0


def nearness(one: Telling, other: Telling) -> float:
    """How sure it is that both tell one story: 0 when they do not, 2 when they link to one page or say the same words,
    else the share of the shorter text that stands in the longer one."""
    if one.addresses & other.addresses or (one.words and one.words == other.words):
        return 2.0
    short, long = sorted((one, other), key=lambda each: (len(each.words), each.words))
    if not short.is_long_enough or len(short.vocabulary & long.vocabulary) < INSIDE * len(short.vocabulary):
        return 0.0
    return _inside(short.words, long.words)


def _inside(short: Sequence[str], long: Sequence[str]) -> float:
    """The share of `short` that stands in `long`; 0 when it is too small, or words say something else instead."""
    kept, others, places = 0, 0, range(0)
    for step in Levenshtein.opcodes(short, long):
        gone, come = short[step.src_start : step.src_end], long[step.dest_start : step.dest_end]
        if step.tag == "equal":
            kept += len(gone)
            places = range(places.start if places else step.dest_start, step.dest_end)
        elif step.tag == "replace":
            others += _other_words(gone, come)
        elif step.tag == "insert" and 0 < step.src_start < len(short):
            others += sum(_turns(word) for word in come)
        elif step.tag == "delete" and step.src_end < len(short):
            others += sum(_turns(word) for word in gone)
    share, is_one_piece = kept / len(short), len(places) <= SPREAD * len(short)
    return share if share >= INSIDE and is_one_piece and others <= len(short) // WORDS_FOR_ONE_OTHER else 0.0


def _other_words(gone: Sequence[str], come: Sequence[str]) -> int:
    """Words that matter, of those that went, in whose place nothing alike has come; and those that turn the sense."""
    lost = [word for word in gone if _matters(word) and not any(_alike(word, each) for each in come)]
    return len(lost) + sum(_turns(word) for word in come if word not in gone)


def _alike(word: str, other: str) -> bool:
    return word == other or (not _turns(word) and not _turns(other) and ratio(word, other) >= SPELT_ALIKE)


def _matters(word: str) -> bool:
    return _turns(word) or (len(word) > 3 and word not in _SMALL)


def _turns(word: str) -> bool:
    """Whether it makes another story of the same words: a number, a denial."""
    return word.isdigit() or word in _TURNS


def place(new: Telling, known: Sequence[Telling]) -> int | None:
    """Which of the `known` stories `new` belongs to: the nearest, the first of equals; None for a new story."""
    near = [(nearness(new, each), -at) for at, each in enumerate(known)]
    best, at = max(near, default=(0.0, 0))
    return -at if best > 0 else None


def groups(tellings: Iterable[Telling]) -> list[list[int]]:
    """The places of `tellings` by story, in the order in which each story began: each compared with the first of it."""
    found: list[list[int]] = []
    firsts: list[Telling] = []
    for at, telling in enumerate(tellings):
        home = place(telling, firsts)
        if home is None:
            firsts.append(telling)
            found.append([])
        found[-1 if home is None else home].append(at)
    return found
