"""Handles that can be taken for another one: by letters that look alike, or by one slip of the finger."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from beffroi.engines.takeover.lookalikes import in_latin

MENTION = re.compile(r"(?<![\w@/.])@(\w[\w.-]*(?:@\w[\w.-]*\w)?)")
SHORT = 6  # below this many letters one letter more or less makes another name

_ALIKE = str.maketrans({"i": "l", "1": "l", "|": "l", "ı": "l", "0": "o", "5": "s", "-": "", "_": "", ".": ""})


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`handle` is unknown and could be read as `known`: by letters that look the same, or one letter apart."""

    handle: str
    known: str
    by: Literal["looks", "one letter"]


def mentions(text: str) -> list[str]:
    """The handles that `text` speaks to, each once, without the @ in front."""
    found = (handle.rstrip(".-") for handle in MENTION.findall(text))
    return list(dict.fromkeys(handle for handle in found if handle))


def skeleton(handle: str) -> str:
    """What `handle` looks like: two handles with the same skeleton cannot be told apart at a glance."""
    latin = in_latin(unicodedata.normalize("NFKC", handle)).casefold()
    plain = "".join(char for char in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(char))
    return plain.replace("rn", "m").replace("vv", "w").translate(_ALIKE)


def resemblance(handle: str, known: Iterable[str]) -> Resemblance | None:
    """The known handle that `handle` resembles without being it; None when it is known, or resembles none."""
    spelled = {each.casefold(): each for each in known}
    names = spelled | {_name(each): each for each in spelled.values()}
    said = handle.casefold()
    if said in names:
        return None
    looks = {skeleton(each): whole for each, whole in names.items()}
    if alike := looks.get(skeleton(handle)):
        return Resemblance(handle, alike, "looks")
    near = next((whole for each, whole in sorted(spelled.items()) if _one_letter_apart(said, each)), None)
    return Resemblance(handle, near, "one letter") if near else None


def _name(handle: str) -> str:
    """The part of a handle that somebody chose: without the server."""
    return re.split(r"[.@]", handle.casefold(), maxsplit=1)[0]


def _one_letter_apart(handle: str, known: str) -> bool:
    if min(len(_name(handle)), len(_name(known))) < SHORT or _without_digits(handle) == _without_digits(known):
        return False
    return OSA.distance(handle, known, score_cutoff=1) == 1


def _without_digits(handle: str) -> str:
    return re.sub(r"\d", "", handle)
