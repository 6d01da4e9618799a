"""How well one colour reads on another: the contrast ratio of WCAG 2.1.

https://www.w3.org/TR/WCAG21/#contrast-minimum. A colour is "#rrggbb"; what is not one is refused with ValueError.
"""

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")

Channels = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of `colour` and the rest of `other`, channel by channel."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return written([one * share + two * (1 - share) for one, two in pairs])


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def channels(colour: str) -> Channels:
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour: it is written #rrggbb")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def written(parts: "Channels | list[float]") -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in parts)
