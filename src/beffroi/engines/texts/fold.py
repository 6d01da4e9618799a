"""Folding: what two spellings have in common once case, accents and typography are set aside.

Each code point is folded alone, never the string as a whole, so that a table of code points is the whole rule: a
faster reader built on the same table cannot drift from this one.
"""

import unicodedata

_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TABLE_END = 0x20000  # beyond are rare ideographs: folded each time, so that hostile text cannot fill the memory


def fold(text: str) -> str:
    """`text` in small letters without accents, marks, invisible format characters and skin tones; œ becomes oe.

    Never fails, also on lone surrogates. Folding twice gives the same as folding once.
    """
    return text.translate(_TABLE)


class _Table(dict[int, str]):
    """Asked by str.translate; learns each code point when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = fold_one(chr(code))
        if code < _TABLE_END:
            self[code] = folded
        return folded


def fold_one(char: str) -> str:
    """What one code point becomes: nothing, one character or several. Remembers nothing: for building tables."""
    if not _is_kept(char):
        return ""
    # The case is folded twice because decomposing can make a capital: 🄰 holds an A.
    plain = unicodedata.normalize("NFKD", char.casefold()).casefold()
    return "".join(_LETTERS.get(each, each) for each in plain if _is_kept(each))


def _is_kept(char: str) -> bool:
    return unicodedata.category(char) not in ("Mn", "Me", "Cf") and ord(char) not in _SKIN_TONES


_TABLE = _Table()
