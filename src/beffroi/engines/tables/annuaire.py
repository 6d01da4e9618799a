"""The directory of the administration (DILA, service-public.fr): which social accounts an entry names.

The same entries come as the national file ({"service": [...]}), as answers of its API ({"results": [...]}) and as
exports (a list, or a line each). `reseau_social` is a list, or that list written as a text.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from beffroi.vocabulary import Sentence

NOT_READ = "This is no file of the directory of the administration: entries in JSON were expected."
WEB = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)


class Unreadable(ValueError):
    """The text holds no entries; `words` says so."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words


class _Raw(msgspec.Struct):
    """What is read of an entry; all else is passed over."""

    id: Any = ""
    nom: Any = ""
    siren: Any = ""
    siret: Any = ""
    code_insee_commune: Any = ""
    reseau_social: Any = None
    url_service_public: Any = ""


class _Answer(msgspec.Struct):
    service: list[_Raw] | None = None
    results: list[_Raw] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """`page` is the entry's own page, where it can be seen; `accounts` are the addresses of social accounts."""

    siren: str
    commune: str
    name: str
    page: str
    accounts: tuple[str, ...]


def entries(raw: bytes) -> Iterator[Entry]:
    """The entries that name a social account. Raises Unreadable."""
    for one in _records(raw):
        if accounts := _addresses(one.reseau_social):
            siren = _text(one.siren) or _text(one.siret)[:9]
            yield Entry(siren, _text(one.code_insee_commune), _text(one.nom), _text(one.url_service_public), accounts)


def _records(raw: bytes) -> Sequence[_Raw]:
    plain = raw.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        if plain.startswith(b"["):
            return msgspec.json.decode(plain, type=list[_Raw])
        answer = None if b"}\n{" in plain.replace(b"\r", b"") else msgspec.json.decode(plain, type=_Answer)
        if answer is None:
            return [msgspec.json.decode(line, type=_Raw) for line in plain.splitlines() if line.strip()]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(Sentence(NOT_READ)) from error
    found = answer.service if answer.service is not None else answer.results
    if found is None:
        raise Unreadable(Sentence(NOT_READ))
    return found


def _addresses(said: Any) -> tuple[str, ...]:
    """Every web address in the field, however deep."""
    if isinstance(said, str) and said.lstrip().startswith(("[", "{")):
        try:
            said = json.loads(said)
        except ValueError:
            return ()
    if isinstance(said, str):
        return tuple(WEB.findall(said))
    parts = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return tuple(dict.fromkeys(address for part in parts for address in _addresses(part)))


def _text(said: Any) -> str:
    return str(said).strip() if isinstance(said, str | int) else ""
