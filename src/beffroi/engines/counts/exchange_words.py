"""What exchanges are made of, in words, and who calls itself a robot."""

import re
from collections.abc import Mapping

from beffroi.vocabulary import Sentence

ROBOT = re.compile(r"(?<![A-Za-zÀ-ÿ])(?:bot|Bot|BOT|robot|Robot|ROBOT)(?![A-Za-zÀ-ÿ])|(?<=[a-z])Bot(?![a-zà-ÿ])")

OURS = {
    "reply": "Our replies: {count}",
    "quote": "Our quotes: {count}",
    "mention": "Our mentions: {count}",
    "share": "What we shared: {count}",
}
THEIRS = {
    "reply": "Their replies: {count}",
    "quote": "Their quotes: {count}",
    "mention": "Their mentions: {count}",
    "share": "What they shared: {count}",
}
ONLY_THEY = Sentence("Only they spoke: counts for a fifth.")
ONLY_WE = Sentence("Only we spoke: counts for a fifth.")
IN_A_BURST = "In bursts: {count} of their messages count less, because they came one upon the other."
A_ROBOT = Sentence("Calls itself a robot.")
OUR_OWN = Sentence("It is one of our own accounts.")
ONE_DAY = Sentence("Spoke to us on one day only, and we never answered.")


def told(counts: Mapping[tuple[bool, str], int]) -> list[Sentence]:
    """How many acts of each kind, ours first; `counts` by (by_us, kind)."""
    both = [*((True, kind, say) for kind, say in OURS.items()), *((False, kind, say) for kind, say in THEIRS.items())]
    found = ((say, counts.get((by_us, kind), 0)) for by_us, kind, say in both)
    return [Sentence(say, {"count": count}) for say, count in found if count]


def calls_itself_a_robot(*names: str) -> bool:
    """Whether a handle or a name says so: “meteo_bot”, “AlertBot”, “Robot de la mairie”; not “Talbot”."""
    return any(ROBOT.search(name) for name in names)
