"""Moments on the town's clock: until when a case is set aside, when something is looked at again."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.engines.times.wallclock import next_at, shown

MORNING, EVENING = time(8), time(18)
UNTIL = {
    "morning": _("tomorrow morning"),
    "evening": _("this evening"),
    "hour": _("in an hour"),
    "monday": _("Monday morning"),
    "week": _("in a week"),
}


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, zone)


def offered(zone: ZoneInfo, now: datetime) -> dict[str, Promise]:
    """Those of UNTIL that are to come: at night nobody is offered this evening."""
    return {which: name for which, name in UNTIL.items() if which != "evening" or not _evening_has_come(zone, now)}


def until(which: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that one of UNTIL means; KeyError for another. Of a page that was opened before the evening came, this
    evening is in an hour."""
    if which == "hour" or (which == "evening" and _evening_has_come(zone, now)):
        return now + timedelta(hours=1)
    if which == "evening":
        return next_at(EVENING, zone, now)
    days = {"morning": 1, "week": 7, "monday": 7 - shown(now, zone).weekday()}[which]
    midnight = shown(now, zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return next_at(MORNING, zone, midnight.replace(tzinfo=zone))


def _evening_has_come(zone: ZoneInfo, now: datetime) -> bool:
    return shown(now, zone).time() >= EVENING
