"""Searches and posts for Hypothesis, drawn from one small vocabulary so that they meet."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from beffroi.engines.query import Document, Search, matches
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Term

at_any_speed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault

WORDS = ["eau", "loire", "saint", "oeuvre", "etienne", "crue2026", "فيضان", "洪水警報"]
PLACED = [*WORDS, "#loire", "#eau", "@ana.fr", "🚨", "❤"]
FACTS = [
    "from:did:plc:ana",
    "to:ana.fr",
    "lang:fr",
    "lang:pt-br",
    "url:eau.fr",
    "url:gouv.fr",
    "has:link",
    "has:image",
    "is:reply",
    "is:repost",
]
WRITTEN = [
    *PLACED,
    *(
        "Œuvre",
        "L'EAU",
        "St",
        "#St",
        "#Loire",
        "@Ana.fr.",
        "inondations",
        "https://eau.fr/loire",
        "a#loire",
        "👍🏽",
        "-",
    ),
]
SEPARATORS = [" ", "  ", "-", "’", ", ", "\n", "", "."]

placed_terms = st.builds(Term, st.sampled_from(PLACED))
phrases = st.builds(Phrase, st.lists(st.sampled_from(PLACED), min_size=2, max_size=3).map(tuple))
nears = st.builds(Near, placed_terms | phrases, placed_terms | phrases, st.integers(0, 50))
prefixes = st.builds(Prefix, st.sampled_from(["eau", "sain", "oeu", "inond", "st_", "洪水警"]))
leaves = placed_terms | st.builds(Term, st.sampled_from(FACTS)) | phrases | nears | prefixes


def _joined(inner: st.SearchStrategy[Search]) -> st.SearchStrategy[Search]:
    parts = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.builds(And, parts) | st.builds(Or, parts) | st.builds(Not, inner)


trees: st.SearchStrategy[Search] = st.recursive(leaves, _joined, max_leaves=12)
searches = trees.filter(lambda tree: not matches(tree, Document("")))

texts = st.lists(st.sampled_from(WRITTEN) | st.sampled_from(SEPARATORS), max_size=12).map("".join)
documents = st.builds(
    Document,
    texts,
    author=st.sampled_from(["", "did:plc:ana", "@Ana.fr"]),
    lang=st.sampled_from(["", "fr", "pt-BR", "en"]),
    author_id=st.sampled_from(["", "did:plc:ana"]),
    to=st.sampled_from([(), ("did:plc:bruno", "Ana.fr")]),
    links=st.sampled_from([(), ("https://www.interieur.gouv.fr/eau",)]),
    has_image=st.booleans(),
    is_reply=st.booleans(),
    is_repost=st.booleans(),
    tags=st.sampled_from([(), ("Loire", "inondations")]),
)

# Anything a person may type: pieces of the language in any order, and any text at all.
PIECES = [
    "(",
    ")",
    '"',
    "«",
    "»",
    " ",
    "-",
    "AND ",
    " OU ",
    "NOT ",
    "SAUF ",
    " NEAR/5 ",
    " PRÈS/",
    "*",
    "from:",
    "à:",
    "url:",
    "has:",
    "est:",
    '"eau crue"~',
    "commune:42218",
    "commune:",
    "7",
    "\u200f",
    "\ud83d",
    "\0",
]
anything = st.text(st.characters(), max_size=40)  # lone surrogates too
typed = st.lists(st.sampled_from(PIECES) | st.sampled_from(WRITTEN), max_size=20).map("".join) | anything
