"""The registered identity of an account against the profile just read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from beffroi.engines.takeover.names import is_title, match
from beffroi.vocabulary import Profile

THRESHOLD = 60  # below, a name no longer agrees: hostile ones were seen at 17 to 32, honest changes nearly all above
UNVERIFIED_HANDLE = "handle.invalid"  # what Bluesky shows while it cannot verify a handle, often for an hour only

Kind = Literal["id", "name", "handle"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What people registered, and what every reading is compared with; never yesterday's reading.

    `handles` holds the present handle first, then former ones that may still be shown. What is empty was not
    registered and is not compared; without any name the handles stand in for one. `description` is what the account
    said of itself when it was registered: a name that is an office out of it is the account's own.
    """

    name: str
    accepted_variants: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    native_id: str = ""
    description: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.name, *self.accepted_variants) if name.strip()) or self.handles


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that no longer agrees. `score` is the agreement from 0 to 100.

    `severe` is what somebody else's hand looks like: the account should be frozen until a person has answered.
    """

    kind: Kind
    registered: str
    shown: str
    score: int
    severe: bool


def compare(identity: Identity, profile: Profile) -> Sequence[Break]:
    """What the profile shows differently from what was registered; empty when all is well."""
    return (*_id_break(identity, profile), *_name_break(identity, profile), *_handle_break(identity, profile))


def _id_break(identity: Identity, profile: Profile) -> Iterator[Break]:
    if identity.native_id and profile.native_id != identity.native_id:
        yield Break("id", identity.native_id, profile.native_id, score=0, severe=True)


def _name_break(identity: Identity, profile: Profile) -> Iterator[Break]:
    score = match(profile.name, *identity.names)
    if identity.names and score < THRESHOLD and not is_title(profile.name, identity.description):
        # An emptied name deceives nobody: networks show the handle in its place.
        yield Break("name", identity.names[0], profile.name, score, severe=bool(profile.name.strip()))


def _handle_break(identity: Identity, profile: Profile) -> Iterator[Break]:
    if identity.handles and _bare(profile.handle) not in {_bare(handle) for handle in identity.handles}:
        score = match(profile.handle, *identity.names)
        yield Break("handle", identity.handles[0], profile.handle, score, severe=_lost_the_name(identity, profile))


def _lost_the_name(identity: Identity, profile: Profile) -> bool:
    """Whether the handle resembled the name and does so no more. One that never did proves nothing by changing."""
    if _bare(profile.handle) == UNVERIFIED_HANDLE:
        return False
    once = max(match(handle, *identity.names) for handle in identity.handles)
    return once >= THRESHOLD > match(profile.handle, *identity.names)


def _bare(handle: str) -> str:
    return handle.removeprefix("@").casefold()
