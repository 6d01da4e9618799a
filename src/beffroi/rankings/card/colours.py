"""The colours of one card: what can be read on what, in the colour of any body."""

from collections.abc import Callable
from dataclasses import dataclass

from beffroi.rankings.card.contrast import channels, contrast, mixed, written

PAPER, INK, SOFT = "#f8f6f1", "#18212d", "#4b5665"
BRICK = "#96341f"  # of a body that has no colour of its own
READABLE = 4.5  # AA, for text of any size
APART = 1.3  # from the paper: a band that is paler than this is not seen
STEP = 0.04  # of the way to black, at each try

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


def on(colour: str) -> str:
    """Paper or ink, whichever reads better on `colour`."""
    return max((PAPER, INK), key=lambda text: contrast(text, colour))


def readable(colour: str, ground: str) -> str:
    """`colour`, darkened until it reads on the light `ground`."""
    return _darker_until(colour, lambda tried: contrast(tried, ground) >= READABLE)


def _darker_until(colour: str, is_enough: Judge) -> str:
    tried, share = written(channels(colour)), 1.0
    while not is_enough(tried) and share > 0:
        share -= STEP
        tried = mixed(colour, "#000000", max(share, 0.0))
    return tried
