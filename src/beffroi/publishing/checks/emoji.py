"""Few emoji, at the end: a screen reader says the name of each one, in the middle of the sentence."""

from collections.abc import Iterator

import regex
from django.utils.translation import gettext as _

from beffroi.publishing.checks import Checked, Finding

MANY = 3
ONE = (
    r"(?:\p{Regional_Indicator}{2}"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)\p{EMod}?"
    r"(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{EMod}?)*)"
)
EMOJI = regex.compile(ONE)
SIGN = "\ue000"  # stands for an emoji, whose joiners count as letters of a word
BULLET = regex.compile(rf"^[^\S\n]*{SIGN}+[^\S\n]*\w", regex.MULTILINE)


def check(checked: Checked) -> Iterator[Finding]:
    text = max(checked.texts, key=lambda each: len(EMOJI.findall(each)))
    number = len(EMOJI.findall(text))
    if number > MANY:
        words = _("The text has %(number)s emoji: each one is read aloud by its name. Keep one or two, at the end.")
        yield Finding("emoji", "text", words % {"number": number}, blocks=False, about="number")
    marked = EMOJI.sub(SIGN, text)
    if len(BULLET.findall(marked)) > 1:
        words = _("Emoji stand as bullets. Begin the lines with a hyphen: it is not read aloud.")
        yield Finding("emoji", "text", words, blocks=False, about="bullets")
    elif any(_is_cut(line) for line in marked.splitlines()):
        words = _("An emoji stands in the middle of a sentence. Put it at the end, where it does not cut the reading.")
        yield Finding("emoji", "text", words, blocks=False, about="middle")


def _is_cut(line: str) -> bool:
    """Whether an emoji stands between two words of `line`."""
    letters = [position for position, char in enumerate(line) if char.isalnum()]
    return bool(letters) and SIGN in line[letters[0] : letters[-1]]
