"""Moments, numbers and sentences of a report, in the reader's language and on the organisation's clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.chronicle.curve import Curve, Pace
from beffroi.chronicle.telling import Heard, Telling

DAY_AND_MINUTE, TO_THE_SECOND, MINUTE = "j F Y, H:i", "j F Y, H:i:s", "H:i"


def moment(at: datetime, form: str = DAY_AND_MINUTE) -> str:
    return date_format(localtime(at), form)


def number(value: float, places: int = 0) -> str:
    return number_format(value, places, use_l10n=True, force_grouping=True)


def lateness(telling: Telling) -> str:
    """By how long it was announced before it was true; empty where that is not known."""
    minutes = telling.early_minutes
    if minutes is None:
        return ""
    said = ngettext(
        "Announced %(n)s minute before it was true.", "Announced %(n)s minutes before it was true.", minutes
    )
    return said % {"n": number(minutes)}


def per_bin(curve: Curve) -> str:
    """The unit of the curve."""
    if curve.width == 1:
        return _("posts of others, per minute")
    return _("posts of others, per %(n)s minutes") % {"n": curve.width}


def audience(heard: Heard) -> str:
    return _("audience unknown") if heard.followers is None else number(heard.followers)


def pace(stretch: Pace) -> dict[str, str]:
    return {
        "from": moment(stretch.start, MINUTE),
        "to": moment(stretch.end, MINUTE),
        "posts": number(stretch.posts),
        "rate": number(stretch.rate, 1),
    }


def figures(telling: Telling) -> list[tuple[str, str]]:
    """The few numbers that one looks for first, each with its label."""
    curve = telling.curve
    known = [(_("posts of others"), number(curve.total))]
    if telling.voices:
        known.append((_("voices"), number(len(telling.voices))))
    if curve.peak:
        known.append((_peak(curve) % {"time": moment(curve.peak_at, MINUTE), "n": curve.width}, number(curve.peak)))
    return [*known, *_delays(telling)]


def _peak(curve: Curve) -> str:
    if curve.width == 1:
        return _("posts a minute at the peak, at %(time)s")
    return _("posts in %(n)s minutes at the peak, at %(time)s")


def others(count: int) -> str:
    """How many voices a list leaves out; empty for none."""
    if count <= 0:
        return ""
    return ngettext("and %(n)s other voice", "and %(n)s other voices", count) % {"n": number(count)}


def _delays(telling: Telling) -> Iterator[tuple[str, str]]:
    """After how long each of the episodes began."""
    labels = {"attack": _("until the first reaction"), "apology": _("until the apology"), "reply": _("until the reply")}
    for episode in telling.episodes:
        if episode.key in labels and (gap := episode.lines[0].entry.at - telling.incident.started_at) >= timedelta():
            yield labels[episode.key], _span(gap)


def _span(gap: timedelta) -> str:
    seconds = int(gap.total_seconds())
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
