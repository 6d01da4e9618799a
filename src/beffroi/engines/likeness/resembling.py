"""Which of the listed accounts could an account be taken for? All of a directory at once: 40,000 in some milliseconds.

Only handles and the names of bodies are compared. A resemblance accuses nobody: two towns may have one name, and what
is not listed may be true. So each one says by what, and names that anybody may bear (“mairie”) resemble nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from beffroi.engines.likeness.lookalike import SHORT, skeleton
from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.neighbours import Neighbours

By = Literal["homoglyph", "looks", "one letter", "server", "name"]
ORDER: tuple[By, ...] = ("homoglyph", "looks", "server", "name", "one letter")
MOST = 3  # accounts that are named for one that resembles them
ANYBODY = {
    *("mairie", "ville", "commune", "village", "departement", "region", "prefecture", "agglo", "metropole", "info"),
    *("infos", "contact", "presse", "officiel", "admin", "accueil", "communication", "france", "bonjour", "actu"),
}
# What people put around the name of a body to speak for it: ville-de-feurs, feursofficiel.
BEFORE = r"(?:mairie|ville|commune|village|departement|conseil|region|agglo|metropole|cc|ca)(?:de|du|des|d|la|le|les)*"
AFTER = r"(?:officiel|official|mairie|ville|commune|france|fr|actu|infos?|\d{2})"
CLAIM = re.compile(rf"(?:(?P<before>{BEFORE})?(?P<name>.+?)(?P<after>{AFTER})?)")
LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Known:
    """An account of the directory: `body` is the name of the body it speaks for, `weight` its inhabitants."""

    pk: int
    handle: str
    body: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Likeness:
    pk: int
    by: By


class Register:
    """The accounts of one network, laid out so that one handle is compared with all of them. `bodies` are the names of
    all bodies: who bears the name of another one is not taken for a slip of the finger (villedelyon, villedelaon)."""

    def __init__(self, accounts: Iterable[Known], bodies: Iterable[str] = ()) -> None:
        self._others = {compact(body) for body in bodies}
        self._weight: dict[int, int] = {}
        self._handles: dict[int, str] = {}
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._bodies: dict[str, list[int]] = defaultdict(list)
        for known in accounts:
            self._weight[known.pk], self._handles[known.pk] = known.weight, known.handle.casefold()
            self._whole[skeleton(known.handle)].append(known.pk)
            self._named[skeleton(name_of(known.handle))].append(known.pk)
            if plain := compact(known.body):
                self._bodies[plain].append(known.pk)
        self._near = Neighbours([name for name in self._named if len(name) >= SHORT])

    def __len__(self) -> int:
        return len(self._handles)

    def alike(self, handle: str) -> list[Likeness]:
        """The accounts that `handle` could be taken for without being theirs, the nearest first; none for a handle
        that is listed."""
        shown = unescaped(handle).casefold()
        found: dict[int, By] = {}
        for by, accounts in self._all(shown):
            for pk in accounts:
                if self._handles[pk] == handle.casefold():
                    return []
                found.setdefault(pk, by)
        nearest = sorted(found, key=lambda pk: (ORDER.index(found[pk]), -self._weight[pk], pk))
        return [Likeness(pk, found[pk]) for pk in nearest[:MOST]]

    def _all(self, shown: str) -> Iterable[tuple[By, list[int]]]:
        name = name_of(shown)
        yield ("looks" if shown.isascii() else "homoglyph"), self._whole.get(skeleton(shown), [])
        if fold(name) in ANYBODY:
            return
        bare = skeleton(name)
        yield ("server" if shown.isascii() else "homoglyph"), self._named.get(bare, [])
        yield from (("one letter", self._named[near]) for near in self._one_letter_from(name, bare))
        yield from (("name", self._bodies.get(claimed, [])) for claimed in claims(name))

    def _one_letter_from(self, name: str, bare: str) -> list[str]:
        """Not a digit: dep42 and dep43 are two départements."""
        if len(bare) < SHORT or not self._others.isdisjoint(claims(name)):
            return []
        plain = re.sub(r"\d", "", name)
        return [found for found in self._near.of(bare) if self._differs(found, plain)]

    def _differs(self, found: str, plain: str) -> bool:
        names = (name_of(self._handles[pk]) for pk in self._named[found])
        return any(re.sub(r"\d", "", name) != plain for name in names)


def name_of(handle: str) -> str:
    """The part of a handle that somebody chose: without the server, and without the kind that LinkedIn puts before."""
    return re.split(r"[.@]", handle.casefold().rpartition("/")[2], maxsplit=1)[0]


def compact(name: str) -> str:
    """The letters and digits of a name: “Saint-Étienne” is “saintetienne”."""
    return LETTERS.sub("", fold(name))


def claims(name: str) -> list[str]:
    """The names of bodies for which a handle may claim to speak: “villedefeurs” claims “villedefeurs” and “feurs”."""
    whole = compact(name)
    found = CLAIM.fullmatch(whole)
    inner = found["name"] if found and (found["before"] or found["after"]) else ""
    return [claimed for claimed in dict.fromkeys((whole, inner)) if len(claimed) > 2]


def unescaped(handle: str) -> str:
    """A handle as a reader sees it: the DNS writes other letters in a code of its own (xn--…)."""
    if "xn--" not in handle.casefold():
        return handle
    try:
        return handle.encode("ascii").decode("idna") if "@" not in handle else _at_server(handle)
    except UnicodeError:
        return handle


def _at_server(handle: str) -> str:
    user, _, server = handle.rpartition("@")
    return f"{user}@{server.encode('ascii').decode('idna')}"
