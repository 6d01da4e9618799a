"""Moments in words: how long ago, how long left. Pure: `now` is an argument, every datetime is aware.

The page's own clock (static/beffroi/js/times.js) rewords them with the same sentences and thresholds.
"""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.access.dates import dated

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

WORDS = {
    "just-now": _("just now"),
    "any-moment": _("any moment now"),
    "ago-minutes": _("{n} min ago"),
    "ago-hours": _("{n} h ago"),
    "in-minutes": _("in {n} min"),
    "in-hours": _("in {n} h"),
    "left": _("{span} left"),
    "late": _("late by {span}"),
    "minutes": _("{n} min"),
    "hours": _("{n} h {m}"),
    "days": _("{n} days"),
}


def ago(moment: datetime, now: datetime) -> str:
    """Relative words such as "12 min ago" or "in 3 h"; from a day away on, the date in the current time zone."""
    away = abs(moment - now)
    past = moment <= now
    if away < MINUTE:
        return str(WORDS["just-now" if past else "any-moment"])
    if away < HOUR:
        return str(WORDS["ago-minutes" if past else "in-minutes"]).format(n=away // MINUTE)
    if away < DAY:
        return str(WORDS["ago-hours" if past else "in-hours"]).format(n=away // HOUR)
    return dated(localtime(moment), gettext("j M, H:i"))


def left(deadline: datetime, now: datetime) -> str:
    """What is left before a deadline, "2 h 05 left", or by how much it is past, "late by 20 min"."""
    return str(WORDS["left" if deadline >= now else "late"]).format(span=span(abs(deadline - now)))


def span(length: timedelta) -> str:
    """A duration in its two largest units: "45 min", "2 h 05", "3 days"."""
    if length < HOUR:
        return str(WORDS["minutes"]).format(n=length // MINUTE)
    if length >= 2 * DAY:
        return str(WORDS["days"]).format(n=length // DAY)
    return str(WORDS["hours"]).format(n=length // HOUR, m=f"{length % HOUR // MINUTE:02d}")


def lasting(length: timedelta) -> str:
    """How long something took, as `span`; below a minute it says just that."""
    return gettext("less than a minute") if length < MINUTE else span(length)


def in_hours(length: timedelta) -> str:
    """A duration to the minute however long it is, for tables that are checked by hand: "5 min", "51 h 20"."""
    if length < HOUR:
        return str(WORDS["minutes"]).format(n=length // MINUTE)
    return str(WORDS["hours"]).format(n=length // HOUR, m=f"{length % HOUR // MINUTE:02d}")


def exact(moment: datetime) -> str:
    """The moment to the minute in the current time zone, which is the town's own."""
    return dated(localtime(moment), gettext("l j F Y, H:i"))
