"""What is known of one account over one window: whole numbers only, so that two ways of adding them up must agree."""

from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.vocabulary import Sentence

# An answer that comes later counts as none: editions are made so long after their window, so that every question had
# the same time. Three days let a weekend pass.
ANSWERED_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Account:
    """Who is compared. `population` is None where it is not known, `bound` is the lower bound of its class.

    `counterparts` are the distinct accounts that it answered, shared or quoted in the window, `outside` those of them
    that are not of its own institutions. `last_post` is the latest day known with a post of its own, at the end of
    the window. `excluded` says why no ranking counts it.
    """

    key: int
    network: str
    handle: str
    body: str
    population: int | None = None
    bound: int | None = None
    counterparts: int = 0
    outside: int = 0
    last_post: date | None = None
    excluded: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Leap:
    """Followers that came at once: `gain` of them on top of `had`, in `days` up to `day`."""

    day: date
    days: int
    had: int
    gain: int


@dataclass(frozen=True, slots=True)
class Count:
    """A counter as it was at the first and at the last reading of the window."""

    first: int
    first_on: date
    last: int
    last_on: date

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything that an account did and that was seen of it in a window, added up.

    `days` are those on which anything is known of it, `days_before` and `before` (posts, replies and shares) belong to
    the window just before. `gained` and `lost` are the steps up and down of its own counter of posts. `waits` are the
    minutes that each answer took, in order.
    """

    days: int = 0
    own: int = 0
    replies: int = 0
    shares: int = 0
    quotes: int = 0
    heard: int = 0
    answered: int = 0
    images: int = 0
    described: int = 0
    tags: int = 0
    readable: int = 0
    days_before: int = 0
    before: int = 0
    followers: Count | None = None
    posts: Count | None = None
    gained: int = 0
    lost: int = 0
    waits: tuple[int, ...] = ()
    leap: Leap | None = None

    @property
    def written(self) -> int:
        return self.own + self.quotes + self.replies + self.shares


NOTHING = Sums()
