"""Letters that only look like letters (𝐁𝐨𝐧𝐣𝐨𝐮𝐫): screen readers skip them or spell them, searches do not find them."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.engines.takeover.lookalikes import in_latin
from beffroi.publishing.checks import Checked, Finding

STYLED = (
    "\U0001d400-\U0001d7ff"  # mathematical letters and figures
    "\u24b6-\u24e9\U0001f130-\U0001f149"  # in circles and squares
    "\U0001f150-\U0001f169\U0001f170-\U0001f189"  # the same, white on black
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # full width
    "\u2102\u210a-\u2113\u2115\u2118-\u211d\u2124\u2128\u212c-\u2131\u2133\u2134"  # scripts that mathematics had before
    "\u1d00-\u1d22\u0299\u0262\u026a\u0274\u0280\u028f\u029c\u029f\ua730\ua731"  # small capitals
)
RUN = re.compile(rf"[{STYLED}](?:[ '’-]?[{STYLED}])+")  # a single one is a sign: a car park's 🅿, a set's ℝ


def check(checked: Checked) -> Iterator[Finding]:
    for run in dict.fromkeys(run for text in checked.texts for run in RUN.findall(text)):
        words = _("“%(fancy)s” is made of signs that cannot be read aloud or searched. Write “%(plain)s”.")
        yield Finding("fancy", "text", words % {"fancy": run, "plain": plain(run)}, blocks=False, about=run[:200])


def plain(run: str) -> str:
    """`run` in ordinary letters."""
    return "".join(_plain_letter(letter) for letter in run)


def _plain_letter(letter: str) -> str:
    if (normal := unicodedata.normalize("NFKC", letter)) != letter:
        return normal
    latin = in_latin(letter)
    return latin.upper() if ord(letter) > 0xFFFF else latin  # the white on black ones are capitals
