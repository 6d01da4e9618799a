"""Looking into JSON that somebody else wrote: every value is looked at before it is believed."""

import re
from collections.abc import Iterable
from typing import Any

SHOWN_TAG = re.compile(r"[#＃](\w+)")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 has no half of a pair

Json = Any


def at(value: Json, *path: str) -> Json:
    """What stands at `path`, None when nothing does."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def words(value: Json, *path: str) -> str:
    """The text at `path`, empty when there is none; what cannot be stored is replaced by as many bytes."""
    text = at(value, *path)
    return storable(text) if isinstance(text, str) else ""


def storable(text: str) -> str:
    return UNSTORABLE.sub(lambda found: " " if found[0] == "\x00" else "\ufffd", text)


def identifier(value: Json, *path: str) -> str:
    """An id as an opaque string, empty when there is none. Some servers write theirs as numbers."""
    found = at(value, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return words(value, *path)


def web_address(value: Json, *path: str) -> str:
    """The address at `path`, empty unless it is one of the web: a link that runs a script is no link."""
    address = words(value, *path)
    return address if address.lower().startswith(("https://", "http://")) else ""


def count(value: Json, *path: str) -> int | None:
    """The number at `path`, None when there is none that counts something."""
    number = at(value, *path)
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


def each_once(*texts: str) -> tuple[str, ...]:
    """The texts that are not empty, in their order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def hidden_tags(names: Iterable[str], text: str) -> tuple[str, ...]:
    """The hashtags, given without their sign, that a reader of `text` does not see in it."""
    shown = {tag.casefold() for tag in SHOWN_TAG.findall(text)}
    return each_once(*(name for name in names if name.casefold() not in shown))


def items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
