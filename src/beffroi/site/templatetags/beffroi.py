"""What the templates of every room may say: moments in words, states with their shape, the tower."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django import template
from django.http import HttpRequest
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.access import dates
from beffroi.site import rooms, when
from beffroi.site.spacing import french_spacing

register = template.Library()

THEMES = ("light", "dark")
STATES: dict[str, str | Promise] = {
    "idle": _("Draft"),
    "waiting": _("Waiting"),
    "confirmed": _("Confirmed"),
    "alarm": _("Alarm"),
    "stopped": _("Stopped"),
    "left": _("Left"),
}


@register.filter
def ago(moment: datetime | None, now: datetime | None = None) -> str:
    return when.ago(moment, now or timezone.now()) if moment else ""


@register.filter
def left(deadline: datetime | None, now: datetime | None = None) -> str:
    return when.left(deadline, now or timezone.now()) if deadline else ""


@register.filter
def lasting(length: timedelta | None) -> str:
    return when.lasting(length) if length is not None else ""


@register.filter
def in_hours(length: timedelta | None) -> str:
    return when.in_hours(length) if length is not None else ""


@register.filter
def is_past(moment: datetime, now: datetime | None = None) -> bool:
    return moment <= (now or timezone.now())


@register.filter
def exact(moment: datetime | None) -> str:
    return when.exact(moment) if moment else ""


@register.filter(expects_localtime=True)
def dated(day: date | None, form: str) -> str:
    """As `date`, for a form that names the day of a month: in French it may be the "1er"."""
    return dates.dated(day, form) if day else ""


@register.filter(is_safe=True)
@stringfilter
def nnbsp(text: str) -> str:
    """French spacing, for what somebody typed: the catalogue carries that of our own sentences."""
    return french_spacing(text) if (get_language() or "").startswith("fr") else text


@register.filter
@stringfilter
def initials(name: str) -> str:
    """First letters of the first and the last word: "Ana de la Tour" gives AT."""
    words = [word for word in re.split(r"[\s@._]+", name) if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.inclusion_tag("components/state.html")
def state(kind: str, label: str | Promise = "") -> dict[str, object]:
    """A state as a shape and a word: idle, waiting, confirmed, alarm, stopped, left. KeyError for another kind."""
    return {"kind": kind, "label": label or STATES[kind]}


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The theme the reader chose, "light" or "dark"; "" leaves it to the reader's system."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("beffroi_theme", "") if request else ""
    return chosen if chosen in THEMES else ""


@register.inclusion_tag("components/tower.html", takes_context=True)
def tower(context: template.Context) -> dict[str, object]:
    return {"storeys": _storeys(context, rooms.TOWER), "nav": _waiting(context)}


@register.inclusion_tag("components/phone_bar.html", takes_context=True)
def phone_bar(context: template.Context) -> dict[str, object]:
    return {"storeys": _storeys(context, rooms.PHONE_BAR)}


@register.inclusion_tag("components/phone_more.html", takes_context=True)
def phone_more(context: template.Context) -> dict[str, object]:
    return {"storeys": _storeys(context, rooms.PHONE_MORE)}


@register.inclusion_tag("components/words.html")
def words() -> dict[str, object]:
    """The sentences that scripts may show, translated once, by the server."""
    return {"moments": when.WORDS}


@register.simple_tag
def zone() -> str:
    return timezone.get_current_timezone_name()


def _storeys(context: template.Context, which: tuple[rooms.Room, ...]) -> list[rooms.Storey]:
    return rooms.storeys(which, context["request"].path, _waiting(context))


def _waiting(context: template.Context) -> Mapping[str, int]:
    return context.get("nav") or {}
