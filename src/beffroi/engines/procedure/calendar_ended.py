"""An event of a calendar: whether it is over. That it is over proves nothing of what came out of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from beffroi.engines.procedure.days import PARIS, days_meant
from beffroi.engines.procedure.expectation import needed, plain
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import CUT, Answer, misshapen, no_page, text, untrusted
from beffroi.vocabulary import Sentence

NOT_THERE = "No event “{event}” is in this calendar on that day."
CANCELLED = "Cancelled: “{event}”."
NOT_BEGUN = "Not begun yet: “{event}” begins on {at}."
NOT_OVER = "Not over yet: “{event}” ends on {at}."
OVER = "It is over: “{event}” ended on {at}. That proves nothing of what came out of it."
REPEATS = "An event that repeats itself, “{event}”: this calendar cannot tell one from the other."


def evaluate(answer: Answer, question: Question) -> Judgement:
    wanted = needed(question, "event")
    days = days_meant(question, answer.now)
    found = [event for event in _events(answer) if _is_meant(event, wanted) and _begins(event).date() in days]
    if not found:
        return Judgement(State.NO_DATA, "", (Sentence(NOT_THERE, {"event": wanted}),), {"found": 0})
    judged = [_judged(event, answer.now) for event in found]
    return max(judged, key=lambda judgement: judgement.state is State.CONTRADICTED)


def _events(answer: Answer) -> list[Any]:
    from icalendar import Calendar  # only who reads such a source pays for it

    no_page(answer.body)
    read = text(answer.body).strip()
    if not read.upper().startswith("BEGIN:VCALENDAR"):
        raise misshapen("BEGIN:VCALENDAR")
    if not read.upper().endswith("END:VCALENDAR"):
        raise untrusted(CUT)
    try:
        events = list(Calendar.from_ical(read).walk("VEVENT"))
    except (ValueError, IndexError, KeyError) as error:
        raise misshapen("VEVENT") from error
    if not all(event.get("DTSTART") for event in events):
        raise misshapen("DTSTART")
    return events


def _is_meant(event: Any, wanted: str) -> bool:
    """By its own number, or by words of its summary that follow each other."""
    summary, words = plain(str(event.get("SUMMARY", ""))), plain(wanted)
    follows = any(summary[at : at + len(words)] == words for at in range(len(summary)))
    return str(event.get("UID", "")) == wanted or (bool(words) and follows)


def _judged(event: Any, now: datetime) -> Judgement:
    begins, ends = _begins(event), _ends(event)
    name = str(event.get("SUMMARY", "")) or str(event.get("UID", ""))
    evidence = {"event": name, "begins_at": begins.isoformat(), "ends_at": ends.isoformat()}
    state, say, at = _state(event, begins, ends, now)
    named = {"event": name} | ({"at": f"{at:%Y-%m-%d %H:%M}"} if at else {})
    return Judgement(state, "", (Sentence(say, named),), evidence)


def _state(event: Any, begins: datetime, ends: datetime, now: datetime) -> tuple[State, str, datetime | None]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return State.CONTRADICTED, CANCELLED, None
    if event.get("RRULE") or event.get("RDATE"):
        return State.NO_DATA, REPEATS, None
    if now < begins:
        return State.CONTRADICTED, NOT_BEGUN, begins
    if now < ends:
        return State.PENDING_VOTE, NOT_OVER, ends
    return State.COMPATIBLE, OVER, ends


def _begins(event: Any) -> datetime:
    return _moment(_value(event, "DTSTART"))


def _ends(event: Any) -> datetime:
    """DTEND, or DTSTART and its DURATION; a whole day where neither is given."""
    if event.get("DTEND"):
        return _moment(_value(event, "DTEND"))
    try:
        if event.get("DURATION"):
            return _begins(event) + timedelta(seconds=_value(event, "DURATION").total_seconds())
        return datetime.combine(_begins(event).date() + timedelta(days=1), time(), PARIS)
    except (AttributeError, OverflowError) as error:
        raise misshapen("DURATION") from error


def _value(event: Any, name: str) -> Any:
    from icalendar.error import BrokenCalendarProperty

    try:
        return event.get(name).dt
    except (BrokenCalendarProperty, AttributeError) as error:  # it is not a moment, or stands there several times
        raise misshapen(name) from error


def _moment(written: object) -> datetime:
    """By the clock in Paris, also where the calendar names no zone."""
    if not isinstance(written, date):  # a calendar may also hold hours without a day, and whole periods
        raise misshapen("DTSTART")
    if not isinstance(written, datetime):
        return datetime.combine(written, time(), PARIS)
    try:
        return (written if written.tzinfo else written.replace(tzinfo=PARIS)).astimezone(UTC).astimezone(PARIS)
    except OverflowError as error:
        raise misshapen("DTSTART") from error
