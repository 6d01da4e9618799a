"""A planning as a table, one post per row: what each cell means, and what is wrong with it, in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from beffroi.engines.tables.sheet import Row, Unreadable
from beffroi.engines.texts.fold import fold
from beffroi.engines.times.wallclock import around, is_summer_time, moments
from beffroi.vocabulary import Sentence

COLUMNS = {  # what a column may be called, folded
    "date": ("date", "jour", "day"),
    "time": ("heure", "horaire", "time", "hour"),
    "text": ("texte", "text", "message"),
    "accounts": ("comptes", "compte", "accounts", "account"),
    "campaign": ("campagne", "campaign"),
    "lang": ("langue", "language", "lang"),
    "not_after": ("pas_apres", "not_after"),
    "": ("etat", "state", "erreur", "error"),  # what our own files say beside
}
TITLES = {  # what we call them ourselves
    "fr": "date heure texte comptes campagne langue pas_apres etat erreur".split(),
    "en": "date time text accounts campaign language not_after state error".split(),
}
KNOWN = {name: column for column, names in COLUMNS.items() for name in names}
OWN_TEXT = re.compile(r"(?:texte|text)_(.+)")
MONTHS = (
    *("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()),
    *("january february march april may june july august september october november december".split()),
)
LANGUAGES = {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"}
SUMMER, WINTER = ("ete", "summer"), ("hiver", "winter")  # which of two, on the night when the clocks go back
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
WRITTEN = re.compile(r"(?:[a-z]+\.? +)?(\d{1,2})(?:er|st|nd|rd|th)? +([a-z]+) +(\d{4})")
CLOCK = re.compile(r"(\d{1,2}) ?(?:[:h]) ?(\d{2})?(?::\d{2})?(?: +(ete|summer|hiver|winter))?")
DAY_AND_CLOCK = re.compile(r"(.*\d)(?:T| +)(\d{1,2} ?[:hH].*)")
LONGEST = 20_000
Value = TypeVar("Value")
YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in one cell; `column` is its title in the file."""

    column: str
    words: Sentence


class _Bad(Exception):
    def __init__(self, column: str, say: str, **values: str) -> None:
        super().__init__(say)
        self.column, self.words = column, Sentence(say, values)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row asks for. `accounts` are as they were written; `texts` are those of one network, by its name there."""

    line: int
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    accounts: Sequence[str] = ()
    campaign: str = ""
    lang: str = "fr"
    leave_at: datetime | None = None
    not_after: datetime | None = None
    wrong: Sequence[Wrong] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands; `texts` by the name of its network, `ignored` those that mean nothing here."""

    place: Mapping[str, int]
    texts: Mapping[str, int]
    titles: Sequence[str]
    ignored: Sequence[str]

    @classmethod
    def named(cls, titles: Sequence[str]) -> "Columns":
        """Raises Unreadable when there is no column of texts."""
        place: dict[str, int] = {}
        texts: dict[str, int] = {}
        ignored: list[str] = []
        for n, title in enumerate(titles):
            name = plain_name(title)
            if name in KNOWN:
                place.setdefault(KNOWN[name], n)
            elif own := OWN_TEXT.fullmatch(name):
                texts[own[1]] = n
            elif name:
                ignored.append(title)
        if "text" not in place:
            raise Unreadable(Sentence("The first line must name the columns, and one of them must be “texte”."))
        return cls(place, texts, titles, ignored)

    def title(self, column: str) -> str:
        return self.titles[self.place[column]] if column in self.place else column

    def cell(self, row: Row, column: str) -> str:
        n = self.place.get(column)
        return row.cells[n].strip() if n is not None and n < len(row.cells) else ""


def titles(language: str) -> dict[str, str]:
    """The title of each column in French or, for everybody else, in English, by its English one."""
    return dict(zip(TITLES["en"], TITLES["fr" if language.startswith("fr") else "en"], strict=True))


def plain_name(title: str) -> str:
    """A title as COLUMNS has it: "Texte Bluesky" is texte_bluesky."""
    return re.sub(r"[\s_-]+", "_", fold(title).strip())


def understand(row: Row, columns: Columns, *, zone: ZoneInfo, now: datetime) -> Planned:
    """What `row` asks for, with all that is wrong with it."""
    wrong: list[Wrong] = []
    leave_at = _or_wrong(wrong, _leave_at, row, columns, zone, now)
    not_after = _or_wrong(wrong, _not_after, row, columns, zone, leave_at or now)
    lang = _or_wrong(wrong, _lang, row, columns)
    text = columns.cell(row, "text").replace("\r\n", "\n")
    if not text:
        wrong.append(Wrong(columns.title("text"), Sentence("There is no text.")))
    texts = {
        name: row.cells[n].strip() for name, n in columns.texts.items() if n < len(row.cells) and row.cells[n].strip()
    }
    if max(map(len, [text, *texts.values()])) > LONGEST:
        wrong.append(Wrong(columns.title("text"), Sentence("The text is longer than 20,000 characters.")))
    accounts = [name.strip() for name in re.split(r"[,;|\n]", columns.cell(row, "accounts")) if name.strip()]
    campaign = columns.cell(row, "campaign")
    if len(campaign) > 80:
        wrong.append(Wrong(columns.title("campaign"), Sentence("The name is longer than 80 characters.")))
    return Planned(row.line, text, texts, accounts, campaign, lang or "fr", leave_at, not_after, wrong)


