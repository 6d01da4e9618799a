"""French spacing. Pure."""

import re

THIN = "\N{NARROW NO-BREAK SPACE}"
BEFORE_A_SIGN = re.compile(r"[ \N{NO-BREAK SPACE}](?=[;:!?»%])")
AFTER_AN_OPENING = re.compile(r"(?<=«)[ \N{NO-BREAK SPACE}]")


def french_spacing(text: str) -> str:
    """The spaces already there before ; : ! ? » % and after « become narrow and unbreakable."""
    return AFTER_AN_OPENING.sub(THIN, BEFORE_A_SIGN.sub(THIN, text))
