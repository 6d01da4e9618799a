"""Counters out of a file: what others read of public accounts, each day a row."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from beffroi.directory.assemblies import ASSEMBLIES, assembly
from beffroi.directory.models import Body, OfficialAccount, Source
from beffroi.engines.portions import portions
from beffroi.engines.tables.sheet import Row, Unreadable, read
from beffroi.rankings.models import CounterReading
from beffroi.vocabulary import Sentence

# The names that a column may have: ours first, then those of files that are known.
COLUMNS = {
    "day": ("day", "snapshot", "date"),
    "account": ("account", "native_id", "twitter_id"),
    "posts": ("posts", "tweets", "twitter_tweets"),
    "followers": ("followers", "twitter_followers"),
    "following": ("following", "twitter_following"),
}
MOST = 5_000_000
BATCH = 2_000

LACKS_COLUMNS = "These columns are missing: {columns}."
UNKNOWN_ACCOUNT = "The directory has no account “{account}” on this network."
NO_DAY = "“{said}” is no day: write it as 2026-11-20."
NO_NUMBER = "“{said}” is no number."

Tell = Callable[[int, Sentence], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from, as its licence asks for it."""

    title: str
    publisher: str = ""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    rows: int
    new: int
    wrong: int


def body_called(kind: str, code: str, *, now: datetime) -> Body | None:
    """A body of the directory; the two assemblies, which no register lists, are put there when they are asked for."""
    if kind == "assembly" and code in ASSEMBLIES:
        return assembly(code, now=now)
    return Body.objects.filter(kind=kind, code=code).first()


class Wrong(ValueError):
    """A row that cannot be read; says why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why))
        self.why = why


def import_readings(
    file: Path, network: str, origin: Origin, *, personal_of: Body | None = None, now: datetime, tell: Tell
) -> Done:
    """Reads a CSV file; a wrong row is told and left out, all others are kept. What is known already stays as it is.

    Accounts are found by their native id on `network`. With `personal_of`, whoever the directory does not know is put
    there as the personal account of somebody in office at that body. Raises Unreadable.
    """
    content = file.read_bytes()
    titles, rows = read(content, most_rows=MOST)
    places = _places(titles)
    source = Source.objects.create(
        kind="file",
        title=origin.title,
        publisher=origin.publisher,
        licence=origin.licence,
        url=origin.url,
        sha256=hashlib.sha256(content).hexdigest(),
        read_at=now,
    )
    accounts = _accounts(network, {_cell(row, places, "account") for row in rows}, personal_of, now)
    new = wrong = 0
    for batch in portions(rows, BATCH):
        readings = []
        for row in batch:
            try:
                readings.append(_reading(row, places, accounts, source))
            except Wrong as reason:
                wrong += 1
                tell(row.line, reason.why)
        new += CounterReading.note(readings, now=now)
    return Done(len(rows), new, wrong)


def _places(titles: Sequence[str]) -> dict[str, int]:
    named = {title.casefold(): place for place, title in enumerate(titles)}
    places = {column: next((named[name] for name in names if name in named), -1) for column, names in COLUMNS.items()}
    if missing := [column for column in ("day", "account") if places[column] < 0]:
        raise Unreadable(Sentence(LACKS_COLUMNS, {"columns": ", ".join(missing)}))
    return places


def _accounts(network: str, native_ids: set[str], body: Body | None, now: datetime) -> dict[str, int]:
    known = OfficialAccount.objects.filter(network=network).exclude(native_id="")
    found = dict(known.values_list("native_id", "pk"))
    if body is not None:
        unknown = sorted(native_ids - found.keys() - {""})
        made = [
            OfficialAccount(body=body, network=network, native_id=each, is_institutional=False, changed_at=now)
            for each in unknown
        ]
        OfficialAccount.objects.bulk_create(made, batch_size=BATCH)
        found = dict(known.values_list("native_id", "pk"))
    return found


def _reading(row: Row, places: dict[str, int], accounts: dict[str, int], source: Source) -> CounterReading:
    said = _cell(row, places, "account")
    if said not in accounts:
        raise Wrong(Sentence(UNKNOWN_ACCOUNT, {"account": said}))
    return CounterReading(
        account_id=accounts[said],
        at=_moment(_cell(row, places, "day")),
        posts=_number(_cell(row, places, "posts")),
        followers=_number(_cell(row, places, "followers")),
        following=_number(_cell(row, places, "following")),
        source=source,
    )


def _cell(row: Row, places: dict[str, int], column: str) -> str:
    place = places[column]
    return row.cells[place].strip() if 0 <= place < len(row.cells) else ""


def _moment(said: str) -> datetime:
    try:
        day = date.fromisoformat(said[:10])
    except ValueError:
        raise Wrong(Sentence(NO_DAY, {"said": said[:40]})) from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _number(said: str) -> int | None:
    if said and not (said.isascii() and said.isdecimal()):
        raise Wrong(Sentence(NO_NUMBER, {"said": said[:40]}))
    return int(said) if said else None
