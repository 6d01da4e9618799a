"""`beffroi directory`: files brought into the directory, and the directory given out as open data."""

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from beffroi.site.terminal import complain, language, ngettext, say, why
from beffroi.site.terminal import gettext as _
from beffroi.vocabulary import gettext_noop

if TYPE_CHECKING:
    from beffroi.directory.bringing_in.brought import Brought, Way
    from beffroi.directory.bringing_in.parliament import Counted

KINDS = {
    "accounts": gettext_noop("a list of accounts as a town hall keeps it"),
    "parliament": gettext_noop("the parliament's account base of Regards Citoyens"),
    "elected": gettext_noop("a file of the national register of elected officials (RNE)"),
    "wikidata": gettext_noop("an answer of the query service of Wikidata, JSON or CSV"),
    "annuaire": gettext_noop(
        "a file of the directory of the administration (service-public.fr): it proves the accounts it names"
    ),
}
MOST_BYTES = 200 * 2**20
TOLD = 50  # wrong lines on the screen; --errors writes all of them
DAY = re.compile(r"\d{4}-\d\d-\d\d")

Act = Callable[[argparse.Namespace], int]


def ask_for(parser: argparse.ArgumentParser, data: Callable[[argparse.ArgumentParser], None], act: Act) -> None:
    acts = parser.add_subparsers()
    bring = acts.add_parser("import", help=_("bring a file in"))
    data(bring)
    bring.add_argument("file", type=Path, metavar=_("FILE"), help=_("of one of the kinds below"))
    kinds = "; ".join(f"{kind}: {_(words)}" for kind, words in KINDS.items())
    bring.add_argument("--kind", required=True, choices=KINDS, metavar=_("KIND"), help=kinds)
    bring.add_argument("--organisation", required=True, metavar=_("NAME"), help=_("in whose name"))
    bring.add_argument(
        "--by", required=True, metavar=_("EMAIL"), help=_("who does it: a member who may connect accounts")
    )
    bring.add_argument(
        "--day", metavar=_("DAY"), help=_("the day that the file describes (default: the one in its name)")
    )
    bring.add_argument(
        "--licence",
        default="",
        metavar=_("TEXT"),
        help=_("of a list of accounts, for instance: Licence Ouverte 2.0"),
    )
    bring.add_argument("--errors", type=Path, metavar=_("FILE"), help=_("write here what could not be brought in"))
    bring.add_argument("--dry-run", action="store_true", help=_("say what would change, and change nothing"))
    bring.set_defaults(run=act, act=_import)

    give = acts.add_parser("export", help=_("write the directory as open data"))
    data(give)
    give.add_argument("folder", type=Path, metavar=_("DIR"), help=_("is made; files of the same names are overwritten"))
    give.add_argument("--open-only", action="store_true", help=_("leave out what is to be shared alike (ODbL)"))
    give.set_defaults(run=act, act=_export)


