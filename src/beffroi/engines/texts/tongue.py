"""In which language is a text written? The network's word for it is often only the language of somebody's telephone.

py3langid 0.4 (a naive Bayes model over bytes, BSD licence) is asked, for the languages that posts in France are written
in and those of other scripts. Its model lies in its package and is loaded at first use: a second or two, 80 MB.
"""

import re
from functools import cache
from typing import Any

LANGUAGES = tuple("fr en es it de pt nl ca eu br oc ro pl tr ru uk ar he el hi ja zh ko vi sv".split())
# Below this probability the text says too little ("Bravo !", a name, an emoji).
SURE = 0.5
_LONGEST = 2_000  # characters: more say no more, and cost

_NO_WORDS = re.compile(r"https?://\S*|(?<!\w)@\w[\w.@-]*|\ART |[#＃]")


def language_of(text: str, declared: str = "") -> str:
    """The language of `text` as a BCP 47 tag; `declared` where the text does not say it clearly.

    A declared tag stays whole when the text agrees (`pt-BR`), and when it names a language that is not told apart here
    (`hu`): such a text would be taken for another. Never fails, also on lone surrogates.
    """
    primary = declared.casefold().replace("_", "-").partition("-")[0]
    if primary and primary not in LANGUAGES:
        return declared
    words = _NO_WORDS.sub(" ", text[:_LONGEST]).strip()
    if not any(letter.isalpha() for letter in words):
        return declared
    found, probability = _identifier().classify(words)
    return declared if found == primary or probability < SURE else str(found)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # at first use: who asks for no language waits for none

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
