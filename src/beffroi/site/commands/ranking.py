"""`beffroi ranking`: editions by hand, counters out of a file, an archive reckoned again (which needs no database)."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from beffroi.engines.ranking.measures import COMPOSITE, MEASURES
from beffroi.engines.ranking.window import LENGTHS, holding, last_whole

Act = Callable[[argparse.Namespace], int]
MISUSED = 2


def add(commands: Any, *, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]) -> None:
    """Adds the command; `data` adds its --data, `guarded` lets an act run only where there is a Beffroi."""
    ranking = commands.add_parser("ranking", help="how bodies compare: make an edition, reckon an archive again")
    acts = ranking.add_subparsers(required=True, metavar="COMMAND")
    again = acts.add_parser("recompute", help="reckon the archive of an edition again and compare; needs no database")
    again.add_argument("file", type=Path, metavar="FILE", help="the archive, as its page gives it")
    again.set_defaults(run=_recompute)
    _edition(acts, data, guarded)
    readings = acts.add_parser(
        "readings", help="bring in counters that others read, a CSV row for each account and day"
    )
    data(readings)
    readings.add_argument("file", type=Path, metavar="FILE", help="columns: day, account, posts, followers, following")
    readings.add_argument("--network", required=True, metavar="NAME", help="on which the accounts are")
    readings.add_argument("--title", required=True, help="of the data set, as every edition will name it")
    for name in ("publisher", "licence", "url"):
        readings.add_argument(f"--{name}", default="", help=f"its {name}")
    readings.add_argument(
        "--personal-of",
        metavar="KIND:CODE",
        type=_body_named,
        help="whoever the directory does not know is somebody in office at this body (assembly:senat)",
    )
    readings.set_defaults(run=guarded(_readings))
    buying = acts.add_parser("buy", help="read the listed accounts of a network that asks to be paid, price first")
    data(buying)
    buying.add_argument("--network", required=True, metavar="NAME")
    buying.add_argument("--account", required=True, metavar="HANDLE", help="of ours, through which they are read")
    buying.add_argument("--by", required=True, metavar="EMAIL", help="who agrees: a member who may connect accounts")
    buying.add_argument(
        "--pay", type=_dollars, metavar="AMOUNT", help="at most so many US dollars; without it, nothing"
    )
    buying.set_defaults(run=guarded(_buy))


def _edition(acts: Any, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]) -> None:
    edition = acts.add_parser("edition", help="make an edition of a ranking")
    data(edition)
    edition.add_argument("--measure", required=True, choices=[*MEASURES, COMPOSITE])
    edition.add_argument("--window", required=True, choices=list(LENGTHS))
    edition.add_argument("--kind", required=True, help="of the bodies: commune, epci, departement, region, assembly …")
    edition.add_argument("--class", type=int, dest="bound", metavar="LOWEST", help="only this class of population")
    edition.add_argument("--network", default="", metavar="NAME", help="only this network")
    edition.add_argument(
        "--personal", action="store_true", help="the accounts of people in office, not the bodies' own"
    )
    edition.add_argument(
        "--weight", action="append", default=[], type=_weight, metavar="MEASURE=NUMBER", help="a part of a composite"
    )
    edition.add_argument("--day", type=_day, help="a day of the window (default: the last one that is over)")
    edition.add_argument("--repeat", action="store_true", help="and let the worker make one for each window to come")
    edition.set_defaults(run=guarded(_make))


def _recompute(asked: argparse.Namespace) -> int:
    from beffroi.rankings.bundle import Unreadable, reckon_again

    try:
        reckoned = reckon_again(asked.file)
    except OSError as error:
        print(f"beffroi ranking recompute: {asked.file}: {error.strerror}", file=sys.stderr)
        return MISUSED
    except Unreadable as reason:
        print(f"beffroi ranking recompute: {asked.file}: {reason}", file=sys.stderr)
        return MISUSED
    for name, same in reckoned.same.items():
        print(f"{name}: {'the same, byte for byte' if same else 'NOT THE SAME'}")
    whose = "which is also in the archive" if reckoned.same_code else "which is NOT the code in the archive"
    print(f"formula {reckoned.formula} as it is installed here, {whose}")
    return int(not all(reckoned.same.values()))


def _make(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.directory.models.body import CLASSES, KINDS
    from beffroi.engines.ranking.record import ANSWERED_WITHIN
    from beffroi.rankings.exporting import export
    from beffroi.rankings.making import make
    from beffroi.rankings.models import ChangedDay, Ranking

    weights = dict(asked.weight)
    if wrong := _misused(asked, weights, KINDS, CLASSES):
        print(f"beffroi ranking edition: {wrong}", file=sys.stderr)
        return MISUSED
    now = timezone.now()
    ranking, _new = Ranking.objects.get_or_create(
        measure=asked.measure,
        weights=weights,
        window=asked.window,
        kind=asked.kind,
        bound=asked.bound,
        network=asked.network,
        is_personal=asked.personal,
        defaults={"added_at": now},
    )
    latest = last_whole(asked.window, (now - ANSWERED_WITHIN).date())
    window = holding(asked.window, asked.day) if asked.day else latest
    for changed in ChangedDay.objects.due(now).filter(day__gte=window.before.first, day__lt=window.until):
        export(changed)
    edition = make(ranking, window, now=now)
    if asked.repeat:
        Ranking.objects.filter(pk=ranking.pk).update(due_at=ranking.due_after(latest))
    print(f"{edition.ranked} ranked, {edition.unranked} not; {edition.get_absolute_url()}\n{edition.archive}")
    return 0


def _misused(asked: argparse.Namespace, weights: dict[str, float], kinds: Any, classes: Any) -> str:
    if (asked.measure == COMPOSITE) != bool(weights):
        return "--weight belongs to the composite, and the composite needs one for each of its parts"
    if asked.kind not in kinds:
        return f"{asked.kind} is no kind of body: {', '.join(kinds)}"
    if asked.bound is not None and asked.bound not in classes:
        return f"a class of population begins at one of {', '.join(map(str, classes))}"
    return ""


def _readings(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.engines.tables.sheet import Unreadable
    from beffroi.rankings.importing import Origin, body_called, import_readings

    now = timezone.now()
    body = body_called(*asked.personal_of, now=now) if asked.personal_of else None
    if asked.personal_of and body is None:
        print(f"beffroi ranking readings: the directory has no {':'.join(asked.personal_of)}", file=sys.stderr)
        return MISUSED
    try:
        done = import_readings(
            asked.file,
            asked.network,
            Origin(asked.title, asked.publisher, asked.licence, asked.url),
            personal_of=body,
            now=now,
            tell=lambda line, why: print(f"Line {line}: {why}"),
        )
    except OSError as error:
        print(f"beffroi ranking readings: {asked.file}: {error.strerror}", file=sys.stderr)
        return MISUSED
    except Unreadable as reason:
        print(reason)
        return 1
    print(f"{done.rows} rows were read, {done.new} readings are new; {done.wrong} rows are wrong.")
    return int(bool(done.wrong))


def _buy(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.access.models import Membership
    from beffroi.connectors.contract import NetworkTrouble
    from beffroi.directory.models import Account
    from beffroi.rankings.paying import NotBought, buy, offer

    now = timezone.now()
    ours = Account.objects.filter(network=asked.network, handle__iexact=asked.account.lstrip("@"))
    account = ours.select_related("organisation", "connection").first()
    members = Membership.objects.filter(user__email__iexact=asked.by).select_related("user", "organisation")
    member = members.filter(organisation=account.organisation).first() if account else None
    if account is None or member is None or not member.may("connect accounts"):
        print(f"{asked.by} may not do this with an account @{asked.account.lstrip('@')} on {asked.network}.")
        return 1
    try:
        if asked.pay is None:
            told = offer(account, now=now)
            print(f"{len(told.accounts)} accounts would be read, for up to ${told.total}: --pay {told.total}")
            return 1
        print(f"{buy(account, asked.pay, by=member.user, now=now)} accounts were read.")
    except NotBought as reason:
        print(reason)
        return 1
    except NetworkTrouble as trouble:
        print(trouble)
        return 1
    return 0


def _dollars(said: str) -> Decimal:
    try:
        amount = Decimal(said)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(f"{said} is no amount: write it as 1.20")
    return amount


def _body_named(said: str) -> tuple[str, str]:
    kind, _, code = said.partition(":")
    if not kind or not code:
        raise argparse.ArgumentTypeError(f"{said} is no body: write its kind and its code, as in commune:42094")
    return kind, code


def _weight(said: str) -> tuple[str, float]:
    name, _, number = said.partition("=")
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if name not in MEASURES or not 0 < weight < 1e6:
        raise argparse.ArgumentTypeError(f"{said} is no weight: write a measure and a number, as in own-posts=2")
    return name, weight


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said} is no day: write it as 2026-11-20") from error
