"""Sentences in the reader's language where Django is not there: from the compiled catalogue, as gettext reads it."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from beffroi.vocabulary import Sentence

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("fr", "en")


class NoCatalogue(LookupError):
    """The translations were never compiled (`make up` and the package do it)."""


@cache
def read_in(language: str) -> gettext.NullTranslations:
    """What says message ids in `language`; in English where nothing is compiled, as ids are English."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE, [language], fallback=True)


def speaks(language: str, locale: Path = LOCALE) -> Callable[[Sentence], str]:
    """Says sentences in `language`. The message ids are English: it needs no catalogue. Raises NoCatalogue."""
    if language == "en":
        return str
    try:
        catalogue = gettext.translation("django", locale, [language])
    except OSError as error:
        raise NoCatalogue(f"there is no catalogue for {language} in {locale}") from error
    return lambda sentence: str(Sentence(catalogue.gettext(sentence.say), sentence.values))
