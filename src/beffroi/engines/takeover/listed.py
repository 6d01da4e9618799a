"""Does a link lead to a listed place? Hosts by their registered part, phishing by the whole address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from beffroi.vocabulary import Sentence

Category = Literal["dating", "gambling", "scam", "phishing"]
CATEGORIES: tuple[Category, ...] = ("dating", "gambling", "scam", "phishing")

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?([^/?#:@]+)(?::\d+)?([^#]*)", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+", re.IGNORECASE)

NO_HOST = "Line {line}: {entry} is no host, such as example.org"
NO_ADDRESS = "Line {line}: {entry} is no whole address, such as https://example.org/page"


class BadEntry(ValueError):
    """A line of a list that is neither a host nor an address; `words` says why."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Lists:
    """What an operator gave. `hosts` hold below themselves; `addresses` hold for themselves alone.

    Lists of phishing name pages inside services that everybody uses: matched by their host they would condemn the
    service.
    """

    hosts: Mapping[str, Category] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.hosts or self.addresses)

    def category(self, link: str) -> Category | None:
        """In which list a link, or a host alone, stands; None for none."""
        if self.addresses and address(link) in self.addresses:
            return "phishing"
        parts = host(link).split(".")
        below = (".".join(parts[start:]) for start in range(len(parts) - 1))
        return next((self.hosts[name] for name in below if name in self.hosts), None)


def host(link: str) -> str:
    """The host that a link leads to: small letters, as in the DNS; empty where there is none."""
    found = _ADDRESS.match(link.strip())
    return _in_dns(found[1]) if found else ""


def address(link: str) -> str:
    """A whole address as two people would write it alike: without scheme, user, port, `www.`, anchor, last slash."""
    found = _ADDRESS.match(link.strip())
    return f"{_in_dns(found[1]).removeprefix('www.')}{found[2].rstrip('/')}" if found else ""


def hosts_in(lines: Iterable[str]) -> Iterable[str]:
    """The hosts of a list, one a line; empty lines and what follows a # are passed over. Raises BadEntry."""
    for number, line in enumerate(lines, start=1):
        if entry := line.partition("#")[0].strip():
            name = _in_dns(entry)
            if not _HOST.fullmatch(name):
                raise BadEntry(Sentence(NO_HOST, {"line": number, "entry": repr(entry[:80])}))
            yield name


def addresses_in(lines: Iterable[str]) -> Iterable[str]:
    """The whole addresses of a list, one a line. Raises BadEntry for one without a path: that would be a host."""
    for number, line in enumerate(lines, start=1):
        if entry := line.strip():
            whole = address(entry)
            if entry.startswith("#"):
                continue
            if "/" not in whole and "?" not in whole:
                raise BadEntry(Sentence(NO_ADDRESS, {"line": number, "entry": repr(entry[:80])}))
            yield whole


def _in_dns(name: str) -> str:
    plain = name.strip().rstrip(".").casefold()
    try:
        return plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain
