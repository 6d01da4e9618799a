"""One account watched post by post: its habits, the evidence that stands against it, and what waits to be believed."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from beffroi.engines.takeover.posts.evidence import NAMES, evidence
from beffroi.engines.takeover.posts.habits import Habits
from beffroi.engines.takeover.posts.model import Model
from beffroi.engines.takeover.posts.traits import Traits, Written, traits_of

POSTS_A_YEAR = 798  # of a parliamentarian's account, mean of the readings the model was fitted on
PROMISE = 10  # account-years to a false alarm, unless somebody asks for others
ENOUGH = 30  # posts after which an account can be judged
QUIET_POSTS, QUIET_TIME = 5, timedelta(days=7)  # what a post waits for before it belongs to the account's habits
SOMETHING = 10.0  # evidence that genuine posts leave rarely: what carries more began here
CALM = 0.01  # share of the threshold under which the evidence lets posts in
ONCE = timedelta(hours=24)  # alarms of one account within it are one
_LAG, _ODDEST = 5, 3  # the newest scores, which are left out; the oddest, whose mean counts


@dataclass(frozen=True, slots=True)
class Judged:
    """One post and what it did: `e` is what its bet paid, `evidence` what stands against the account after it."""

    at: datetime
    e: float
    evidence: float
    strange: tuple[str, ...]  # what was least like the account, the most telling first
    words: int
    new_words: int
    words_no_peer_uses: int


@dataclass(slots=True)
class Watch:
    """Judges each post, in the order of time. With `held` nothing enters the habits: a person has yet to answer.

    `threshold` is in posts: at least so many genuine ones are expected before a false alarm.
    """

    PAST: ClassVar[int] = 300  # scores that are remembered

    model: Model
    threshold: float
    habits: Habits = field(default_factory=Habits)
    held: bool = False
    evidence: float = 0.0
    since: list[Judged] = field(default_factory=list)  # the posts that carry the evidence
    _scores: deque[float] = field(default_factory=lambda: deque(maxlen=Watch.PAST))
    _waiting: deque[tuple[Traits, datetime]] = field(default_factory=deque)
    _alarmed_at: datetime | None = None

    def judge(self, written: Written) -> tuple[Judged, ...]:
        """The posts that carry the alarm, the last one newest; empty while there is none."""
        traits = traits_of(written)
        if self.habits.marks["posts"] + len(self._waiting) < ENOUGH and not self.held:
            self.habits.add(traits)
            return ()
        self._let_in(written.at)
        judged = self._judged(traits, written.at)
        self._waiting.append((traits, written.at))
        self.evidence = judged.evidence
        self.since = [*self.since, judged] if judged.evidence >= SOMETHING else []
        return self._alarm(written.at) if self.evidence >= self.threshold else ()

    def accept(self) -> None:
        """A person said that it was them: what waits is theirs, and the evidence against them is gone."""
        for traits, _at in self._waiting:
            self.habits.add(traits)
        self._waiting.clear()
        self.evidence, self.since, self.held = 0.0, [], False

    def refuse(self) -> None:
        """A person said that it was not them: what waits never belongs to the account."""
        self._waiting.clear()
        self.evidence, self.since = 0.0, []

    def apart(self) -> "Watch":
        """The same account from here on, without evidence and learning nothing: to ask what would be."""
        other = Watch(self.model, self.threshold, self.habits, held=True)
        other._scores.extend(self._scores)
        return other

    def _judged(self, traits: Traits, at: datetime) -> Judged:
        model = self.model
        numbers = evidence(traits, self.habits, model.fleet)
        score = model.score(numbers)
        oddest = self.oddest(tuple(self._scores))
        oddest = model.usual_past if math.isnan(oddest) else oddest
        place = model.calibration.place(
            score - model.share_of_past * (oddest - model.usual_past), is_repost=traits.is_repost
        )
        self._scores.append(score)
        e = model.calibration.pays[place]
        mine, peers = self.habits.counts["words"], model.fleet.peers.counts["words"]
        new = [word for word in traits.words if word not in mine]
        return Judged(
            at,
            e,
            e * (self.evidence + 1),
            self._strange(numbers) if e > 1 else (),
            len(traits.words),
            len(new),
            sum(peers.get(word, 0) < 2 for word in new),
        )

    def _strange(self, numbers: list[float]) -> tuple[str, ...]:
        parts = sorted(zip(self.model.parts(numbers), NAMES, strict=True), reverse=True)
        return tuple(name for part, name in parts[:3] if part > 0)

    @staticmethod
    def oddest(scores: Sequence[float]) -> float:
        """How odd posts have looked: the mean of the oddest, the newest left out. NaN while there are too few."""
        past = scores[:-_LAG]
        return math.fsum(sorted(past)[-_ODDEST:]) / _ODDEST if len(past) >= ENOUGH else math.nan

    def _let_in(self, now: datetime) -> None:
        """What has stood among quiet posts long enough belongs to the account."""
        while self._waiting and not self.held:
            traits, at = self._waiting[0]
            is_calm = len(self._waiting) > QUIET_POSTS and self.evidence < CALM * self.threshold
            if not is_calm and now - at < QUIET_TIME:
                return
            self.habits.add(traits)
            self._waiting.popleft()

    def _alarm(self, now: datetime) -> tuple[Judged, ...]:
        carried = tuple(judged for judged in self.since if judged.e > 1)
        self.evidence, self.since = 0.0, []
        if self._alarmed_at is not None and now - self._alarmed_at < ONCE:
            return ()
        self._alarmed_at = now
        return carried

    def pack(self) -> dict[str, Any]:
        """Everything but the model, as values that MessagePack can hold; no text of a post is among them."""
        return {
            "habits": self.habits.pack(),
            "held": self.held,
            "evidence": self.evidence,
            "since": [astuple(judged) for judged in self.since],
            "scores": list(self._scores),
            "waiting": [(astuple(traits), at) for traits, at in self._waiting],
            "alarmed_at": self._alarmed_at,
        }

    @classmethod
    def unpack(cls, packed: dict[str, Any], model: Model, threshold: float) -> "Watch":
        """What `pack` made. Raises KeyError, ValueError or TypeError for anything else."""
        watch = cls(model, threshold, Habits.unpack(packed["habits"]), packed["held"], packed["evidence"])
        watch.since = [
            Judged(at, e, evidence, tuple(strange), *counts) for at, e, evidence, strange, *counts in packed["since"]
        ]
        watch._scores.extend(packed["scores"])
        watch._waiting.extend((Traits(*map(_hashable, traits)), at) for traits, at in packed["waiting"])
        watch._alarmed_at = packed["alarmed_at"]
        return watch


def _hashable(value: Any) -> Any:
    """MessagePack gives lists for tuples."""
    return tuple(value) if isinstance(value, list) else value
