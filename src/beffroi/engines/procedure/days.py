"""Days as French sources write them. A source that only gives days says nothing about another sitting of the text."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from beffroi.engines.procedure.judgement import BadQuestion, Question
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

NO_DAY = "Not a day: “{written}”. Write it as 2026-11-20."

PARIS = ZoneInfo("Europe/Paris")
MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
WRITTEN_OUT = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}) (\d{{4}})\b")


def days_meant(question: Question, now: datetime) -> tuple[date, ...]:
    """The parameter `day`; without one today and, because sittings go on after midnight, yesterday, in Paris."""
    written = question.parameters.get("day", "").strip()
    if not written:
        today = now.astimezone(PARIS).date()
        return today, today - timedelta(days=1)
    try:
        return (date.fromisoformat(written),)
    except ValueError as error:
        raise BadQuestion(Sentence(NO_DAY, {"written": written})) from error


def written_out(text: str) -> date | None:
    """The first day that stands in a French sentence: "le 1er juin 2019"."""
    found = WRITTEN_OUT.search(fold(text))
    if not found:
        return None
    try:
        return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def in_paris(written: str) -> datetime | None:
    """A moment as data of the chambers write it, by the clock in Paris where they name no zone; None for none."""
    written = written.strip()
    if written.isdecimal() and len(written) in (10, 13):
        return datetime.fromtimestamp(int(written) / (1000 if len(written) == 13 else 1), tz=PARIS)
    turned = re.sub(r"^(\d{2})/(\d{2})/(\d{4})[ T,]*", r"\3-\2-\1T", written)
    try:
        moment = datetime.fromisoformat(turned)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)
