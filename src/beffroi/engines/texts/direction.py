"""Words of strangers beside words of ours: they may run from right to left, and must not turn what stands around."""

import unicodedata

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def isolated(words: str) -> str:
    """Without invisible characters that turn the reading direction; what runs from right to left does so by itself."""
    if words.isascii():
        return words
    plain = unsteered(words)
    runs_left = any(unicodedata.bidirectional(char) in ("R", "AL") for char in plain)
    return f"{_ISOLATE}{plain}{_END_ISOLATE}" if runs_left else plain


def unsteered(words: str) -> str:
    return "".join(char for char in words if not _steers(char))


def _steers(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
