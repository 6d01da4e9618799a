"""The communes of France, and what a search for one looks for.

The official list lies beside this file, as data that belong to the code; it is read when the first search asks for it.
"""

import lzma
import re
from bisect import bisect_left
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files

from beffroi.engines.query.mistakes import Mistake, SearchError
from beffroi.engines.query.syntax import Or, Phrase, Search, Term
from beffroi.engines.query.tokens import read, unabbreviated

_CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_LONGEST_NAME = 60  # characters: longer names are no names, and comparing them takes long
_MOST_NAMESAKES = 8
# What French makes of an article after "à" and "de": au Havre, des Sables-d'Olonne.
_ARTICLES = {"le": ("au", "du"), "les": ("aux", "des")}


class Communes:
    """Names by INSEE code."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def named(self, code: str, position: int) -> Search:
        """What a search for the commune with this code looks for. Raises SearchError."""
        code = code.upper()
        if not _CODE.fullmatch(code):
            raise self._named_instead(code, position)
        if code not in self._names:
            near = _nearest(code, self._codes)
            raise Mistake.NO_COMMUNE.at(position, code=near, name=self._names[near])
        return mentioned(self._names[code])

    def _named_instead(self, typed: str, position: int) -> SearchError:
        """Somebody wrote a name where the code belongs."""
        name = " ".join(_words(typed[:_LONGEST_NAME]))
        codes = self._by_name.get(name, [])
        if len(codes) > 1:
            some = ", ".join(codes[:_MOST_NAMESAKES])
            return Mistake.NAMESAKES.at(position, name=self._names[codes[0]], codes=some, code=codes[0])
        if codes:
            return Mistake.COMMUNE_BY_NAME.at(position, name=self._names[codes[0]], code=codes[0])
        code = self._by_name[self._name_like(name)][0]
        return Mistake.NO_COMMUNE_CALLED_SO.at(position, name=self._names[code], code=code)

    def _name_like(self, name: str) -> str:
        """The known name that looks most like it; letters that changed places say more than other letters."""
        alike = [each for each in self._by_name if each[:1] == name[:1]]
        close = get_close_matches(name, alike, n=5)
        swapped = [each for each in close if sorted(each) == sorted(name)]
        return (swapped or close or [_nearest(name, sorted(self._by_name))])[0]

    @cached_property
    def _codes(self) -> list[str]:
        return sorted(self._names)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in self._codes:
            found.setdefault(" ".join(_words(self._names[code])), []).append(code)
        return found


@cache
def of_france() -> Communes:
    written = lzma.decompress(files(__package__).joinpath("communes.csv.xz").read_bytes()).decode()
    return Communes(dict(line.split(",", 1) for line in written.splitlines()))


def mentioned(name: str) -> Search:
    """The ways to write a commune's name: as it is, after "à" and "de", and in one word as a hashtag.

    A name of one word finds its own hashtag, as every word does.
    """
    words = _words(name)
    if len(words) == 1:
        return Term(words[0])
    spoken = (words, *((article, *words[1:]) for article in _ARTICLES.get(words[0], ())))
    return Or((*map(Phrase, spoken), *(Term(f"#{tag}") for tag in _tags(words))))


def _tags(words: tuple[str, ...]) -> list[str]:
    """#SaintÉtienne and #StÉtienne."""
    short = ["".join({"saint": "st", "sainte": "ste"}.get(word, word) for word in words)]
    return list(dict.fromkeys(["".join(words), *short]))


def _words(name: str) -> tuple[str, ...]:
    return tuple(unabbreviated(token) for token in read(name).tokens)


def _nearest(value: str, among: list[str]) -> str:
    """The neighbour in the alphabet that begins most alike."""
    at = bisect_left(among, value)
    return max(among[max(0, at - 1) : at + 1] or among[-1:], key=lambda each: _alike(each, value))


def _alike(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
