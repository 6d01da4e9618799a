"""The fields of a search, `name:value`: what each asks for, and what people may call it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from beffroi.engines.query.document import person_term
from beffroi.engines.query.domains import domain_in
from beffroi.engines.query.mistakes import Mistake
from beffroi.engines.texts.fold import fold

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_HAS = {"link": "link", "lien": "link", "image": "image", "photo": "image"}
_IS = {"reply": "reply", fold("réponse"): "reply", "repost": "repost", "partage": "repost"}


@dataclass(frozen=True, slots=True)
class Written:
    """A field as it was typed, and the place of its first character."""

    name: str
    value: str
    position: int

    @property
    def value_at(self) -> int:
        return self.position + len(self.name) + 1


def _author(written: Written) -> str:
    return person_term("from", _handle(written))


def _spoken_to(written: Written) -> str:
    return person_term("to", _handle(written))


def _handle(written: Written) -> str:
    if "*" in written.value:
        raise Mistake.STAR_IN_FIELD.at(written.position)
    return written.value


def _language(written: Written) -> str:
    tag = written.value.lower()
    if not _LANGUAGE_TAG.fullmatch(tag):
        raise Mistake.LANGUAGE.at(written.position)
    return f"lang:{tag}"


def _domain(written: Written) -> str:
    domain = domain_in(written.value)
    if domain is None:
        raise Mistake.DOMAIN.at(written.value_at)
    return f"url:{domain}"


def _holding(written: Written) -> str:
    kind = _HAS.get(fold(written.value))
    if kind is None:
        raise Mistake.HAS.at(written.value_at)
    return f"has:{kind}"


def _being(written: Written) -> str:
    kind = _IS.get(fold(written.value))
    if kind is None:
        raise Mistake.IS.at(written.value_at)
    return f"is:{kind}"


# The first name of each is the one that is shown; all are compared folded.
_FIELDS: tuple[tuple[str, Callable[[Written], str]], ...] = (
    ("from de auteur auteure author", _author),
    ("to a mention mentions", _spoken_to),
    ("lang langue language", _language),
    ("url site domain domaine lien", _domain),
    ("has avec", _holding),
    ("is est", _being),
)
_READERS = {name: reader for names, reader in _FIELDS for name in names.split()}
_DATES = frozenset("since until after before date depuis jusqu apres avant".split())
# Fields of other tools: read as words they would silently mean something else.
_FOREIGN = frozenset("by source near geo place lieu filter type title titre intitle inurl text texte".split())


def fact(name: str, value: str, position: int) -> str | None:
    """The term that `name:value` asks for, None when that is no field but words. Raises SearchError."""
    folded = fold(name)
    if folded in _DATES and value:
        raise Mistake.DATE_FIELD.at(position)
    if folded in _FOREIGN and value:
        raise Mistake.FOREIGN_FIELD.at(position)
    reader = _READERS.get(folded)
    if reader is None and folded != "commune":
        return None
    if reader is None or not value.strip("@"):
        raise Mistake.EMPTY_FIELD.at(position)
    return reader(Written(name, value, position))
