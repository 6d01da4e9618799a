"""What is looked at before a text may be submitted: one file per check, pure, all run every time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from beffroi.connectors.contract import Capabilities


@dataclass(frozen=True, slots=True)
class Destination:
    """One account the text would leave from, as the checks see it."""

    handle: str
    network: str
    capabilities: Capabilities
    frozen: str = ""  # the reason, empty when it may speak
    lost: str = ""  # why its credentials no longer work, empty when they do


@dataclass(frozen=True, slots=True)
class Attached:
    """One image, as the checks see it: `size` in bytes."""

    alt: str
    decorative: bool
    size: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend (`blocks`) or to know, in the writer's words, at the `place` it is about."""

    check: str
    place: str  # "text", "images", "accounts"
    words: Any
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    text: str
    images: Sequence[Attached]
    destinations: Sequence[Destination]


Check = Callable[[Checked], Iterator[Finding]]
