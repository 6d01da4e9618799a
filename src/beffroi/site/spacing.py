"""French spacing: which spaces never break, and how wide they are. Pure.

The catalogue carries the spaces of our own sentences (`make translations` sets them); what people typed gets them where
it is shown, from the filter `nnbsp`.
"""

import re

THIN, FIRM = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
BESIDE_A_SIGN = re.compile(rf"[ {FIRM}](?=[;:!?»]|%%|%(?![(\w]))|(?<=«)[ {FIRM}]")  # but before no %(value)s
IN_A_FIGURE = re.compile(r"(?<=\d) (?=\d{3}\b)")
BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=Mo|ko|€|\$)")


def french_spacing(text: str) -> str:
    """The spaces already there before ; : ! ? » % and after « become narrow and unbreakable."""
    return BESIDE_A_SIGN.sub(THIN, text)


def as_printed(text: str) -> str:
    """A sentence of ours as it is printed: its figures hold together too, and an apostrophe is one."""
    return BEFORE_A_UNIT.sub(FIRM, IN_A_FIGURE.sub(THIN, french_spacing(text))).replace("'", "’")
