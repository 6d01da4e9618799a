"""What is said to an SMS gateway: a template with places for the number, the message and the key."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

PLACE = re.compile(r"\{(to|text|token)\}")


@dataclass(frozen=True, slots=True)
class Body:
    """`shape`: what json.loads gave for JSON, else a dict of strings. `way`: "json", "data" (a form) or "params" (the
    question of a GET)."""

    shape: Any
    way: str

    def __repr__(self) -> str:
        return "Body(…)"  # an administrator may have written the key into it

    @classmethod
    def parse(cls, template: str) -> Self:
        """JSON when it begins with a brace, a GET when with a question mark, else a form: to={to}&msg={text}.

        Raises ValueError, with what is wrong, for a template that could tell nobody anything.
        """
        if "{text}" not in template:
            raise ValueError("Write {text} where the message goes, and {to} where the number goes")
        if not template.startswith("{"):
            way = "params" if template.startswith("?") else "data"
            return cls(dict(parse_qsl(template.removeprefix("?"), keep_blank_values=True)), way)
        try:
            return cls(json.loads(template), "json")
        except ValueError:
            raise ValueError("It begins with a brace, but it is not JSON") from None

    @property
    def method(self) -> str:
        return "GET" if self.way == "params" else "POST"

    @property
    def holds_token(self) -> bool:
        return "{token}" in json.dumps(self.shape)

    def filled(self, said: Mapping[str, str]) -> dict[str, Any]:
        """The arguments of a request. `said`: "to", "text", "token"."""
        return {self.way: _filled(self.shape, said)}


def _filled(shape: Any, said: Mapping[str, str]) -> Any:
    """`shape` with its places filled, in one pass: a message with a brace in it fills nothing."""
    if isinstance(shape, dict):
        return {name: _filled(value, said) for name, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, said) for value in shape]
    if isinstance(shape, str):
        return PLACE.sub(lambda place: said[place[1]], shape)
    return shape
