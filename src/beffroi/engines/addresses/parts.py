"""A web address taken apart, strictly: what a browser could read as another host is refused."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

WEB = re.compile(r"(?:(?:https?:)?//)?([^/?#\s]+)(/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})(?::\d{2,5})?"
)
ESCAPED = re.compile(r"(?:%[0-9a-f]{2})+", re.IGNORECASE)
SUBDOMAINS = re.compile(r"(?:www|m|mobile|touch|mbasic|lite|web|[a-z]{2}|[a-z]{2}-[a-z]{2})\.")


@dataclass(frozen=True, slots=True)
class Parts:
    """`host` in small letters as in the DNS, `path` without empty steps, everything unescaped; in `query` the first
    of each name counts."""

    host: str
    path: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def site(self) -> str:
        """The host without what stands before it for telephones and languages: fr.linkedin.com, m.facebook.com."""
        return SUBDOMAINS.sub("", self.host, count=1) if self.host.count(".") > 1 else self.host

    def step(self, at: int) -> str:
        return self.path[at] if at < len(self.path) else ""


def taken_apart(text: str) -> Parts | None:
    """The parts of a web address, with or without https:// before it; None for what is none."""
    found = WEB.fullmatch(text)
    host = in_dns(found[1]) if found else ""
    if found is None or not HOST.fullmatch(host):
        return None
    path, query, anchor = found[2] or "", found[3] or "", found[4] or ""
    if anchor.startswith("!/"):  # as X wrote its addresses until 2012
        path = anchor[1:].partition("?")[0]
    steps = tuple(unescaped(step) for step in path.split("/") if step)
    pairs = (pair.partition("=") for pair in reversed(query.split("&")) if pair)
    return Parts(host, steps, {unescaped(name): unescaped(value.replace("+", " ")) for name, _, value in pairs})


def in_dns(host: str) -> str:
    """A host as the DNS writes it: `école.example` is `xn--cole-9oa.example`; empty for what cannot be one."""
    plain = host.casefold().removesuffix(".")
    try:
        return plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def unescaped(text: str) -> str:
    whole = ESCAPED.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode("utf-8", errors="replace"), text)
    return unicodedata.normalize("NFC", whole)
