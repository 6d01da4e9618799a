"""What a response target means, on the example that everybody understands: a question of Friday evening."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.access.dates import dated
from beffroi.engines.times.wallclock import next_at, shown
from beffroi.engines.worktime import Hours, NeverPasses
from beffroi.inbox.models import Case, Deadline, ResponseTarget
from beffroi.inbox.models.target import fitting, traits_of

FRIDAY, EVENING = 4, time(18, 30)
HOUR = 60  # minutes
NEAR = timedelta(days=6)  # within them a weekday says which day is meant


@dataclass(frozen=True, slots=True)
class Promise:
    """A target with its time and its example in words."""

    target: ResponseTarget
    within: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline of a case, with its time, and why this target counts and no other."""

    deadline: Deadline
    within: str
    why: str

    @property
    def target(self) -> ResponseTarget:
        return self.deadline.target


def running(case: Case) -> list[Running]:
    """What is promised of a case that is open, response first. Of cases read with their deadlines `in_words`."""
    deadlines = list(case.deadlines.all()) if case.closed_at is None else []
    return [
        Running(each, within(each.target), _why(each.target, case))
        for each in sorted(deadlines, key=lambda each: each.is_resolution)
        if each.is_resolution or not case.is_answered
    ]


def _why(target: ResponseTarget, case: Case) -> str:
    asked = ", ".join(target.asks_for)
    if not asked:
        return _("for all cases")
    fit = len(fitting(ResponseTarget.objects.of(case.organisation), target.aim, traits_of(case)))
    if fit < 2:
        return _("because of: %(asked)s") % {"asked": asked}
    return _("because of: %(asked)s; the most precise of %(n)s targets that fit") % {"asked": asked, "n": fit}


def promise_of(target: ResponseTarget, now: datetime) -> Promise:
    words = {
        "first": _("A question of %(asked)s is to be answered by %(by)s."),
        "next": _("A further question of %(asked)s is to be answered by %(by)s."),
        "resolution": _("A case of %(asked)s is to be resolved by %(by)s."),
    }
    asked, by = example(target.hours, target.length, now)
    sentence = words[target.aim] % {"asked": asked, "by": by} if by else _("So many opening hours do not pass.")
    return Promise(target, within(target), sentence)


def within(target: ResponseTarget) -> str:
    """Its time in words, with the hours that count: "4 h of “Town hall”"."""
    whole, rest = divmod(target.minutes, HOUR)
    length = ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest} if not whole else f"{whole} h"
    length = f"{whole} h {rest:02d}" if whole and rest else length
    if target.calendar is None:
        return _("%(length)s, every hour counts") % {"length": length}
    return _("%(length)s of “%(calendar)s”") % {"length": length, "calendar": target.calendar}


def example(hours: Hours, length: timedelta, now: datetime) -> tuple[str, str]:
    """The next Friday evening, and when so much open time has passed since, on the clock of the calendar; nothing
    where it never passes."""
    zone = hours.calendar.zone
    asked = next_at(EVENING, zone, now)
    while shown(asked, zone).weekday() != FRIDAY:
        asked = next_at(EVENING, zone, asked)
    try:
        by = hours.due(asked, length)
    except NeverPasses:
        by = None
    near = by is not None and by - asked < NEAR
    form = _("l H:i") if near else _("l j F, H:i")
    return dated(shown(asked, zone), form), dated(shown(by, zone), form) if by else ""
