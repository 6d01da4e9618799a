"""Which web domains does an address belong to?"""

import re
from collections.abc import Iterator

from beffroi.engines.texts.fold import fold

_LONGEST = 253  # characters of a host (RFC 1035): what is longer is none, and would have thousands of parents
_HOST = re.compile(rf"https?://(?:[^\s/?#@]*@)?([\w.-]{{1,{_LONGEST}}})(?![\w.-])")
_DOMAIN = re.compile(r"(?:\w(?:[\w-]*\w)?\.)+\w[\w-]*")
_ASCII_FORM = "xn--"


def domains_of(address: str) -> Iterator[str]:
    """The host of a folded http address and each parent domain of at least two labels, without the port.

    `https://www.interieur.gouv.fr/a` belongs to www.interieur.gouv.fr, interieur.gouv.fr and gouv.fr. A name in its
    ASCII form is read as it is written (xn--orlans-dva.fr is orleans.fr once folded). A number has no parents.
    """
    found = _HOST.match(address)
    labels = _labels(found[1]) if found else []
    if labels and labels[-1].isdigit():
        yield ".".join(labels)
        return
    for first in range(len(labels) - 1):
        yield ".".join(labels[first:])


def domain_in(text: str) -> str | None:
    """The domain that somebody typed, folded, without its www; None when it is none."""
    labels = _labels(fold(text))
    domain = ".".join(labels[1:] if labels[0] == "www" and len(labels) > 2 else labels)
    return domain if len(domain) <= _LONGEST and _DOMAIN.fullmatch(domain) else None


def _labels(host: str) -> list[str]:
    return [_as_written(label) for label in host.strip(".-").split(".")]


def _as_written(label: str) -> str:
    if not label.startswith(_ASCII_FORM):
        return label
    try:
        return fold(label.removeprefix(_ASCII_FORM).encode("ascii").decode("punycode")) or label
    except (UnicodeError, ValueError, OverflowError):  # anybody may write xn-- before anything
        return label
