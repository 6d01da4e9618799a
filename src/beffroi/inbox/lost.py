"""Where time is lost: how long an answered question waited on average, for a service, for an approval, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beffroi.engines.counts.sample import LEAST
from beffroi.engines.times.waits import Waits, in_minutes, mean, shares
from beffroi.inbox.report import Question


@dataclass(frozen=True, slots=True)
class Lost:
    """Some answered questions. `waits` is their average in whole minutes, `shares` that in hundredths: the parts of
    both sum to the whole. None where there are too few to say, or where no time passed."""

    name: str
    answered: int
    waits: Waits | None
    shares: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Table:
    """By one measure of time: all questions first, then each service by its name."""

    name: str
    lines: Sequence[Lost]


def lost(questions: Sequence[Question]) -> list[Table]:
    """Of questions read with `with_waits`: in opening hours where there are some, and in real time; no table without
    an answer."""
    answered = [each for each in questions if each.real_waits is not None]
    opened = [(each.service, each.opened_waits) for each in answered if each.opened_waits is not None]
    real = [(each.service, each.real_waits) for each in answered if each.real_waits is not None]
    named = ((_("In opening hours"), opened), (_("In real time"), real))
    return [Table(name, _lines(every)) for name, every in named if every]


def _lines(every: Sequence[tuple[str, Waits]]) -> list[Lost]:
    services = sorted({service for service, _waits in every}, key=str.casefold)
    by_service = [_line(name, [each for service, each in every if service == name]) for name in services]
    return [_line(_("All questions"), [each for _service, each in every]), *by_service]


def _line(name: str, every: Sequence[Waits]) -> Lost:
    if len(every) < LEAST:
        return Lost(name, len(every), None, None)
    average = mean(every)
    return Lost(name, len(every), in_minutes(average), shares(average))