def _or_wrong(wrong: list[Wrong], read: Callable[..., Value], *arguments: Any) -> Value | None:
    try:
        return read(*arguments)
    except _Bad as bad:
        wrong.append(Wrong(bad.column, bad.words))
        return None


def _leave_at(row: Row, columns: Columns, zone: ZoneInfo, now: datetime) -> datetime | None:
    day, clock = columns.cell(row, "date"), columns.cell(row, "time")
    if not clock and (both := DAY_AND_CLOCK.fullmatch(day)):
        day, clock = both.groups()
    if not day and not clock:
        return None
    if not day:
        raise _Bad(columns.title("date"), "There is a time and no date.")
    if not clock:
        raise _Bad(columns.title("time"), "There is a date and no time.")
    at = _moment(day, clock, columns.title("date"), columns.title("time"), zone)
    if at <= now:
        raise _Bad(columns.title("date"), "This moment has passed: {cell}.", cell=f"{day} {clock}")
    return at


def _not_after(row: Row, columns: Columns, zone: ZoneInfo, leave_at: datetime) -> datetime | None:
    """A day and a time; a time alone is of the day on which it leaves."""
    cell, title = columns.cell(row, "not_after"), columns.title("not_after")
    if not cell:
        return None
    both = DAY_AND_CLOCK.fullmatch(cell)
    day, clock = both.groups() if both else (f"{leave_at.astimezone(zone):%Y-%m-%d}", cell)
    at = _moment(day, clock, title, title, zone)
    if at <= leave_at:
        raise _Bad(title, "This is before it leaves: {cell}.", cell=cell)
    return at


def _moment(day: str, clock: str, day_title: str, clock_title: str, zone: ZoneInfo) -> datetime:
    on = _day(day, day_title)
    at, season = _clock(clock, clock_title)
    wall = datetime.combine(on, at)
    meant = moments(wall, zone)
    if not meant:
        last, first = (f"{each:%H:%M}" for each in around(wall, zone))
        say = "The clocks go forward that night: {cell} does not exist. Write {last} or {first}."
        raise _Bad(clock_title, say, cell=f"{at:%H:%M}", last=last, first=first)
    if len(meant) == 1:
        return meant[0]
    if not season:
        say = "The clocks go back that night: {cell} comes twice. Write “{cell} été” or “{cell} hiver”."
        raise _Bad(clock_title, say, cell=f"{at:%H:%M}")
    return meant[0 if season in SUMMER else 1]


def _day(cell: str, title: str) -> date:
    plain = fold(cell).strip()
    try:
        if found := ISO.fullmatch(plain):
            day = date(*map(int, found.groups()))
        elif found := FRENCH.fullmatch(plain):
            number, month, year = map(int, found.groups())
            day = date(year + 2000 if year < 100 else year, month, number)
        elif (found := WRITTEN.fullmatch(plain)) and found[2] in MONTHS:
            day = date(int(found[3]), MONTHS.index(found[2]) % 12 + 1, int(found[1]))
        else:
            raise ValueError(cell)
        if day.year not in YEARS:
            raise ValueError(cell)
    except ValueError as error:
        raise _Bad(title, "Not a date: “{cell}”. Write 2026-11-03 or 03/11/2026.", cell=_short(cell)) from error
    return day


def _clock(cell: str, title: str) -> tuple[time, str]:
    found = CLOCK.fullmatch(fold(cell).strip())
    try:
        if not found:
            raise ValueError(cell)
        return time(int(found[1]), int(found[2] or 0)), found[3] or ""
    except ValueError as error:
        raise _Bad(title, "Not a time: “{cell}”. Write 14:30 or 14h30.", cell=_short(cell)) from error


def _lang(row: Row, columns: Columns) -> str:
    cell = columns.cell(row, "lang")
    plain = fold(cell)
    lang = LANGUAGES.get(plain, plain or "fr")
    if not re.fullmatch(r"[a-z]{2,3}", lang):
        raise _Bad(columns.title("lang"), "Not a language: “{cell}”. Write fr or en.", cell=_short(cell))
    return lang


def as_written(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """A moment as the two cells that mean it: the day, and the time, which says which of two it is."""
    local = at.astimezone(zone)
    twice = len(moments(local.replace(tzinfo=None, fold=0), zone)) > 1
    season = (" été" if is_summer_time(at, zone) else " hiver") if twice else ""
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}{season}"


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:40]}…"
