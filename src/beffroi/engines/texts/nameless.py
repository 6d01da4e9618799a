"""A text without what names or reaches a person: for what is kept of posts that concern nobody."""

import re

from beffroi.engines.texts.personal import personal_data

_ADDRESS = re.compile(r"(https?://)(?:[^\s/?#]*@)?([^\s/?#]+)\S*", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w(?:[\w.-]*\w)?(?:@\w(?:[\w.-]*\w)?)?")


def nameless(text: str) -> str:
    """`text` with `@…` for every handle, the site alone of every address, and … for what is private.

    A name written out is a word like any other and stays.
    """
    text = _ADDRESS.sub(r"\1\2/…", text)
    for datum in personal_data(text):
        text = text.replace(datum.text, "…")
    return _HANDLE.sub("@…", text)
