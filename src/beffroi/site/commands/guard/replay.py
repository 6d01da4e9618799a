"""The work of `beffroi guard replay`: a kept history put before the detectors, an alarm a line.

Needs no database and no settings, and asks no server.
"""

import argparse
import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from beffroi.site.terminal import complain, decimal, why
from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import say as say_here
from beffroi.vocabulary import Sentence

if TYPE_CHECKING:
    from beffroi.engines.takeover import Finding, Lists
    from beffroi.engines.takeover.listed import Category
    from beffroi.site.commands.guard.files import Flaws
    from beffroi.site.commands.guard.history import Fleet

EXIT_MISUSED = 2
PROMISE = 10.0  # account-years to a false alarm of the posts
LANGUAGES = ("fr", "en")
WIDTH, INDENT = 100, 4
YEAR = 365.25  # days


class Misused(ValueError):
    """The command was called wrongly, or on what it cannot read; says how in words."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One line of the answer. `time` as the file gives it: the day of a reading, or the time of a post."""

    account: str
    time: str
    finding: "Finding"


@dataclass(slots=True)
class Summary:
    accounts: int = 0
    readings: int = 0
    days: int = 0
    alarms: Counter[str] = field(default_factory=Counter)

    def told(self) -> str:
        each = ", ".join(f"{name} {count}" for name, count in sorted(self.alarms.items()))
        counts = _("{accounts} accounts, {readings} readings, {years} account-years; {alarms} alarms").format(
            accounts=self.accounts,
            readings=self.readings,
            years=decimal(self.days / YEAR),
            alarms=self.alarms.total(),
        )
        return _("{counts}: {each}").format(counts=counts, each=each) if each else counts


def ask_for(parser: argparse.ArgumentParser) -> None:
    for name, says in (
        ("profiles", _("profile versions: JSON Lines, plain or gzip")),
        ("counters", _("delta-coded counters: JSON Lines, plain or gzip")),
        ("posts", _("posts: JSON Lines, plain or gzip")),
    ):
        parser.add_argument(f"--{name}", type=Path, metavar=_("FILE"), help=says)
    parser.add_argument(
        "--promise",
        type=_years,
        default=PROMISE,
        metavar=_("YEARS"),
        help=_("account-years until a false alarm of the posts (default: 10)"),
    )
    parser.add_argument(
        "--list",
        action="append",
        default=[],
        metavar=_("CATEGORY=FILE"),
        help=_("hosts of dating, gambling or scam, or whole addresses of phishing, one a line; can be repeated"),
    )
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default="fr",
        metavar=_("LANGUAGE"),
        help=_("of the sentences: fr or en (default: fr)"),
    )
    parser.add_argument("--table", action="store_true", help=_("a table to be read instead of JSON"))


def run(asked: argparse.Namespace, out: TextIO, complaints: TextIO) -> int:
    """0 when the history was put before the detectors, 2 when the command was called wrongly or a file is of no use.

    A line that cannot be used is reported with its file and number, and the rest is replayed.
    """
    from beffroi.site.catalogue import NoCatalogue, speaks
    from beffroi.site.commands.guard.files import Flaws, Unusable
    from beffroi.site.commands.jsonlines import let_go

    try:
        say = speaks(asked.language)
        flaws = Flaws(complaints)
        _replay(asked, out, complaints, flaws, say)
        flaws.sum_up()
    except BrokenPipeError:
        let_go(out)
    except (Misused, Unusable, NoCatalogue) as error:
        complain(str(error), of="beffroi guard replay", out=complaints)
        return EXIT_MISUSED
    return 0


def _replay(
    asked: argparse.Namespace, out: TextIO, complaints: TextIO, flaws: "Flaws", say: Callable[[Sentence], str]
) -> None:
    from beffroi.site.commands.guard.history import Fleet

    if not (asked.profiles or asked.counters or asked.posts):
        raise Misused(_("say what to replay: --profiles FILE, --counters FILE, --posts FILE"))
    lists = _lists(asked.list)
    fleet = Fleet.read(asked.profiles, asked.counters, flaws)
    summary = Summary()
    alarms = [
        *_of_history(fleet, lists, summary, complaints, say),
        *post_alarms(asked.posts, promise=asked.promise, lists=lists, flaws=flaws),
    ]
    write = _table(out, say) if asked.table else _json(out, say)
    for alarm in sorted(alarms, key=lambda alarm: (alarm.account, alarm.time)):
        summary.alarms[alarm.finding.detector] += 1
        write(alarm)
    out.flush()
    if not flaws.good:
        raise Misused(_("nothing was replayed: no line of the files could be used"))
    complaints.write(f"{summary.told()}\n")


