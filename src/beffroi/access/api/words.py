"""The kinds of values that programs send and are told."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
BIGGEST = 2**63 - 1  # what both databases count to
LONGEST = 20_000


class Shown(Schema):
    """What a program is told."""


class Said(Schema):
    """What a program says: nothing else than what is asked."""

    model_config = ConfigDict(extra="forbid")


def _without_nul(text: str) -> str:
    """A NUL byte is no text: PostgreSQL keeps none. A lone surrogate is refused before."""
    if "\0" in text:
        raise PydanticCustomError("nul", "A text has no NUL byte in it.")
    return text


def _with_an_offset(value: Any) -> Any:
    """Only what is written as a date with a time: a number would be another moment to everybody who reads it."""
    if isinstance(value, str) and "T" in value.upper():
        return value
    raise PydanticCustomError("moment", "A moment looks like 2027-03-27T10:00:00+01:00.")


def _of_our_time(at: datetime) -> datetime:
    """A slip of the finger is not a plan, and time ends in 9999."""
    try:
        moment = at.astimezone(UTC)
    except OverflowError:
        moment = datetime.max.replace(tzinfo=UTC)
    if not 2000 <= moment.year < 2200:
        raise PydanticCustomError("moment", "A moment looks like 2027-03-27T10:00:00+01:00.")
    return moment


def _a_day(value: Any) -> Any:
    """Only what is written as a day; a slip of the finger is none."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year < 2200:
        raise PydanticCustomError("day", "A day looks like 2027-03-27.")
    return day


class OneOf:
    """For a value that is one of the words that a room knows."""

    def __init__(self, words: Iterable[Any]) -> None:
        self.words = list(words)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self.words)


Word = Annotated[str, StringConstraints(max_length=300), AfterValidator(_without_nul)]
Text = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_without_nul)]
Flag = Annotated[bool, Field(strict=True)]
Number = Annotated[int, Field(strict=True, ge=1, le=BIGGEST)]  # in a body
Id = Annotated[int, Field(ge=1, le=BIGGEST)]  # in an address
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_with_an_offset),
    AfterValidator(_of_our_time),
    Field(examples=["2027-03-27T10:00:00+01:00"]),
]
Day = Annotated[date, BeforeValidator(_a_day), Field(examples=["2027-03-27"])]
