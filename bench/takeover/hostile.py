"""Posts of strangers: the families of `families.txt`, and words drawn as often as a language uses them."""

import gzip
import random
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import msgspec
import numpy as np

from beffroi.engines.takeover.posts.traits import LENGTH, LINK, Written

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en", "de", "ru", "it", "es", "tr", "ar", "nl", "pt")  # of the drawn words
BACKGROUND = ("en", "es", "de", "it", "pt", "nl", "ru", "ar", "tr", "pl", "id")  # those that are not French
FRENCH_WORDS, FOREIGN_WORDS = 80_000, 16_000
WORDS = (4, 26)  # of a drawn post
GOES_ON = 0.45  # how often a post has another line of its family
NEVER = datetime(2000, 1, 1, tzinfo=UTC)

_EITHER = re.compile(r"\{([^}]*)\}")
_HEAD = re.compile(r"\[(\w+) (\w+) ([\d.]+)\]")
_ENDS = ("", "_", "x", "75", "off", "tv", "1")
_SITES = (".com", ".net", ".fr", ".xyz", ".ru", ".info")


def families(each: int, *, seed: int) -> dict[str, list[Written]]:
    """`each` posts of every family, by "family language"."""
    draw = random.Random(seed)
    found = {}
    for (family, language, share), lines in _blocks():
        found[f"{family} {language}"] = [_dressed(_said(lines, draw), share, draw) for _ in range(each)]
    return found


def drawn(each: int, frequencies: Path, *, seed: int) -> dict[str, list[Written]]:
    """`each` posts of words drawn by their frequency, by "drawn language"."""
    draw, pick = random.Random(seed), np.random.default_rng(seed)
    found = {}
    for language in LANGUAGES:
        table = frequency_list(frequencies, language, "small")
        words, weights = list(table), np.array(list(table.values()))
        weights /= weights.sum()
        found[f"drawn {language}"] = [
            _dressed(" ".join(pick.choice(words, draw.randint(*WORDS), p=weights)), 0.2, draw) for _ in range(each)
        ]
    return found


def tweets(folder: Path) -> dict[str, list[Written]]:
    """Real English posts of strangers, and sentences of a newspaper: the corpus of Hutto and Gilbert, "VADER", 2014."""
    draw = random.Random(5)
    found = {}
    for name, file in (
        ("tweets en", "tweets_GroundTruth.txt"),
        ("newspaper en", "nytEditorialSnippets_GroundTruth.txt"),
    ):
        lines = (folder / file).read_text("utf-8", "replace").splitlines()
        found[name] = [_dressed(unescape(line.split("\t")[2]), 0.2, draw) for line in lines]
    return found


def frequency_list(folder: Path, language: str, size: str) -> dict[str, float]:
    """Word to frequency (share of all words), most frequent first; the format of wordfreq: a list for each cB."""
    path = folder / f"{size}_{language}.msgpack.gz"
    if not path.exists():
        path = folder / f"small_{language}.msgpack.gz"
    _head, *bands = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()))
    return {word: 10 ** (-centibels / 100) for centibels, band in enumerate(bands) for word in band}


def background(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """The frequencies of French words, and of foreign words in that language where they are most frequent."""
    french = dict(list(frequency_list(folder, "fr", "large").items())[:FRENCH_WORDS])
    foreign: dict[str, float] = {}
    for language in BACKGROUND:
        share = 1.0 if language == "en" else 0.5
        for word, frequency in list(frequency_list(folder, language, "large").items())[:FOREIGN_WORDS]:
            foreign[word] = max(foreign.get(word, 0.0), share * frequency)
    return french, foreign


def _blocks() -> list[tuple[tuple[str, str, float], list[str]]]:
    blocks: list[tuple[tuple[str, str, float], list[str]]] = []
    for line in (HERE / "families.txt").read_text("utf-8").splitlines():
        if head := _HEAD.fullmatch(line):
            blocks.append(((head[1], head[2], float(head[3])), []))
        elif line.strip() and not line.startswith("#"):
            blocks[-1][1].append(line)
    return blocks


def _said(lines: Sequence[str], draw: random.Random) -> str:
    text = _filled(draw.choice(lines), draw)
    while draw.random() < GOES_ON and len(text) < LENGTH:
        text = f"{text.replace(f' {LINK}', '')} {_filled(draw.choice(lines), draw)}"
    return text


def _filled(line: str, draw: random.Random) -> str:
    return " ".join(_EITHER.sub(lambda either: draw.choice(either[1].split("|")), line).split())


def _dressed(text: str, reposts: float, draw: random.Random) -> Written:
    """As a post: some are reposts, some speak to somebody, some have a link or a hashtag."""
    chance, target = draw.random(), ""
    if chance < reposts:
        target = _name(draw)
        text = f"RT @{target}: {text}"
    elif chance < reposts + 0.12:
        text = f"@{_name(draw)} {text}"
    text += f" {LINK}" if LINK not in text and draw.random() < 0.35 else ""
    text += f" #{_name(draw)}" if draw.random() < 0.12 else ""
    domains = (_name(draw) + draw.choice(_SITES),) if LINK in text and draw.random() < 0.7 else ()
    return Written(text[:LENGTH], NEVER, bool(target), target, "", domains)


def _name(draw: random.Random) -> str:
    syllables = (draw.choice("bcdfglmnprstv") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
    return "".join(syllables) + draw.choice(_ENDS)


Families = Mapping[str, Sequence[Written]]
