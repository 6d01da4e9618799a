"""Blanks of a prepared text, {{name}}: which there are, and the text with what goes there."""

import re
from collections.abc import Mapping

_BLANK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def blanks(text: str) -> list[str]:
    """The names between double braces, each once, in the order of the text."""
    return list(dict.fromkeys(match[1] for match in _BLANK.finditer(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with each blank replaced, once: what is put in is not read again. An unknown blank stays as it is."""
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)
