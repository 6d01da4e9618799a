"""The fitted part: what peers write, how the numbers of a post are weighed, and how odd genuine posts may look."""

import io
import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np

from beffroi.engines.takeover.posts.betting import Calibration
from beffroi.engines.takeover.posts.evidence import NAMES
from beffroi.engines.takeover.posts.fleet import Fleet
from beffroi.engines.takeover.posts.habits import KINDS, MARKS, Habits

FORMAT = 1
_STEP = 0.1  # nats: as fine as logarithms of frequencies are kept


class NotAModel(ValueError):
    """These bytes are no model of posts, or one of another format."""


@dataclass(frozen=True, slots=True)
class Model:
    """`weights`, `means` and `spreads` belong to the evidence named NAMES. An account's own oddest posts count by
    `share_of_past` against `usual_past`. `about` says what it was fitted on, and under which licences."""

    fleet: Fleet
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    usual_past: float
    share_of_past: float
    calibration: Calibration
    about: Mapping[str, Any]

    def score(self, evidence: list[float]) -> float:
        return math.fsum(self.parts(evidence))

    def parts(self, evidence: list[float]) -> list[float]:
        """What each number adds to the score."""
        each = zip(self.weights, self.means, self.spreads, evidence, strict=True)
        return [weight * (value - mean) / spread for weight, mean, spread, value in each]

    def written(self) -> bytes:
        """As a file: NumPy's npz without pickles."""
        head = {
            "format": FORMAT,
            "names": NAMES,
            "weights": self.weights,
            "means": self.means,
            "spreads": self.spreads,
            "usual_past": self.usual_past,
            "share_of_past": self.share_of_past,
            "limits": self.calibration.limits,
            "pays": self.calibration.pays,
            "marks": self.fleet.peers.marks,
            "totals": self.fleet.peers.totals,
            "about": dict(self.about),
        }
        arrays: dict[str, Any] = {"head": np.frombuffer(json.dumps(head).encode(), "u1")}
        for kind in KINDS:
            counted = sorted(self.fleet.peers.counts[kind].items())
            arrays[f"{kind} tokens"] = np.array([token for token, _ in counted], "<u4")
            arrays[f"{kind} counts"] = np.array([count for _, count in counted], "<u4")
        for name, table in (("french", self.fleet.french), ("foreign", self.fleet.foreign)):
            known = sorted(table.items())
            arrays[f"{name} words"] = np.array([word for word, _ in known], "<u4")
            arrays[f"{name} logs"] = np.array([round(-log / _STEP) for _, log in known], "u1")
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return file.getvalue()

    @classmethod
    def read(cls, content: bytes) -> Self:
        """What `written` made. Raises NotAModel for anything else."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                head = json.loads(arrays["head"].tobytes())
                if (head["format"], tuple(head["names"])) != (FORMAT, NAMES):
                    raise NotAModel(f"format {head['format']}, {len(head['names'])} numbers")
                return cls(
                    Fleet(_peers(head, arrays), _table("french", arrays), _table("foreign", arrays)),
                    tuple(head["weights"]),
                    tuple(head["means"]),
                    tuple(head["spreads"]),
                    head["usual_past"],
                    head["share_of_past"],
                    Calibration((tuple(head["limits"][0]), tuple(head["limits"][1])), tuple(head["pays"])),
                    head["about"],
                )
        except (BadZipFile, KeyError, OSError, EOFError, ValueError, TypeError, AttributeError) as unreadable:
            raise NotAModel(str(unreadable)) from unreadable


def _peers(head: Mapping[str, Any], arrays: Mapping[str, Any]) -> Habits:
    peers = Habits()
    peers.marks = {mark: head["marks"][mark] for mark in MARKS}
    peers.totals = {kind: head["totals"][kind] for kind in KINDS}
    for kind in KINDS:
        tokens, counts = arrays[f"{kind} tokens"].tolist(), arrays[f"{kind} counts"].tolist()
        peers.counts[kind] = Counter(dict(zip(tokens, counts, strict=True)))
    return peers


def _table(name: str, arrays: Mapping[str, Any]) -> dict[int, float]:
    words, logs = arrays[f"{name} words"].tolist(), arrays[f"{name} logs"].tolist()
    return {word: -_STEP * log for word, log in zip(words, logs, strict=True)}
