"""How unlike an account's own past one post is, in numbers that are each near nothing for its usual posts.

Each probability of the account is shrunk to that of its peers, so that thirty posts are enough to begin with, and each
sum is divided by its length and a little more, so that posts of three words do not fill the tail.
"""

import math

from beffroi.engines.takeover.posts.fleet import NEVER, UNHEARD, Fleet
from beffroi.engines.takeover.posts.habits import Habits
from beffroi.engines.takeover.posts.traits import LENGTH, Traits

NAMES = (
    "unfamiliar words",
    "unfamiliar names",
    "unfamiliar signs",
    "everyday French",
    "another language",
    "words nobody uses",
    "a repost or not",
    "whom it passes on",
    "passed on by no peer",
    "people nobody names",
    "a new link",
    "a link new to all peers",
    "another client",
    "length",
    "pictures",
    "a link or not",
    "capitals",
    "hashtags or not",
    "mentions or not",
    "enough words",
)
_OWN = {"words": 300.0, "names": 60.0, "signs": 60.0}  # tokens of the fleet that stand for the unknown rest of a past
_POSTS = 20.0  # posts of the fleet that do
_BACKGROUND = (-4.0, 6.0)  # a single word says no more than this, in nats
_SHORT = {"words": 6, "names": 3, "signs": 3}  # added to a length before it divides
_NEVER = math.log(UNHEARD)


def evidence(traits: Traits, own: Habits, fleet: Fleet) -> list[float]:
    """One number for each of NAMES."""
    words = len(traits.words)
    french, foreign, unknown = _against_everybody(traits, own, fleet)
    whom, by_none = _passing_on(traits, own, fleet)
    peers = fleet.peers.counts
    fresh = [domain for domain in traits.domains if domain not in own.counts["domains"]]
    return [
        _unfamiliar("words", traits.words, own, fleet),
        _unfamiliar("names", traits.names, own, fleet),
        _unfamiliar("signs", traits.signs, own, fleet),
        french / (words + 6),
        foreign / (words + 6),
        unknown / (words + 3),
        _surprise(traits.is_repost, "reposts", own, fleet),
        whom,
        by_none,
        _unknown_people(traits, own, fleet) / (traits.mentions + 1),
        float(bool(fresh)),
        float(any(peers["domains"].get(domain, 0) < 2 for domain in fresh)),
        _client(traits.client, own, fleet),
        traits.length / LENGTH,
        _surprise(traits.has_picture, "pictures", own, fleet),
        _surprise(traits.has_link, "links", own, fleet),
        traits.capitals,
        _surprise(traits.hashtags > 0, "tagged", own, fleet),
        _surprise(traits.mentions > 0, "naming", own, fleet),
        words / (words + 4),
    ]


def _unfamiliar(kind: str, tokens: tuple[int, ...], own: Habits, fleet: Fleet) -> float:
    """How much rarer the tokens are with this account than with its peers: mean of the negative log-ratio, in nats."""
    shrunk, counts, total = _OWN[kind], own.counts[kind], own.totals[kind]
    found = 0.0
    for token in tokens:
        share = fleet.share(kind, token)
        found -= math.log((counts.get(token, 0) + shrunk * share) / (total + shrunk) / share)
    return found / (len(tokens) + _SHORT[kind])


def _against_everybody(traits: Traits, own: Habits, fleet: Fleet) -> tuple[float, float, int]:
    """How much more each word belongs to everyday French, and to another language, than to the peers; and how many
    neither the account nor its peers ever used."""
    low, high = _BACKGROUND
    french = foreign = 0.0
    unknown = 0
    mine, peers = own.counts["words"], fleet.peers.counts["words"]
    for word in traits.words:
        log = math.log(fleet.share("words", word))
        french += min(high, max(low, fleet.french.get(word, _NEVER) - log))
        foreign += min(high, max(low, fleet.foreign.get(word, _NEVER) - log))
        unknown += word not in mine and peers.get(word, 0) < 2
    return french, foreign, unknown


def _passing_on(traits: Traits, own: Habits, fleet: Fleet) -> tuple[float, float]:
    if not traits.is_repost:
        return 0.0, 0.0
    seen = fleet.knows(traits.target)
    share = (seen + NEVER) / (fleet.peers.totals["targets"] + 500)
    mine = own.counts["targets"].get(traits.target, 0)
    whom = -math.log((mine + 5 * share) / (own.marks["reposts"] + 5))
    return whom, 1.0 if seen < 1 else 0.5 if seen < 3 else 0.0


def _unknown_people(traits: Traits, own: Habits, fleet: Fleet) -> int:
    return sum(name not in own.counts["names"] and fleet.knows(name) < 2 for name in traits.people)


def _client(client: int, own: Habits, fleet: Fleet) -> float:
    usual = (fleet.peers.counts["clients"].get(client, 0) + 0.5) / (fleet.peers.marks["posts"] + 51)
    return -math.log((own.counts["clients"].get(client, 0) + _POSTS * usual) / (own.marks["posts"] + _POSTS))


def _surprise(is_so: bool, mark: str, own: Habits, fleet: Fleet) -> float:
    share = (own.marks[mark] + _POSTS * fleet.mark(mark)) / (own.marks["posts"] + _POSTS)
    return -math.log(max(1e-4, share if is_so else 1 - share))