def run(asked: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """0: everything was brought in; 1: something was left out; 2: the file cannot be opened."""
    try:
        code: int = asked.act(asked, out)
    except OSError as error:
        complain(f"{error.filename or ''}: {why(error)}", of="beffroi directory", out=err)
        return 2
    return code


def _import(asked: argparse.Namespace, out: TextIO) -> int:
    from django.utils import timezone, translation

    from beffroi.access.models import Membership
    from beffroi.directory.bringing_in.brought import Way
    from beffroi.engines.tables.sheet import Unreadable

    member = Membership.objects.filter(organisation__name=asked.organisation, user__email__iexact=asked.by)
    who = member.select_related("organisation", "user").first()
    if who is None or not who.may("connect accounts"):
        refused = _("{email} may not write into the directory for an organisation called {organisation}.")
        print(refused.format(email=asked.by, organisation=asked.organisation), file=out)
        return 1
    if asked.file.stat().st_size > MOST_BYTES:
        print(_("This file is larger than 200 MB: cut it up."), file=out)
        return 1
    way = Way(who.organisation, who.user, timezone.now(), is_trial=asked.dry_run)
    with translation.override(language()):
        if asked.kind == "annuaire":
            return _annuaire(asked, way, out)
        try:
            return _accounts(asked, way, out) if asked.kind == "accounts" else _of_the_state(asked, way, out)
        except Unreadable as reason:
            print(say(reason.words), file=out)
            return 1


def _export(asked: argparse.Namespace, out: TextIO) -> int:
    from beffroi.directory.open_data.writing import write

    sums = write(asked.folder, with_shared_alike=not asked.open_only)
    print(_("{count} files were written to {folder}.").format(count=len(sums), folder=asked.folder), file=out)
    return 0


def _annuaire(asked: argparse.Namespace, way: "Way", out: TextIO) -> int:
    from django.db import transaction

    from beffroi.directory.annuaire import bring_in
    from beffroi.engines.tables.annuaire import Unreadable

    try:
        with transaction.atomic():
            raw, title = asked.file.read_bytes(), asked.file.name
            proven = bring_in(raw, title=title, organisation=way.organisation, by=way.by, now=way.now)
            transaction.set_rollback(way.is_trial)
    except Unreadable as reason:
        print(say(reason.words), file=out)
        return 1
    counts = ngettext("{count} account is proven by it.", "{count} accounts are proven by it.", proven)
    print(_done(way, counts.format(count=proven)), file=out)
    return 0


def _accounts(asked: argparse.Namespace, way: "Way", out: TextIO) -> int:
    from beffroi.directory.bringing_in.accounts import bring_in_accounts, read_accounts
    from beffroi.directory.bringing_in.reading import told

    content, said = asked.file.read_bytes(), {"file": asked.file.name, "licence": asked.licence, "now": way.now}
    if way.is_trial:
        reading = read_accounts(content, **said)
    else:
        reading = bring_in_accounts(content, organisation=way.organisation, by=way.by, **said)
    merge = reading.merge
    for row, wrong in merge.wrong[:TOLD]:
        print(_("Line {line}: {flaw}").format(line=row.line, flaw=told(wrong)), file=out)
    if asked.errors:
        asked.errors.write_bytes(reading.wrong_rows())
    counts = _("{new} new, {changed} changed, {known} known, {kept} kept by a stronger origin, {wrong} wrong.").format(
        new=len(merge.new),
        changed=len(merge.changed),
        known=len(merge.same),
        kept=len(merge.kept),
        wrong=len(merge.wrong),
    )
    print(_done(way, counts), file=out)
    return 1 if merge.wrong else 0


def _of_the_state(asked: argparse.Namespace, way: "Way", out: TextIO) -> int:
    found = _brought(asked, way)
    for line, what, words in found.wrong[:TOLD]:
        flaw = f"{what}: {say(words)}" if what else say(words)
        print(_("Line {line}: {flaw}").format(line=line, flaw=flaw), file=out)
    if asked.errors:
        from beffroi.engines.tables.sheet import write

        rows = ((str(line), what, say(words)) for line, what, words in found.wrong)
        asked.errors.write_bytes(write([(_("line"), _("cell"), _("What could not be brought in")), *rows]))
    counts = _("{read} read, {new} new, {changed} changed, {ended} ended, {left_out} left out.").format(
        read=found.read, new=found.new, changed=found.changed, ended=found.ended, left_out=found.left_out
    )
    print(_done(way, counts), file=out)
    return 1 if found.left_out else 0


def _brought(asked: argparse.Namespace, way: "Way") -> "Brought":
    day = _day(asked, way)
    said = {"title": asked.file.name, "way": way}
    if asked.kind == "elected":
        from beffroi.directory.bringing_in.mandates import bring_in_elected

        with asked.file.open("rb") as lines:
            return bring_in_elected(lines, vintage=day.isoformat(), **said)
    content = asked.file.read_bytes()
    if asked.kind == "wikidata":
        from beffroi.directory.bringing_in.wikidata import bring_in_wikidata

        return bring_in_wikidata(content, vintage=day.isoformat(), **said)
    from beffroi.directory.bringing_in.parliament import bring_in_parliament

    brought, counted = bring_in_parliament(content, day=day, **said)
    _note_counters([] if way.is_trial else counted, way)
    return brought


def _note_counters(counted: "Sequence[Counted]", way: "Way") -> None:
    """What the accounts counted that day, for the rankings."""
    from beffroi.rankings.models import CounterReading

    readings = [
        CounterReading(
            account=each.account,
            at=each.at,
            followers=each.followers,
            following=each.following,
            posts=each.posts,
            source=each.source,
        )
        for each in counted
    ]
    CounterReading.note(readings, now=way.now)


def _day(asked: argparse.Namespace, way: "Way") -> date:
    """Told, or in the name of the file; else today's."""
    found = DAY.search(asked.day or asked.file.name)
    try:
        return date.fromisoformat(found[0]) if found else way.now.date()
    except ValueError:
        return way.now.date()


def _done(way: "Way", counts: str) -> str:
    return (_("It would be: {counts}") if way.is_trial else _("Brought in: {counts}")).format(counts=counts)
