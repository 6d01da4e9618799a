"""The report of first answers: how many questions were answered and how soon, in opening hours and in real ones; and
who held them meanwhile.

By service, by network and by the hour at which they were found; never by a person.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation
from beffroi.engines.counts.sample import LEAST
from beffroi.engines.tables.sheet import write
from beffroi.engines.times.answering import Figures, Run, figures
from beffroi.engines.times.waits import MINUTE, Waits, holder, in_minutes, waits
from beffroi.engines.worktime import Hours
from beffroi.inbox.models import Calendar, Case, Clock, ResponseTarget
from beffroi.inbox.models.target import network_named
from beffroi.inbox.waits import Held, held

WAITS_FOR = {  # as `holder` names them
    "service": gettext_noop("a service"),
    "approval": gettext_noop("an approval"),
    "desk": gettext_noop("the desk"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """The first question of a case, with its run of the clock; `opened` is how much open time its answer took, None
    where there is no answer, or no opening hours are set.

    Of those read with `with_waits`: `real_waits` and `opened_waits` take the time to the answer apart, None where there
    is none; `holder` says for whom it waits now, empty where it does not.
    """

    case: int
    service: str
    network: str
    run: Run
    opened: timedelta | None
    real_waits: Waits | None = None
    opened_waits: Waits | None = None
    holder: str = ""

    @property
    def waits(self) -> bool:
        return self.run.answered_at is None and not self.run.is_over

    @property
    def waits_for(self) -> str:
        return _(WAITS_FOR[self.holder]) if self.holder else ""


@dataclass(frozen=True, slots=True)
class Line:
    """Some questions: how many, and how soon; `opened` says nothing where no opening hours are set."""

    name: str
    real: Figures
    opened: Figures

    @property
    def found(self) -> int:
        return self.real.answered + self.real.waiting + self.real.closed

    @property
    def share(self) -> int | None:
        """Of a hundred questions so many were answered; None where there are too few to say."""
        return round(100 * self.real.answered / self.found) if self.found >= LEAST else None


@dataclass(frozen=True, slots=True)
class Part:
    """One way to take the questions apart."""

    name: str
    lines: Sequence[Line]


def questions_of(
    organisation: Organisation, hours: Hours | None, *, since: datetime, until: datetime
) -> list[Question]:
    """What was found between two moments and began a case, the longest ago first; in one query."""
    earlier = Clock.objects.filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))
    first = Clock.objects.filter(~Exists(earlier), organisation=organisation, found_at__gte=since, found_at__lt=until)
    columns = (
        "case_id",
        "case__team__name",
        "case__latest__network",
        "found_at",
        "answered_at",
        "superseded_at",
        "case__closed_at",
    )
    nobody = _("nobody in particular")
    return [
        Question(
            case,
            team or nobody,
            network_named(network),
            Run(found_at, answered_at, bool(superseded or closed)),
            hours.opened(found_at, answered_at) if hours and answered_at else None,
        )
        for case, team, network, found_at, answered_at, superseded, closed in first.with_answer()
        .order_by("found_at", "pk")
        .values_list(*columns)
    ]


def with_waits(
    questions: Iterable[Question],
    organisation: Organisation,
    hours: Hours | None,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
) -> list[Question]:
    """The same questions of the same two moments, with who held each; in four queries more."""
    found = Clock.objects.filter(organisation=organisation, found_at__gte=since, found_at__lt=until)
    by_case = held(organisation, Case.objects.filter(pk__in=found.values("case")))
    return [_with_waits(each, by_case.get(each.case, Held()), hours, now) for each in questions]


def _with_waits(question: Question, by: Held, hours: Hours | None, now: datetime) -> Question:
    begins, ends = question.run.found_at, question.run.answered_at
    if question.waits:
        return replace(question, holder=holder(now, service=by.service, approval=by.approval))
    if ends is None:
        return question
    real = waits(begins, ends, service=by.service, approval=by.approval)
    if hours is None:
        return replace(question, real_waits=real)
    opened = waits(begins, ends, service=by.service, approval=by.approval, measure=hours.opened)
    return replace(question, real_waits=real, opened_waits=opened)


def hours_for(organisation: Organisation, asked: str = "") -> Calendar | None:
    """The opening hours of the report: those that are asked for, else those of the most general promise of a first
    answer, else the first by name."""
    known = list(Calendar.objects.of(organisation))
    chosen = [each for each in known if str(each.pk) == asked]
    targets = ResponseTarget.objects.of(organisation).filter(aim="first").exclude(calendar=None)
    promised = [each.calendar for each in sorted(targets, key=lambda each: each.precision)]
    return next((each for each in (*chosen, *promised, *known) if each), None)


def told(questions: Sequence[Question], zone: ZoneInfo) -> tuple[Line, list[Part]]:
    """All of them, and then taken apart; no part where there is nothing to take apart."""
    parts: dict[str, Callable[[Question], str]] = {
        _("By service"): lambda each: each.service,
        _("By network"): lambda each: each.network,
        _("By the hour at which they were found"): lambda each: f"{each.run.found_at.astimezone(zone):%H}:00",
    }
    return _line(_("All questions"), questions), [_part(*each, questions) for each in parts.items() if questions]


def _part(name: str, key: Callable[[Question], str], questions: Sequence[Question]) -> Part:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(key(question), []).append(question)
    ordered = sorted(groups.items(), key=lambda group: group[0].casefold())
    return Part(name, [_line(each, asked) for each, asked in ordered])


def _line(name: str, questions: Sequence[Question]) -> Line:
    runs = [question.run for question in questions]
    return Line(name, figures(runs), figures(runs, [each.opened for each in questions if each.opened is not None]))


def as_file(questions: Iterable[Question], zone: ZoneInfo) -> bytes:
    """One row per question, in the town's time, with nothing about whoever asked it. The three waits of a row sum to
    its real minutes."""
    head = [
        _("Case"),
        _("Service"),
        _("Network"),
        _("Found"),
        _("Answered"),
        _("Opened minutes"),
        _("Real minutes"),
        _("Minutes of a service"),
        _("Minutes of an approval"),
        _("Minutes of the desk"),
        _("State"),
        _("Waits for"),
    ]
    return write([head, *_rows(questions, zone)])


def _rows(questions: Iterable[Question], zone: ZoneInfo) -> Iterator[list[str]]:
    for question in questions:
        run = question.run
        state = _("answered") if run.answered_at else _("waits") if question.waits else _("closed without an answer")
        parts = in_minutes(question.real_waits).parts if question.real_waits else (None, None, None)
        yield [
            str(question.case),
            question.service,
            question.network,
            _at(run.found_at, zone),
            _at(run.answered_at, zone),
            _minutes(question.opened),
            _minutes(run.took),
            *map(_minutes, parts),
            state,
            question.waits_for,
        ]


def _minutes(length: timedelta | None) -> str:
    return "" if length is None else str(length // MINUTE)


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""
