"""One look at an account: what its profile and its counters showed."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.vocabulary import Profile, in_utc


class OutOfOrder(ValueError):
    """A reading is older than the one before it: it says nothing about what came since."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look at an account showed. What was not looked at is None.

    `links` are the addresses that the profile shows beside its text. `gone`: the network says that there is no such
    account.
    """

    at: datetime
    profile: Profile | None = None
    links: tuple[str, ...] = ()
    banner: str = ""
    posts: int | None = None
    followers: int | None = None
    following: int | None = None
    gone: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", in_utc(self.at))

    @classmethod
    def of(cls, profile: Profile, at: datetime) -> "Reading":
        """A profile with the counters that it carries."""
        return cls(at, profile, posts=profile.posts, followers=profile.followers)
