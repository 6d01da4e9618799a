"""What else changed on a profile in one reading. Each is common by itself; told beside an alarm it says a lot."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.names import office_words
from beffroi.engines.takeover.reading import Reading
from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.links import links
from beffroi.vocabulary import Profile, Sentence

UNLIKE = 0.3  # below this likeness a description was written anew

NEW_PICTURE = "The picture has changed."
NEW_BANNER = "The banner has changed."
NEW_NAME = "The name has changed to “{shown}”."
NEW_HANDLE = "The handle has changed to {shown}."
NEW_DESCRIPTION = "The description was written anew."
EMPTIED_DESCRIPTION = "The description was emptied."
OFFICE_WORDS_LOST = "The description no longer says “{words}”."
NEW_LINK = "The profile now leads to {link}."

SIGNS = (
    NEW_PICTURE,
    NEW_BANNER,
    NEW_NAME,
    NEW_HANDLE,
    NEW_DESCRIPTION,
    EMPTIED_DESCRIPTION,
    OFFICE_WORDS_LOST,
    NEW_LINK,
)


@dataclass(frozen=True, slots=True)
class Drift:
    """How a profile differs from the one of the reading before."""

    before: Reading
    now: Reading

    @property
    def handle(self) -> str:
        return self._is.handle

    @property
    def new_handle(self) -> bool:
        return self._was.handle.casefold() != self._is.handle.casefold()

    @property
    def new_picture(self) -> bool:
        return bool(self._was.icon) and self._was.icon != self._is.icon

    @property
    def likeness(self) -> float:
        """How much the description resembles the one before, from 0 to 1; 1 where there was none."""
        return likeness(self._was.summary, self._is.summary) if self._was.summary else 1.0

    @property
    def office_lost(self) -> tuple[str, ...]:
        """The words of office that the description said, when it says none any more."""
        said = office_words(self._was.summary)
        return () if office_words(self._is.summary) else said

    @property
    def new_links(self) -> tuple[str, ...]:
        known = addresses(self.before)
        return tuple(link for link in addresses(self.now) if link not in known)

    @property
    def is_rewritten(self) -> bool:
        """The sign of detector `office-lost`: three changes at once that owners seldom make together."""
        return bool(self.office_lost) and self.new_picture and self.likeness < UNLIKE

    @property
    def weight(self) -> int:
        """How many signs speak beside another finding: a new picture, a description written anew."""
        return self.new_picture + (self.likeness < UNLIKE)

    def signs(self) -> Iterator[Sentence]:
        if self._was.name != self._is.name:
            yield Sentence(NEW_NAME, {"shown": legible(self._is.name)})
        if self.new_handle:
            yield Sentence(NEW_HANDLE, {"shown": legible(self._is.handle)})
        if self.new_picture:
            yield Sentence(NEW_PICTURE)
        if self.before.banner != self.now.banner:
            yield Sentence(NEW_BANNER)
        yield from self._of_description()
        yield from (Sentence(NEW_LINK, {"link": legible(link)}) for link in self.new_links)

    def _of_description(self) -> Iterator[Sentence]:
        if self._was.summary.strip() and not self._is.summary.strip():
            yield Sentence(EMPTIED_DESCRIPTION)
        elif self.likeness < UNLIKE:
            yield Sentence(NEW_DESCRIPTION)
        if words := self.office_lost:
            yield Sentence(OFFICE_WORDS_LOST, {"words": legible(", ".join(words))})

    @property
    def _was(self) -> Profile:
        return _profile(self.before)

    @property
    def _is(self) -> Profile:
        return _profile(self.now)


def _profile(reading: Reading) -> Profile:
    if reading.profile is None:
        raise ValueError("no profile was read: a drift is between two of them")
    return reading.profile


def addresses(reading: Reading) -> tuple[str, ...]:
    """Every address that a profile shows: those beside its text and those in it."""
    return (*reading.links, *(links(reading.profile.summary) if reading.profile else ()))


def likeness(one: str, other: str) -> float:
    """The cosine of the groups of three letters of two texts, from 0 to 1; case and accents do not count."""
    ours, theirs = _trigrams(one), _trigrams(other)
    norm = math.sqrt(sum(n * n for n in ours.values()) * sum(n * n for n in theirs.values()))
    return sum(n * theirs[group] for group, n in ours.items()) / norm if norm else 0.0


def _trigrams(text: str) -> Counter[str]:
    plain = f" {' '.join(fold(text).split())} "
    return Counter(plain[start : start + 3] for start in range(len(plain) - 2))
