"""A calendar as people type it: hours such as "8:30-12:00 13:30-17:30", one closure or one stretch of nights a line."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from beffroi.engines.worktime.calendar import Calendar, Closure, Nights, Slot, Unusable
from beffroi.vocabulary import Sentence

TIME = r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?"
TO = r"\s*(?:-|–|—|à|au|to)\s*"
DATE = r"(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})"
HOURS = re.compile(rf"{TIME}{TO}{TIME}")
BETWEEN = re.compile(r"\s*(?:[,;/+]|et\b|and\b)?\s*")
CLOSURE = re.compile(rf"{DATE}(?:{TO}{DATE})?(?:\s*[:,]?\s*(\D.*|))")
NIGHTS = re.compile(rf"{DATE}(?:{TO}{DATE})?[\s,:]+{TIME}{TO}{TIME}")
NO_HOURS = "“{text}” cannot be read as hours. Example: 8:30-12:00 13:30-17:30."
NO_CLOSURE = "“{text}” cannot be read as a closure. Examples: 02/11/2026, or 24/12/2026 - 02/01/2027 Christmas."
NO_NIGHTS = "“{text}” cannot be read as nights on call. Example: 24/12/2026 - 02/01/2027 20:00-8:00."
NO_DAY = "“{text}” is no day of the calendar."
NO_TIME = "“{text}” is no time of day."


def read(
    week: Sequence[str], zone: ZoneInfo, *, territory: str = "metropole", closures: str = "", nights: str = ""
) -> Calendar:
    """The calendar that was typed: one text for each day, Monday first. Raises Unusable."""
    days = tuple(tuple(sorted(read_day(text, day))) for day, text in enumerate(week))
    return Calendar(days, zone, territory, tuple(_closures(closures)), tuple(_nights(nights)))


def read_day(text: str, day: int | None = None) -> Iterator[Slot]:
    """The slots of one day; none for an empty text. Raises Unusable."""
    text, place = text.strip(), 0
    while place < len(text):
        found = HOURS.match(text, place)
        if found is None:
            raise Unusable("week", Sentence(NO_HOURS, {"text": text[place : place + 40]}), day)
        yield Slot(_minute(found[1], found[2], "week", day), _minute(found[3], found[4], "week", day))
        after = BETWEEN.match(text, found.end())
        place = after.end() if after else found.end()


def write_day(slots: Sequence[Slot]) -> str:
    return " ".join(map(str, slots))


def _closures(text: str) -> Iterator[Closure]:
    for line in _lines(text):
        found = CLOSURE.fullmatch(line)
        if found is None:
            raise Unusable("closures", Sentence(NO_CLOSURE, {"text": line[:60]}))
        first = _date(found[1], "closures")
        yield Closure(first, _date(found[2], "closures") if found[2] else first, (found[3] or "").strip())


def _nights(text: str) -> Iterator[Nights]:
    for line in _lines(text):
        found = NIGHTS.fullmatch(line)
        if found is None:
            raise Unusable("nights", Sentence(NO_NIGHTS, {"text": line[:60]}))
        first = _date(found[1], "nights")
        last = _date(found[2], "nights") if found[2] else first
        yield Nights(first, last, _minute(found[3], found[4], "nights"), _minute(found[5], found[6], "nights"))


def _lines(text: str) -> Iterator[str]:
    return (stripped for line in text.splitlines() if (stripped := line.strip()))


def _date(text: str, about: str) -> date:
    year, month, day = text.split("-") if "-" in text else reversed(text.split("/"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unusable(about, Sentence(NO_DAY, {"text": text})) from error


def _minute(hours: str, minutes: str | None, about: str, day: int | None = None) -> int:
    minute = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or minute > 24 * 60:
        raise Unusable(about, Sentence(NO_TIME, {"text": f"{hours}:{minutes or '00'}"}), day)
    return minute