def _of_history(
    fleet: "Fleet", lists: "Lists", summary: Summary, complaints: TextIO, say: Callable[[Sentence], str]
) -> Iterator[Alarm]:
    """The alarms of profiles and counters, by account, then by time; one alarm a reading, the gravest."""
    from beffroi.engines.takeover.replay import alarms

    for account, told in fleet.replayed(lists):
        summary.accounts += 1
        summary.readings += told.readings
        summary.days += told.days
        for day, note in told.notes:
            complaints.write(f"{account}, {day}: {say(note.sentence)}\n")
        for day in told.out_of_order:
            dropped = _("{account}, {day}: a reading out of order was dropped")
            complaints.write(dropped.format(account=account, day=day) + "\n")
        for day, finding in alarms(told.findings):
            yield Alarm(account, day.isoformat(), finding)


def post_alarms(path: Path | None, *, promise: float, lists: "Lists", flaws: "Flaws") -> Iterable[Alarm]:
    """The alarms of posts, by account. `promise` is for how many account-years no false alarm is promised."""
    from beffroi.site.commands.guard.posts import post_findings

    return (Alarm(*told) for told in post_findings(path, promise=promise, lists=lists, flaws=flaws)) if path else ()


def _json(out: TextIO, say: Callable[[Sentence], str]) -> Callable[[Alarm], None]:
    """In plain letters where the output can hold them."""
    readable = (getattr(out, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"

    def write(alarm: Alarm) -> None:
        found = alarm.finding
        line = {
            "account": alarm.account,
            "time": alarm.time,
            "detector": found.detector,
            "score": round(found.score, 2),
            "threshold": round(found.threshold, 2),
            "severe": found.severe,
            "sentence": say(found.sentence),
            "signs": [say(sign) for sign in found.signs],
        }
        out.write(json.dumps(line, ensure_ascii=not readable) + "\n")

    return write


def _table(out: TextIO, say: Callable[[Sentence], str]) -> Callable[[Alarm], None]:
    def write(alarm: Alarm) -> None:
        found = alarm.finding
        out.write(f"{alarm.account:<32} {alarm.time:<20} {found.detector}\n")
        for said in chain([say(found.sentence)], (f"– {say(sign)}" for sign in found.signs)):
            out.write(textwrap.indent(textwrap.fill(said, WIDTH - INDENT), " " * INDENT) + "\n")
        out.write("\n")

    return write


def _lists(given: Iterable[str]) -> "Lists":
    from beffroi.engines.takeover.listed import CATEGORIES, BadEntry, Lists, addresses_in, hosts_in

    hosts: dict[str, Category] = {}
    addresses: set[str] = set()
    for each in given:
        name, found, file = each.partition("=")
        category = next((known for known in CATEGORIES if known == name), None)
        if not found or category is None:
            how = _("--list {said}: write {categories}, then = and a file")
            raise Misused(how.format(said=repr(each), categories=", ".join(CATEGORIES)))
        try:
            lines = Path(file).read_text(encoding="utf-8-sig").splitlines()
            if category == "phishing":
                addresses.update(addresses_in(lines))
            else:
                hosts.update(dict.fromkeys(hosts_in(lines), category))
        except OSError as error:
            raise Misused(f"{file}: {why(error)}") from error
        except UnicodeDecodeError as error:
            garbled = _("{file} is not UTF-8 text (byte {number})")
            raise Misused(garbled.format(file=file, number=error.start + 1)) from error
        except BadEntry as error:
            raise Misused(f"{file}, {say_here(error.words)}") from error
    return Lists(hosts, frozenset(addresses))


def _years(said: str) -> float:
    try:
        years = float(said)
    except ValueError:
        years = 0.0
    if not 0 < years <= 1_000_000:
        raise argparse.ArgumentTypeError(
            _("{said} is no number of account-years: write 10, for example").format(said=said)
        )
    return years
