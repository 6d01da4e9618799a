"""Whom an account is registered as, in a history in which no person answers.

In the product a person signs each identity. A file has nobody to ask: here the first reading registers, and from then
on what owners do is taken as accepted: a rename that keeps the name, an account opened anew under the same name. What
is severe is never accepted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from beffroi.engines.takeover.breaks import breaks, with_former
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.identity import THRESHOLD, Identity
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.names import match
from beffroi.engines.takeover.paragraphs import OPENED_ANEW, UNLIKE_THE_REGISTER
from beffroi.engines.takeover.rates import years_apart
from beffroi.vocabulary import Profile, Sentence


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should hear of the register; no alarm."""

    kind: Literal["unlike", "reopened"]
    sentence: Sentence


@dataclass(slots=True)
class Register:
    """The accounts that one entry of a register stood for, by their number, and which of them it stands for now.

    `strangers` are accounts that were found under a handle of ours: they stay compared with ours.
    """

    identities: dict[str, Identity] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    present: str = ""

    def look_up(self, name: str, profile: Profile) -> tuple[Identity, Note | None]:
        """With which identity a reading is compared, by the name that the register holds at that time.

        The note is what a person should hear and is no alarm: that the name shown at an account's first reading does
        not resemble the registered one, or that the account was opened anew.
        """
        number = profile.native_id
        if number not in self.identities and self._is_stranger(name, profile):
            self.strangers.add(number)
            number = self.present
        if number in self.identities:
            self.present = number
            identity = self.identities[number] = replace(self.identities[number], name=name)
            return identity, None
        return self._enter(name, profile)

    def accept(self, profile: Profile, found: Iterable[Finding]) -> None:
        """After a reading: an honest rename gives our account its new handle, and the one before is a former one."""
        renamed = any(each.detector == "handle" and not each.severe for each in found)
        if renamed and profile.native_id in self.identities:
            number = profile.native_id
            self.identities[number] = with_former(self.identities[number], profile.handle)

    def _is_stranger(self, name: str, profile: Profile) -> bool:
        """Whether somebody else holds a handle of ours."""
        return profile.native_id in self.strangers or (
            self._under_our_handle(profile) and match(profile.name, name) < THRESHOLD
        )

    def _under_our_handle(self, profile: Profile) -> bool:
        ours = self.identities.get(self.present)
        return ours is not None and profile.handle.casefold() in {each.casefold() for each in ours.handles}

    def _enter(self, name: str, profile: Profile) -> tuple[Identity, Note | None]:
        identity = Identity(name, (), (profile.handle,), profile.native_id, profile.summary)
        note = None
        if self._under_our_handle(profile):
            ours = self.identities[self.present]
            note = Note("reopened", _reopened(ours, profile))
        elif breaks(identity, profile):
            identity = replace(identity, accepted_variants=(profile.name,))
            note = Note("unlike", _unlike(name, profile))
        self.present = profile.native_id
        self.identities[profile.native_id] = identity
        return identity, note


def _reopened(ours: Identity, profile: Profile) -> Sentence:
    values: dict[str, str | int] = {
        "handle": legible(profile.handle),
        "number": legible(profile.native_id),
        "registered": legible(ours.native_id),
        "years": years_apart("id"),
    }
    return Sentence(OPENED_ANEW, values)


def _unlike(name: str, profile: Profile) -> Sentence:
    values: dict[str, str | int] = {
        "handle": legible(profile.handle),
        "shown": legible(profile.name),
        "registered": legible(name),
        "score": match(profile.name, name),
        "threshold": THRESHOLD,
    }
    return Sentence(UNLIKE_THE_REGISTER, values)
