"""Which service would this question go to, judging by past ones? A small logistic regression over words.

It knows no person: a word counts only when it stands in several past questions, and numbers, names of accounts and
addresses never do. The share of the services is calibrated by its strong damping: with little to learn from it is
unsure, and then it says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.engines.query.tokens import is_word, read, unabbreviated

LEAST = 50  # past questions, to learn at all
EACH = 5  # past questions of a service, for it to be proposed
MOST = 2_000  # past questions, the latest
RARE, MOST_WORDS, SHORTEST = 3, 2_000, 3  # cases in which a word must stand; words; letters of a word
SURE = 0.7  # below this share nothing is proposed
LATER = 0.2  # share of the questions, the latest, on which it is tried
NAMED = 4  # words given as the reason
_ROUNDS, _DAMPING, _MOMENTUM = 200, 0.5, 0.9

Example = tuple[str, int]  # what was asked, and the number of the service that it went to


@dataclass(frozen=True, slots=True)
class Proposal:
    """`share` is how sure it is, from 0 to 1; `words` are those that speak most for this service, folded."""

    service: int
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How it did on later questions than those it learned from: tried, sure enough to propose, and right then."""

    tried: int
    proposed: int
    right: int


@dataclass(frozen=True)
class Learnt:
    """`weights` has a row for each service; its last column is for every question."""

    services: tuple[int, ...]
    words: Mapping[str, int]
    weights: NDArray[np.float32]

    def as_json(self) -> dict[str, Any]:
        weights = [[round(float(weight), 3) for weight in row] for row in self.weights]
        return {"services": list(self.services), "words": list(self.words), "weights": weights}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Learnt":
        words = {word: nth for nth, word in enumerate(kept["words"])}
        return cls(tuple(kept["services"]), words, np.array(kept["weights"], np.float32))


def learn(examples: Sequence[Example]) -> Learnt | None:
    """What the latest of `examples`, in the order of time, teach; None when they are too few or all of one service."""
    known = [(words_of(text), service) for text, service in examples[-MOST:]]
    often = {service for service, n in Counter(service for _words, service in known).items() if n >= EACH}
    known = [(words, service) for words, service in known if service in often]
    if len(known) < LEAST or len(often) < 2:
        return None
    services, words = tuple(sorted(often)), _vocabulary(words for words, _service in known)
    asked = _matrix([each for each, _service in known], words)
    wanted = np.zeros((len(known), len(services)), np.float32)
    wanted[np.arange(len(known)), [services.index(service) for _words, service in known]] = 1
    return Learnt(services, words, _fitted(asked, wanted))


def propose(learnt: Learnt, text: str) -> Proposal | None:
    """The service that the words of `text` speak for, None when it is not SURE."""
    words = words_of(text)
    asked = _matrix([words], learnt.words)
    shares = _shares(asked @ learnt.weights.T)[0]
    best = int(shares.argmax())
    if shares[best] < SURE:
        return None
    advantage = learnt.weights[best] - learnt.weights.mean(axis=0)
    speaking = {word: float(advantage[nth]) for word in words if (nth := learnt.words.get(word)) is not None}
    named = sorted((word for word in speaking if speaking[word] > 0), key=lambda word: (-speaking[word], word))
    return Proposal(learnt.services[best], float(shares[best]), tuple(named[:NAMED])) if named else None


def tried(examples: Sequence[Example]) -> Trial:
    """Learns from the earlier ones of `examples` and is asked about the later ones: never about what it has seen."""
    latest = examples[-MOST:]
    cut = len(latest) - round(len(latest) * LATER)
    learnt, later = learn(latest[:cut]), latest[cut:]
    if learnt is None:
        return Trial(0, 0, 0)
    proposed = [(propose(learnt, text), service) for text, service in later]
    sure = [(proposal.service, service) for proposal, service in proposed if proposal is not None]
    return Trial(len(later), len(sure), sum(said == service for said, service in sure))


def words_of(text: str) -> frozenset[str]:
    bare = (token.removeprefix("#") for token in read(text).tokens)
    long = (unabbreviated(word) for word in bare if len(word) >= SHORTEST and is_word(word))
    return frozenset(word for word in long if not any(letter.isdigit() for letter in word))


def _vocabulary(asked: Iterable[frozenset[str]]) -> dict[str, int]:
    counted = Counter(word for words in asked for word in words)
    often = sorted((word for word, n in counted.items() if n >= RARE), key=lambda word: (-counted[word], word))
    return {word: nth for nth, word in enumerate(often[:MOST_WORDS])}


def _matrix(asked: Sequence[frozenset[str]], words: Mapping[str, int]) -> NDArray[np.float32]:
    """A row for each question, of length 1 whatever its number of words, and a last column of ones."""
    rows = np.zeros((len(asked), len(words) + 1), np.float32)
    rows[:, -1] = 1
    for row, each in zip(rows, asked, strict=True):
        known = [words[word] for word in each if word in words]
        if known:
            row[known] = len(known) ** -0.5
    return rows


def _fitted(asked: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Steepest descent with momentum; the loss is convex and its steps are bounded by the length of the rows."""
    weights: NDArray[np.float32] = np.zeros((wanted.shape[1], asked.shape[1]), np.float32)
    speed: NDArray[np.float32] = np.zeros_like(weights)
    momentum, damping = np.float32(_MOMENTUM), np.float32(_DAMPING / len(asked))
    for _round in range(_ROUNDS):
        ahead = weights + momentum * speed
        slope = (_shares(asked @ ahead.T) - wanted).T @ asked / np.float32(len(asked)) + damping * ahead
        speed = (momentum * speed - slope).astype(np.float32)
        weights = (weights + speed).astype(np.float32)
    return weights


def _shares(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares
