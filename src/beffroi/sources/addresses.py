"""What a person fills in, made part of an address: each piece is checked, so that it cannot lead elsewhere."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from beffroi.sources.contract import BadParameters, Parameters
from beffroi.vocabulary import Sentence

MISSING = "Fill this in."
WRONG = "This is not written as it should be; an example: {example}"
NO_ADDRESS = "Write a whole web address, which begins with https://."

WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?")


def piece(parameters: Parameters, name: str, shape: str, example: str) -> str:
    """The parameter, which must have this shape (a regular expression) as a whole. Raises BadParameters."""
    written = parameters.get(name, "").strip()
    if not written:
        raise BadParameters(name, MISSING)
    if not re.fullmatch(shape, written):
        raise BadParameters(name, Sentence(WRONG, {"example": example}))
    return written


def optional(parameters: Parameters, name: str, shape: str, example: str) -> str:
    """As `piece`, but it may be empty."""
    return piece(parameters, name, shape, example) if parameters.get(name, "").strip() else ""


def web_address(parameters: Parameters) -> str:
    """The parameter `address`, whole. Raises BadParameters; whether it may be called is judged when it is called."""
    written = parameters.get("address", "").strip()
    if not WEB.fullmatch(written):
        raise BadParameters("address", NO_ADDRESS if written else MISSING)
    return written


def or_the_whole(address: Callable[[Parameters], str]) -> Callable[[Parameters], str]:
    """An address that a person may also give as a whole, where the official ones have moved."""

    def whole(parameters: Parameters) -> str:
        return web_address(parameters) if parameters.get("address", "").strip() else address(parameters)

    return whole


def query(**values: str) -> str:
    return urlencode(values)
