"""Other people's accounts that can be taken for ours: a name that looks the same, and a second sign that agrees.

A name alone proves nothing. Of 58,779 pairs of different members of a parliament three resembled each other this much,
so that among the 100,000 accounts of a network everybody has namesakes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from beffroi.engines.likeness.lookalike import resemblance, skeleton
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.drift import likeness
from beffroi.engines.takeover.identity import Identity
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.listed import host
from beffroi.engines.takeover.pictures import same
from beffroi.engines.texts.links import links
from beffroi.vocabulary import Profile, Sentence

ALIKE = 85  # of 100: from here on a name looks like ours
SAME_DESCRIPTION = 0.6  # the cosine of the groups of three letters
LEAST_DESCRIPTION = 20  # letters: below, two descriptions agree by chance

LOOKS_LIKE_US = (
    "Another account looks like {handle}: @{other} shows the name “{shown}”, which agrees with yours at {score} out of "
    "100, and more than its name agrees. If it is one of yours, or somebody who happens to be called so, answer “It "
    "was us”. If it passes itself off as you, report it to the network as an impersonation, and tell people which "
    "account is the real one."
)
HANDLE_LOOKS_THE_SAME = "Its handle cannot be told from yours at a glance."
HANDLE_IS_NEAR = "Its handle is one letter away from yours."
DESCRIPTION_IS_OURS = "Its description resembles yours."
PICTURE_IS_OURS = "Its picture is yours."
LINK_IS_OURS = "It links to {host}, as you do."

PARAGRAPHS = (LOOKS_LIKE_US, HANDLE_LOOKS_THE_SAME, HANDLE_IS_NEAR, DESCRIPTION_IS_OURS, PICTURE_IS_OURS, LINK_IS_OURS)


@dataclass(frozen=True, slots=True)
class Ours:
    """What can be copied of an account: its registered identity, what it says of itself, the domains of its links, the
    fingerprints of its pictures."""

    identity: Identity
    summary: str = ""
    domains: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


def agreement(ours: Ours, profile: Profile) -> int:
    """How much the name of `profile` looks like ours, from 0 to 100; 0 for our own account."""
    if profile.native_id == ours.identity.native_id:
        return 0
    return max((_alike(profile.name, name) for name in ours.identity.names), default=0)


def stranger(ours: Ours, profile: Profile, picture: str = "") -> Finding | None:
    """Whether the account `profile` can be taken for ours; None for our own, and for a mere namesake. `picture` is the
    fingerprint of its picture, where somebody has looked."""
    identity = ours.identity
    score = agreement(ours, profile)
    signs = tuple(_signs(ours, profile, picture))
    if score < ALIKE or not signs or not identity.handles:
        return None
    values: dict[str, str | int] = {
        "handle": legible(identity.handles[0]),
        "other": legible(profile.handle),
        "shown": legible(profile.name),
        "score": score,
    }
    sentence = Sentence(LOOKS_LIKE_US, values)
    return Finding("lookalike", profile.native_id, score, ALIKE, severe=False, sentence=sentence, signs=signs)


def _alike(shown: str, name: str) -> int:
    """As the eye compares them: letters that look the same are the same."""
    return int(fuzz.ratio(_seen(shown), _seen(name)))


def _seen(name: str) -> str:
    return " ".join(sorted(skeleton(word) for word in name.split()))


def _signs(ours: Ours, profile: Profile, picture: str) -> Iterator[Sentence]:
    if any(same(picture, each) for each in ours.pictures):
        yield Sentence(PICTURE_IS_OURS)
    near = resemblance(profile.handle, ours.identity.handles)
    if near is not None:
        yield Sentence(HANDLE_LOOKS_THE_SAME if near.by == "looks" else HANDLE_IS_NEAR)
    long_enough = min(len(ours.summary), len(profile.summary)) >= LEAST_DESCRIPTION
    if long_enough and likeness(ours.summary, profile.summary) >= SAME_DESCRIPTION:
        yield Sentence(DESCRIPTION_IS_OURS)
    for link in links(profile.summary):
        where = host(link).removeprefix("www.")
        if where in ours.domains:
            yield Sentence(LINK_IS_OURS, {"host": legible(where)})
            return
