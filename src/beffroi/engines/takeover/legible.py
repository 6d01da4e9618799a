"""Words of strangers inside a sentence of ours."""

import unicodedata

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def legible(value: str) -> str:
    """On one line, without invisible characters that turn the reading direction of the sentence around it.

    A value written from right to left is isolated from the sentence.
    """
    plain = " ".join("".join(char for char in value if not _steers(char)).split())
    runs_left = any(unicodedata.bidirectional(char) in ("R", "AL") for char in plain)
    return f"{_ISOLATE}{plain}{_END_ISOLATE}" if runs_left else plain


def _steers(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
