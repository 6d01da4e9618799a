"""The parliament's account base ("twitter-parlementaires", Regards Citoyens, ODbL 1.0): deputies and senators, their
accounts on X, and what those counted on one day.

An account whose last post is older than `DORMANT_AFTER` on the day of the file is dormant, and so is one that never
said anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from django.utils.translation import gettext_noop

from beffroi.directory.assemblies import ASSEMBLIES, assembly
from beffroi.directory.bringing_in.brought import Brought, Way, bringing_in
from beffroi.directory.bringing_in.columns import cell
from beffroi.directory.bringing_in.listed import Lines, Listed, Wrong
from beffroi.directory.bringing_in.merging import merge, write
from beffroi.directory.models import Body, OfficialAccount, Source
from beffroi.engines.addresses import NoAddress, read
from beffroi.engines.tables import sheet
from beffroi.engines.tables.sheet import Row, Unreadable
from beffroi.vocabulary import Sentence

DORMANT_AFTER = timedelta(days=182)
MOST_ROWS = 20_000
PUBLISHER, LICENCE = "Regards Citoyens", "ODbL 1.0"
TITLE = "Base twitter-parlementaires"
ADDRESS = "https://github.com/regardscitoyens/twitter-parlementaires"
CHAMBERS = {
    "assemblee-nationale.fr": ("assemblee-nationale", "deputy"),
    "senat.fr": ("senat", "senator"),
}
NEEDED = ("slug", "twitter", "url_institution")
NOT_THE_BASE = gettext_noop("This is no file of the parliament's account base: it has no column {column}.")
NO_CHAMBER = gettext_noop("The page of this person is on no site of the Assemblée nationale or of the Sénat.")


@dataclass(frozen=True, slots=True)
class Counted:
    """What an account counted at one moment, by `source`; None where the file does not say."""

    account: OfficialAccount
    source: Source
    at: datetime
    followers: int | None
    following: int | None
    posts: int | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One row of the base. `office` and `chamber` are empty where the address of the page says neither."""

    row: Row
    name: str
    handle: str
    page: str
    chamber: str
    office: str
    opened_on: date | None
    last_post: date | None
    followers: int | None
    following: int | None
    posts: int | None

    def status(self, day: date) -> str:
        return "active" if self.last_post and self.last_post >= day - DORMANT_AFTER else "dormant"


def sitting(content: bytes) -> Iterator[Sitting]:
    """The rows of the base. Raises Unreadable for a file of something else."""
    titles, rows = sheet.read(content, most_rows=MOST_ROWS)
    columns = {title: at for at, title in enumerate(titles)}
    if missing := next((column for column in NEEDED if column not in columns), ""):
        raise Unreadable(Sentence(NOT_THE_BASE, {"column": missing}))
    for row in rows:
        yield _sitting(row, {title: cell(row, at) for title, at in columns.items()})


def bring_in_parliament(content: bytes, *, title: str, day: date, way: Way) -> tuple[Brought, list[Counted]]:
    """Writes the people, their mandates and their accounts; hands over what was counted on `day`, at midnight UTC, for
    whoever keeps counters. Raises Unreadable."""
    source = _source(content, title, day, way.now)
    everyone = list(sitting(content))
    with bringing_in(source, way) as found:
        chambers = {code: assembly(code, source, now=way.now) for code in ASSEMBLIES}
        lines = Lines()
        for one in everyone:
            _list(one, chambers, day, lines)
        merged = merge(lines, source, now=way.now)
        write(merged)
        found.read, found.new, found.changed = len(everyone), len(merged.new), len(merged.changed)
        for row, wrong in merged.wrong:
            found.refuse(row.line, wrong[0].cell, wrong[0].words)
        accounts = {change.listed.row.line: change.account for change in merged.changes}
    counted = [_counted(one, accounts[one.row.line], source, day) for one in everyone if one.row.line in accounts]
    return found, counted


def _list(one: Sitting, chambers: dict[str, Body], day: date, lines: Lines) -> None:
    try:
        address = read(one.handle, network="x")
    except NoAddress as reason:
        lines.wrong.append((one.row, [Wrong("twitter", one.handle, reason.words)]))
        return
    if one.chamber not in chambers:
        lines.wrong.append((one.row, [Wrong("url_institution", one.page, Sentence(NO_CHAMBER))]))
        return
    lines.listed.append(
        Listed(
            one.row,
            address,
            chambers[one.chamber].pk,
            person=one.name,
            office=one.office,
            is_institutional=False,
            status=one.status(day),
            opened_on=one.opened_on,
            page=one.page,
        )
    )


def _sitting(row: Row, cells: dict[str, str]) -> Sitting:
    page = cells["url_institution"]
    host = page.partition("://")[2].partition("/")[0].casefold()
    chamber, office = next((told for site, told in CHAMBERS.items() if f".{host}".endswith(f".{site}")), ("", ""))
    return Sitting(
        row,
        name_of(cells["slug"]),
        cells["twitter"],
        page if chamber else "",
        chamber,
        office,
        _day(cells.get("twitter_created_at", "")),
        _day(cells.get("twitter_last_tweeted_at", "")),
        _number(cells.get("twitter_followers", "")),
        _number(cells.get("twitter_following", "")),
        _number(cells.get("twitter_tweets", "")),
    )


def name_of(slug: str) -> str:
    """The base names people by a slug, which lost their accents: “jean-felix-acquaviva” is Jean Felix Acquaviva."""
    return " ".join(word.capitalize() for word in slug.split("-") if word and not word.isdigit())


def _source(content: bytes, title: str, day: date, now: datetime) -> Source:
    return Source(
        kind="parliament",
        title=f"{TITLE}, {title}"[:200],
        publisher=PUBLISHER,
        licence=LICENCE,
        url=ADDRESS,
        vintage=day.isoformat(),
        sha256=sha256(content).hexdigest(),
        read_at=now,
    )


def _counted(one: Sitting, account: OfficialAccount, source: Source, day: date) -> Counted:
    return Counted(account, source, datetime.combine(day, time(), UTC), one.followers, one.following, one.posts)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
