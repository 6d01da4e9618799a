"""What was seen of an account before, kept short: it is told beside a later alarm."""

from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.engines.takeover.drift import Drift
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.returning import LEAST_QUIET
from beffroi.vocabulary import Sentence

REMEMBERED = 6  # earlier signs
FOLLOWED, SHARE_FOLLOWED = 50, 0.10  # a burst: so many more accounts followed at once, and such a share more

SILENT = "It had shown no new post for {days} days."
MORE_POSTS = "New posts at this reading: {count}."
MORE_FOLLOWED = "Accounts that it follows since the reading before: {count} more."
DELETED = "On {day} many of its posts had disappeared at once: {before} before, {after} after."
SPOKE_AGAIN = "On {day} it had spoken again after {days} days without a new post."
REWRITTEN = "On {day} its description had lost its words of office and was written anew, and its picture had changed."
RENAMED = "On {day} it had taken the handle {shown}."

SIGNS = (SILENT, MORE_POSTS, MORE_FOLLOWED, DELETED, SPOKE_AGAIN, REWRITTEN, RENAMED)


@dataclass(frozen=True, slots=True)
class Deletion:
    on: date
    count: int


@dataclass(slots=True)
class Past:
    """The latest signs, the oldest first, each with its day in words; and the latest mass delete."""

    signs: tuple[Sentence, ...] = ()
    deletion: Deletion | None = None

    def deleted(self, on: date, before: int, count: int) -> None:
        self.deletion = Deletion(on, count)
        self._note(Sentence(DELETED, {"day": on.isoformat(), "before": before, "after": before - count}))

    def spoke_again(self, on: date, quiet: timedelta) -> None:
        self._note(Sentence(SPOKE_AGAIN, {"day": on.isoformat(), "days": quiet.days}))

    def drifted(self, drift: Drift | None, on: date) -> None:
        if drift is None:
            return
        if drift.is_rewritten:
            self._note(Sentence(REWRITTEN, {"day": on.isoformat()}))
        if drift.new_handle:
            self._note(Sentence(RENAMED, {"day": on.isoformat(), "shown": legible(drift.handle)}))

    def _note(self, sign: Sentence) -> None:
        self.signs = (*self.signs, sign)[-REMEMBERED:]


def silent(quiet: timedelta) -> tuple[Sentence, ...]:
    return (Sentence(SILENT, {"days": quiet.days}),) if quiet >= LEAST_QUIET else ()


def more_posts(count: int) -> tuple[Sentence, ...]:
    return (Sentence(MORE_POSTS, {"count": count}),) if count else ()


def more_followed(before: int | None, now: int | None) -> tuple[Sentence, ...]:
    """A burst of new subscriptions: what a stolen account is often used for first."""
    count = (now or 0) - (before or 0)
    if before is None or now is None or count < max(FOLLOWED, SHARE_FOLLOWED * before):
        return ()
    return (Sentence(MORE_FOLLOWED, {"count": count}),)
