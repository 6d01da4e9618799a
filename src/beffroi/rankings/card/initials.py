"""One or two letters that stand for a name where there is no picture."""

import regex

GRAPHEME = regex.compile(r"\X")
SMALL = {"a", "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "of", "the", "and"}


def initials(name: str) -> str:
    """The first letters of its first and last word, small words left out; an emoji where there is no letter."""
    words: list[str] = regex.findall(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*", name)
    telling = [word for word in words if word.casefold() not in SMALL] or words
    if not telling:
        return "".join(GRAPHEME.findall(name.strip("@ "))[:1])
    first = [word[0].upper()[:1] for word in telling]
    return first[0] if len(first) == 1 or _is_right_to_left(name) else first[0] + first[-1]


def _is_right_to_left(name: str) -> bool:
    return regex.search(r"[\p{Hebrew}\p{Arabic}]", name) is not None
