"""What a network's own search is asked, so that ours has something to judge.

A network's search speaks another language than ours, and each network its own. So it is asked for single words, of
which at least one stands in any post that the search finds; the posts that come back are judged by our own matcher.
"""

from dataclasses import dataclass

from beffroi.engines.query.presearch import needed
from beffroi.engines.query.syntax import Search

_NOWHERE_IN_A_TEXT = ("lang:", "has:", "is:", "to:", "url:")


@dataclass(frozen=True, slots=True)
class Questions:
    """`words` as a network is asked: a word, an emoji, #tag, @handle or from:handle. `complete` says whether every
    post that the search finds answers at least one of them."""

    words: tuple[str, ...]
    complete: bool


def questions(search: Search, most: int) -> Questions:
    """At most `most` words to ask for, the longest first: long words are rare. None where the search gives nothing
    that a network could be asked for."""
    terms = needed(search) or frozenset()
    askable = sorted(
        (term for term in terms if not term.startswith(_NOWHERE_IN_A_TEXT)), key=lambda one: (-len(one), one)
    )
    asked = tuple(term.rstrip("*") for term in askable[:most])
    is_whole = len(asked) == len(terms) > 0 and not any(term.endswith("*") for term in askable)
    return Questions(asked, is_whole)
