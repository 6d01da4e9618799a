"""Would it leave inside a window in which nothing, or not everything, may leave?

The windows on the promotion of what a public body achieved last seven months. A warning under every post of seven
months is read by nobody, so this one is given only for a text that speaks of achievements.
"""

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beffroi.access.dates import dated
from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.french import ACHIEVEMENT
from beffroi.engines.times.blackout import Window
from beffroi.publishing.checks import Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    windows = {window.key: window for each in checked.destinations for window in each.windows}
    boasts = any(ACHIEVEMENT.search(fold(text).replace("’", "'")) for text in checked.texts)
    for window in windows.values():
        if window.calendar != "promotion":
            yield _finding(window)
        elif boasts:
            yield _promotion(window)


def _finding(window: Window) -> Finding:
    said = {"name": window.name, "end": _end(window), "source": _source(window)}
    match window.effect:
        case "blocks":
            words = _("Nothing leaves until %(end)s: %(name)s. %(source)s")
        case "asks":
            words = _("Until %(end)s it leaves only if a named person says why it may: %(name)s. %(source)s")
        case _warns:
            words = _("Think before it leaves, until %(end)s: %(name)s. %(source)s")
    blocks, liftable = window.effect != "warns", window.effect == "asks"
    return Finding("blackout", "time", (words % said).strip(), blocks=blocks, about=window.key, liftable=liftable)


def _promotion(window: Window) -> Finding:
    words = _(
        "The text speaks of what was achieved, and until %(end)s a public body may not promote it: %(name)s. A judge "
        "looks at four things: it existed before (antériorité), it comes as often as ever (régularité), in the same "
        "form (identité), in a neutral tone (ton neutre). %(source)s"
    )
    said = {"name": window.name, "end": _end(window), "source": _source(window)}
    return Finding("blackout", "text", (words % said).strip(), blocks=False, about=window.key)


def _end(window: Window) -> str:
    return dated(localtime(window.ends_at), _("l j F Y, H:i"))


def _source(window: Window) -> str:
    return _("Source: %(source)s") % {"source": window.source} if window.source else ""
