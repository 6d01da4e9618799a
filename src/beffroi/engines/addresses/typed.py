"""What somebody typed or copied, without what came along."""

import unicodedata

from beffroi.engines.addresses.address import refuse

LONGEST = 2_000  # characters
STRANGE = "This cannot be read as an address."


def clean(text: str) -> str:
    """`text` without blanks, quotation marks and invisible characters around it. Raises NoAddress for what no
    address can hold."""
    whole = unicodedata.normalize("NFC", text[: LONGEST + 1])
    if len(whole) > LONGEST:
        refuse(STRANGE)
    while whole and (whole[0] in "<([«“\"'" or _is_blank(whole[0])):
        whole = whole[1:]
    while whole and (whole[-1] in ">)]»”\"',;" or _is_blank(whole[-1])):
        whole = whole[:-1]
    if "\\" in whole or any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") for char in whole):
        refuse(STRANGE)
    return whole


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cf"
