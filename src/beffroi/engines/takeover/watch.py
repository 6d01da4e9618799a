"""One account under watch, reading by reading: what is found, and the little that is remembered between two of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import msgspec

from beffroi.engines.takeover import paragraphs, returning
from beffroi.engines.takeover.ballots import CAMPAIGN, END_OF_MANDATE, is_about
from beffroi.engines.takeover.breaks import breaks
from beffroi.engines.takeover.counting import Move, PostCount
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.drift import UNLIKE, Drift, addresses
from beffroi.engines.takeover.identity import Identity
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.past import Past, more_followed, more_posts, silent
from beffroi.engines.takeover.reading import OutOfOrder, Reading
from beffroi.engines.takeover.returning import Return

LEAST_GONE, SHARE_GONE = 20, 0.10  # a mass delete: so many posts at once, and such a share of them
NO_LISTS = Lists()


@dataclass(slots=True)
class Watch:
    """What is remembered of one account between two readings: the last profile, the counters, a few earlier signs.

    `standing` is what the last profile showed: at the next reading it is no news, nor is one more wrong name or handle.
    """

    read_at: datetime | None = None
    shown: Reading | None = None
    posts: PostCount = field(default_factory=PostCount)
    following: int | None = None
    returning: Return | None = None
    past: Past = field(default_factory=Past)
    standing: frozenset[tuple[str, str]] = frozenset()

    def read(
        self, reading: Reading, identity: Identity, *, lists: Lists = NO_LISTS, ballots: Sequence[date] = ()
    ) -> tuple[Finding, ...]:
        """What this reading shows that is new: alarms, and warnings (those of rates.WARNINGS), each with its signs.

        `ballots` are days about which mandates end. Raises OutOfOrder for a reading that is older than the one
        before; nothing of it is kept.
        """
        self._follows(reading.at)
        self._same_account(reading)
        earlier = self.past.signs
        drift = Drift(self.shown, reading) if self.shown and reading.profile else None
        followed = more_followed(self.following, reading.following)
        signs = [*(drift.signs() if drift else ()), *followed]
        found = [*self._of_profile(reading, identity, lists), *_of_drift(drift, ballots)]
        if reading.posts is not None:
            move = self.posts.read(reading.posts, reading.at)
            weight = len(followed) + (drift.weight if drift else 0)
            found += self._of_deletion(move, _called(identity, reading))
            found += self._of_return(move, reading.at, _called(identity, reading), weight, ballots)
            signs += more_posts(move.new)
        self._keep(reading)
        self.past.drifted(drift, reading.at.date())
        signs += silent(self.posts.quiet(reading.at))
        return tuple(replace(each, signs=(*signs, *earlier)) for each in found)

    def unchanged(self, at: datetime, identity: Identity) -> tuple[Finding, ...]:
        """A reading that shows what the last one showed. Raises OutOfOrder."""
        self._follows(at)
        move = self.posts.unchanged(at)
        if not move.gone:
            return ()
        signs = (*silent(self.posts.quiet(at)), *self.past.signs)
        return tuple(replace(each, signs=signs) for each in self._of_deletion(move, _called(identity, self.shown)))

    def as_json(self) -> str:
        """For keeping it between two readings."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def of_json(cls, kept: str) -> "Watch":
        """What `as_json` gave. Raises ValueError for anything else."""
        return msgspec.json.decode(kept, type=cls)

    def _follows(self, at: datetime) -> None:
        if self.read_at is not None and at < self.read_at:
            raise OutOfOrder(f"read at {at:%Y-%m-%d %H:%M}, after a reading of {self.read_at:%Y-%m-%d %H:%M}")
        self.read_at = at

    def _same_account(self, reading: Reading) -> None:
        """The counters of another account say nothing about this one."""
        if self.shown and reading.profile and _number(reading) != _number(self.shown):
            self.posts, self.following, self.returning = PostCount(), None, None

    def _of_profile(self, reading: Reading, identity: Identity, lists: Lists) -> Iterator[Finding]:
        """The breaks that the profile shows and the reading before did not."""
        if reading.gone:
            found: tuple[Finding, ...] = (paragraphs.gone(_called(identity, reading)),)
        elif reading.profile:
            found = (*breaks(identity, reading.profile), *_listed(reading, lists))
        else:
            return
        stood = self.standing
        self.standing = frozenset(map(_stands, found))
        yield from (each for each in found if _stands(each) not in stood)

    def _of_deletion(self, move: Move, called: str) -> Iterator[Finding]:
        least = max(LEAST_GONE, SHARE_GONE * move.before)
        if move.gone >= least and move.began:
            self.past.deleted(move.began.date(), move.before, move.gone)
            yield paragraphs.mass_deleted(called, gone=move.gone, before=move.before, threshold=least)

    def _of_return(
        self, move: Move, at: datetime, called: str, weight: int, ballots: Sequence[date]
    ) -> Iterator[Finding]:
        self.returning = back = returning.follow(self.returning, move, at) if move.new else self.returning
        if not move.new or back is None or back.told:
            return
        if back.began == at:
            self.past.spoke_again(at.date(), back.quiet)
        deletion = self.past.deletion
        score = back.score(weight + bool(deletion))
        threshold = returning.THRESHOLD * (returning.CAMPAIGN if is_about(at.date(), ballots, CAMPAIGN) else 1)
        if score >= threshold:
            back.told = True
            yield paragraphs.returned(called, back.quiet, back.posts, deletion, score=score, threshold=threshold)

    def _keep(self, reading: Reading) -> None:
        if reading.profile:
            self.shown = reading
        if reading.following is not None:
            self.following = reading.following


def _stands(found: Finding) -> tuple[str, str]:
    """Severe or not, another wrong name is the same break; another account, or another link, is another one."""
    return found.detector, str(found.severe) if found.detector in ("name", "handle") else found.about


def _of_drift(drift: Drift | None, ballots: Sequence[date]) -> Iterator[Finding]:
    if drift and drift.is_rewritten and not is_about(drift.now.at.date(), ballots, END_OF_MANDATE):
        yield paragraphs.office_lost(drift.handle, drift.office_lost, score=round(drift.likeness, 2), threshold=UNLIKE)


def _listed(reading: Reading, lists: Lists) -> Iterator[Finding]:
    if reading.profile and lists:
        for link in addresses(reading):
            if category := lists.category(link):
                yield paragraphs.leads_to_listed(reading.profile.handle, link, category)


def _number(reading: Reading) -> str:
    return reading.profile.native_id if reading.profile else ""


def _called(identity: Identity, reading: Reading | None) -> str:
    """The handle that a sentence names: the one that is shown, else the registered one."""
    if reading and reading.profile:
        return reading.profile.handle
    return identity.handles[0] if identity.handles else identity.name
