"""A time as the clock on the wall shows it, in a form: the organisation's own zone, and its two odd nights."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.engines.times.wallclock import around, is_summer_time, moments, shown

WALL = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2200)  # a slip of the finger is not a plan, and time ends in 9999
WHICH = ("first", "second")  # of the two times that a clock shows when it is set back


class WallClockInput(forms.DateTimeInput):
    """The browser's own date and time; beneath it, for a time that comes twice, the question which one is meant.

    Both are one value, "2027-10-31T02:30 second"; the question is posted as `<name>_which`.
    """

    template_name = "access/wall_clock.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "datetime-local", **(attrs or {})}, format=WALL)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        wall, which = str(data.get(name) or "").strip(), data.get(f"{name}_which")
        return f"{wall} {which}" if wall and which in WHICH else wall

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        wall, which = parts(str(value or ""))
        context = super().get_context(name, wall, attrs)
        context["widget"] |= {"which": which, "choices": which_of(wall)}
        return context

    def format_value(self, value: Any) -> str:
        return str(value or "")


class WallClockField(forms.Field):
    """Reads a time of the organisation's clock (the current time zone) and gives the UTC moment that it means."""

    widget = WallClockInput
    default_error_messages = {
        "invalid": gettext_lazy("This is not a date with a time. Example: 2027-03-27 10:00."),
        "skipped": gettext_lazy(
            "That night the clocks go forward: %(time)s does not exist. Choose %(last)s or %(first)s."
        ),
        "twice": gettext_lazy("That night the clocks go back: %(time)s comes twice. Say which one you mean."),
    }

    def prepare_value(self, value: Any) -> Any:
        return written(value, timezone.get_current_timezone()) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        wall, which = parts(str(value))
        zone = timezone.get_current_timezone()
        assert isinstance(zone, ZoneInfo)  # noqa: S101  # an organisation has no other
        try:
            at = datetime.fromisoformat(wall)
            if ":" not in wall or at.year not in YEARS:  # a date alone would mean midnight
                raise ValueError(wall)
            meant = moments(at, zone) if at.tzinfo is None else [at.astimezone(UTC)]
        except ValueError as error:
            raise self._error("invalid") from error
        return self._one(at, meant, which, zone)

    def _one(self, at: datetime, meant: list[datetime], which: str, zone: ZoneInfo) -> datetime:
        if not meant:
            last, first = around(at, zone)
            raise self._error("skipped", time=clock(at), last=clock(last), first=clock(first))
        if len(meant) > 1 and which not in WHICH:
            raise self._error("twice", time=clock(at))
        return meant[WHICH.index(which)] if len(meant) > 1 else meant[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or "") != (data or ""))

    def _error(self, code: str, **words: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=words)


def parts(value: str) -> tuple[str, str]:
    """The time, and which of two it is: "", "first" or "second"."""
    wall, _space, which = value.strip().rpartition(" ")
    return (wall, which) if which in WHICH else (value.strip(), "")


def written(at: datetime, zone: Any) -> str:
    """An aware moment as this field writes it; the second of two equal times says so."""
    wall = shown(at, zone)
    both = moments(wall, zone)
    return wall.strftime(WALL) + (f" {WHICH[both.index(at.astimezone(UTC))]}" if len(both) > 1 else "")


def which_of(wall: str) -> list[tuple[str, str]]:
    """The two times to choose from, in words, when `wall` comes twice; else nothing."""
    zone: Any = timezone.get_current_timezone()
    try:
        at = datetime.fromisoformat(wall)
        both = moments(at, zone) if at.tzinfo is None and at.year in YEARS else []
    except ValueError:
        return []
    return [(which, _words(which, at, each)) for which, each in zip(WHICH, both, strict=True)] if len(both) > 1 else []


def _words(which: str, wall: datetime, at: datetime) -> str:
    words = {
        ("first", True): _("the first %(time)s (summer time)"),
        ("second", False): _("the second %(time)s (winter time)"),
    }
    plain = _("the first %(time)s") if which == "first" else _("the second %(time)s")
    said = words.get((which, is_summer_time(at, timezone.get_current_timezone())), plain)
    return said % {"time": clock(wall)}


def clock(wall: datetime) -> str:
    return date_format(wall, _("H:i"))
