"""What can be wrong with a search, and how to mend it.

Every sentence is complete and constant, so that it can be translated; what is named in one is kept apart as a value.
The position says where to look.
"""

from collections.abc import Mapping
from enum import Enum

from beffroi.vocabulary import Sentence


class SearchError(ValueError):
    """A search that cannot be read. `position` counts characters from 0 and points at the place to mend.

    `message` and `hint` are English; `sentences` are the same two, to be said in the reader's language.
    """

    def __init__(self, message: str, position: int, hint: str, values: Mapping[str, str | int] | None = None) -> None:
        self.sentences = Sentence(message, values or {}), Sentence(hint, values or {})
        self.message, self.hint = map(str, self.sentences)
        self.position = position
        super().__init__(self.message)


class Mistake(Enum):
    """All the mistakes there are: the message, then the hint."""

    EMPTY = "The search is empty.", "Write at least one word, for example: inondation"
    TOO_LONG = "A search has at most 10,000 characters.", "Cut it into several searches."
    TOO_DEEP = "The brackets are nested too deeply here.", "Cut the search into several simpler ones."
    ONLY_EXCLUDES = (
        "This only says what must not be there: it would find nearly every post.",
        "Add a word, a phrase or a hashtag that must be there, before what is excluded.",
    )
    UNCLOSED_BRACKET = "This bracket is never closed.", "Add ) where the group ends."
    STRAY_BRACKET = "This bracket closes nothing.", "Remove it, or add ( where the group begins."
    EMPTY_BRACKETS = "There is nothing between these brackets.", "Put words between them or remove them."
    UNCLOSED_QUOTE = (
        "This quotation mark is never closed.",
        "Add one where the phrase ends; a quotation mark inside a phrase can simply be left out.",
    )
    NOTHING_BEFORE = (
        "This word joins two parts, but nothing stands before it.",
        "Write a word before it; to search the word itself, put it in quotation marks.",
    )
    NOTHING_AFTER = (
        "Nothing follows this word.",
        "Write what should follow; to search the word itself, put it in quotation marks.",
    )
    LONE_DASH = (
        "A dash stands alone here.",
        "To exclude a word, put the dash right before it: -word; otherwise remove the dash.",
    )
    LONG_DASH = (
        "This long dash means nothing in a search.",
        "To exclude a word, put a short dash right before it: -word; otherwise remove the dash.",
    )
    SIGN = (
        "This sign is not a joining word here.",
        "Write AND, OR or NOT in capital letters (ET, OU, SAUF in French).",
    )
    NO_WORD = (
        "There is no letter, digit or emoji to search for here.",
        "Remove these signs: punctuation is not searched.",
    )
    ADDRESS = (
        "The words of a web address cannot be searched.",
        "Write has:link to find posts with a link, or the words that stand around it.",
    )
    SHORT_PREFIX = "A prefix needs at least three letters before the star.", "Write more letters: inond*"
    MISPLACED_STAR = "The star stands only at the end of a word.", "Write the beginning of one word: inond*"
    STAR_IN_QUOTES = (
        "A star has no effect inside quotation marks.",
        "Write the whole word, or take the word with its star out of the quotation marks.",
    )
    PREFIX_OF_NO_WORD = (
        "The star works on one plain word only.",
        "Write the beginning of one word without # or @: inond* also finds #inondation.",
    )
    NEAR_NUMBER = (
        "This word needs the number of words that may stand between.",
        "Write for example NEAR/5 (PRÈS/5 in French); to search the word itself, put it in quotation marks.",
    )
    NEAR_TOO_FAR = "At most 50 words may stand between.", "Write a number from 0 to 50, or use AND."
    NEAR_OPERAND = (
        "NEAR stands between two words or phrases, not beside this.",
        "Join the groups instead: (a NEAR/5 c) OR (b NEAR/5 c)",
    )
    NEAR_CHAIN = "NEAR joins two words or phrases only.", "Write: a NEAR/5 b AND b NEAR/5 c"
    TILDE = (
        "The sign ~ stands only after two words between quotation marks, without a space.",
        'For two words close to each other, write "a b"~5 or a NEAR/5 b.',
    )
    EMPTY_FIELD = (
        "Something must follow the colon, without a space.",
        "Write for example from:ana.example.org or commune:42218.",
    )
    STAR_IN_FIELD = "A handle cannot be searched with a star.", "Write the whole handle: from:ana.example.org"
    LANGUAGE = "This is not the code of a language.", "Write for example lang:fr or lang:en"
    DOMAIN = (
        "This is not the domain of a web site.",
        "Write only its name, without https:// and without what follows a slash: url:gouv.fr",
    )
    HAS = "Only links and images can be asked for with has:.", "Write has:link or has:image."
    IS = "Only replies and reposts can be asked for with is:.", "Write is:reply or is:repost."
    NO_COMMUNE = (
        "No commune has this INSEE code.",
        "The nearest is {name}: write commune:{code}. A postal code is another number.",
    )
    COMMUNE_BY_NAME = "A commune is asked for by its INSEE code.", "For {name}, write commune:{code}."
    NAMESAKES = (
        "Several communes have this name; one is asked for by its INSEE code.",
        "Those called {name} are {codes}: write for example commune:{code}. They are found alike: by the name.",
    )
    NO_COMMUNE_CALLED_SO = (
        "No commune is called so; one is asked for by its INSEE code.",
        "The nearest is {name}: write commune:{code}.",
    )
    DATE_FIELD = (
        "A date cannot be part of a search.",
        "Remove it: a saved search hears new posts; to search the date itself, put it in quotation marks.",
    )
    FOREIGN_FIELD = (
        "This field is not known here.",
        "Known are from:, to:, lang:, url:, has:, is: and commune:; to search the words, put them in quotation marks.",
    )

    def at(self, position: int, **values: str | int) -> SearchError:
        message, hint = self.value
        return SearchError(message, position, hint, values)
