"""The language of saved searches.

`parse` a search once, then ask `matches` for each post; `Presearch` asks many searches at once. Case, accents, œ,
hyphens and apostrophes never count, and a word also finds its #tag.

Decided here: a post is read whole, whatever its length; a run of letters without spaces (Chinese, Japanese, Thai)
is one word; `lang:pt` also finds a post declared `pt-BR`.
"""

from beffroi.engines.query.communes import Communes
from beffroi.engines.query.document import Document
from beffroi.engines.query.matcher import matches
from beffroi.engines.query.mistakes import Mistake, SearchError
from beffroi.engines.query.parser import parse
from beffroi.engines.query.presearch import Presearch
from beffroi.engines.query.questions import Questions, questions
from beffroi.engines.query.syntax import Search, UnknownNode, asks_language

__all__ = [
    "Communes",
    "Document",
    "Mistake",
    "Presearch",
    "Questions",
    "Search",
    "SearchError",
    "UnknownNode",
    "asks_language",
    "matches",
    "parse",
    "questions",
]
