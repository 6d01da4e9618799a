"""Colours that can be read on each other, by the contrast ratio of WCAG 2.1 (https://www.w3.org/TR/WCAG21/#contrast-minimum).

A colour is "#rrggbb". What is not one is refused with ValueError.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

PAPER, INK, SOFT = "#f8f6f1", "#18212d", "#4b5665"
BRICK = "#96341f"  # of a body that has no colour of its own
READABLE = 4.5  # AA, for text of any size
APART = 1.3  # from the paper: a band that is paler than this is not seen
STEP = 0.04  # of the way to black, at each try
HEX = re.compile(r"#[0-9a-fA-F]{6}")

Channels = tuple[float, float, float]
Judge = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours of one card. Each pair that is read on each other has a ratio of 4.5 at least."""

    band: str  # the body's colour, darkened where it was too pale or left nothing readable
    on_band: str
    tower: str  # the belfry on the band
    accent: str  # the body's colour as text on paper
    disc: str  # behind initials
    on_disc: str


def palette(colour: str) -> Palette:
    """The colours of a card in the body's `colour`; the brick of a belfry where it has none."""
    band = _darker_until(colour or BRICK, lambda tried: contrast(tried, PAPER) >= APART)
    band = _darker_until(band, lambda tried: contrast(tried, on(tried)) >= READABLE)
    disc = mixed(band, PAPER, 0.14)
    accent = readable(band, PAPER)
    return Palette(band, on(band), mixed(band, "#000000", 0.72), accent, disc, readable(accent, disc))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on(colour: str) -> str:
    """Paper or ink, whichever reads better on `colour`."""
    return max((PAPER, INK), key=lambda text: contrast(text, colour))


def readable(colour: str, ground: str) -> str:
    """`colour`, darkened until it reads on the light `ground`."""
    return _darker_until(colour, lambda tried: contrast(tried, ground) >= READABLE)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of `colour` and the rest of `other`, channel by channel."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return _written([one * share + two * (1 - share) for one, two in pairs])


def _darker_until(colour: str, is_enough: Judge) -> str:
    tried, share = _written(_channels(colour)), 1.0
    while not is_enough(tried) and share > 0:
        share -= STEP
        tried = mixed(colour, "#000000", max(share, 0.0))
    return tried


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> Channels:
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour: it is written #rrggbb")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(channels: "Channels | list[float]") -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in channels)
