"""`beffroi ranking`: editions by hand, counters out of a file, an archive reckoned again (which needs no database)."""

import argparse
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from beffroi.engines.ranking.measures import COMPOSITE, MEASURES
from beffroi.engines.ranking.window import LENGTHS, holding, last_whole
from beffroi.site.terminal import complain, say, why
from beffroi.site.terminal import gettext as _

Act = Callable[[argparse.Namespace], int]
MISUSED = 2


def add(commands: Any, *, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]) -> None:
    """Adds the command; `data` adds its --data, `guarded` lets an act run only where there is a Beffroi."""
    ranking = commands.add_parser("ranking", help=_("how bodies compare: make an edition, reckon an archive again"))
    acts = ranking.add_subparsers()
    again = acts.add_parser(
        "recompute", help=_("reckon the archive of an edition again and compare; needs no database")
    )
    again.add_argument("file", type=Path, metavar=_("FILE"), help=_("the archive, as its page gives it"))
    again.set_defaults(run=_recompute)
    _edition(acts, data, guarded)
    _counters(acts, data, guarded)
    buying = acts.add_parser("buy", help=_("read the listed accounts of a network that asks to be paid, price first"))
    data(buying)
    buying.add_argument("--network", required=True, metavar=_("NAME"), help=_("on which the accounts are"))
    buying.add_argument("--account", required=True, metavar=_("HANDLE"), help=_("of ours, through which they are read"))
    buying.add_argument(
        "--by", required=True, metavar=_("EMAIL"), help=_("who agrees: a member who may connect accounts")
    )
    buying.add_argument(
        "--pay",
        type=_dollars,
        metavar=_("AMOUNT"),
        help=_("at most so many US dollars; without it, nothing"),
    )
    buying.set_defaults(run=guarded(_buy))


def _counters(acts: Any, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]) -> None:
    readings = acts.add_parser(
        "readings", help=_("bring in counters that others read, a CSV row for each account and day")
    )
    data(readings)
    readings.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("columns: day, account, posts, followers, following")
    )
    readings.add_argument("--network", required=True, metavar=_("NAME"), help=_("on which the accounts are"))
    readings.add_argument(
        "--title", required=True, metavar=_("TEXT"), help=_("of the data set, as every edition will name it")
    )
    readings.add_argument("--publisher", default="", metavar=_("TEXT"), help=_("its publisher"))
    readings.add_argument("--licence", default="", metavar=_("TEXT"), help=_("its licence"))
    readings.add_argument("--url", default="", metavar=_("ADDRESS"), help=_("its address"))
    readings.add_argument(
        "--personal-of",
        metavar=_("KIND:CODE"),
        type=_body_named,
        help=_("whoever the directory does not know is somebody in office at this body (assembly:senat)"),
    )
    readings.set_defaults(run=guarded(_readings))


def _edition(acts: Any, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]) -> None:
    edition = acts.add_parser("edition", help=_("make an edition of a ranking"))
    data(edition)
    measures = [*MEASURES, COMPOSITE]
    edition.add_argument(
        "--measure",
        required=True,
        choices=measures,
        metavar=_("MEASURE"),
        help=_("what is compared: {which}").format(which=", ".join(measures)),
    )
    edition.add_argument(
        "--window",
        required=True,
        choices=list(LENGTHS),
        metavar=_("WINDOW"),
        help=_("how long it is: {which}").format(which=", ".join(LENGTHS)),
    )
    edition.add_argument(
        "--kind",
        required=True,
        metavar=_("KIND"),
        help=_("of the bodies: commune, epci, departement, region, assembly …"),
    )
    _narrowing(edition)
    edition.add_argument(
        "--day", type=_day, metavar=_("DAY"), help=_("a day of the window (default: the last one that is over)")
    )
    edition.add_argument("--repeat", action="store_true", help=_("and let the worker make one for each window to come"))
    edition.set_defaults(run=guarded(_make))


def _narrowing(edition: argparse.ArgumentParser) -> None:
    edition.add_argument(
        "--class", type=int, dest="bound", metavar=_("LOWEST"), help=_("only this class of population")
    )
    edition.add_argument("--network", default="", metavar=_("NAME"), help=_("only this network"))
    edition.add_argument(
        "--personal", action="store_true", help=_("the accounts of people in office, not the bodies' own")
    )
    edition.add_argument(
        "--weight",
        action="append",
        default=[],
        type=_weight,
        metavar=_("MEASURE=NUMBER"),
        help=_("a part of a composite"),
    )


def _recompute(asked: argparse.Namespace) -> int:
    from beffroi.rankings.bundle import Unreadable, reckon_again

    try:
        reckoned = reckon_again(asked.file)
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi ranking recompute")
        return MISUSED
    except Unreadable as reason:
        complain(f"{asked.file}: {say(reason.words)}", of="beffroi ranking recompute")
        return MISUSED
    for name, same in reckoned.same.items():
        came_out = _("{file}: the same, byte for byte") if same else _("{file}: NOT THE SAME")
        print(came_out.format(file=name))
    if reckoned.same_code:
        whose = _("formula {number} as it is installed here, which is also in the archive")
    else:
        whose = _("formula {number} as it is installed here, which is NOT the code in the archive")
    print(whose.format(number=reckoned.formula))
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
        complain(wrong, of="beffroi ranking edition")
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
    counts = _("{ranked} ranked, {unranked} not; {address}")
    print(counts.format(ranked=edition.ranked, unranked=edition.unranked, address=edition.get_absolute_url()))
    print(edition.archive)
    return 0


def _misused(asked: argparse.Namespace, weights: dict[str, float], kinds: Any, classes: Any) -> str:
    if (asked.measure == COMPOSITE) != bool(weights):
        return _("--weight belongs to the composite, and the composite needs one for each of its parts")
    if asked.kind not in kinds:
        return _("{said} is no kind of body: {kinds}").format(said=asked.kind, kinds=", ".join(kinds))
    if asked.bound is not None and asked.bound not in classes:
        return _("a class of population begins at one of {bounds}").format(bounds=", ".join(map(str, classes)))
    return ""


def _readings(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.engines.tables.sheet import Unreadable
    from beffroi.rankings.importing import Origin, body_called, import_readings

    now = timezone.now()
    body = body_called(*asked.personal_of, now=now) if asked.personal_of else None
    if asked.personal_of and body is None:
        unknown = _("the directory has no {body}").format(body=":".join(asked.personal_of))
        complain(unknown, of="beffroi ranking readings")
        return MISUSED
    try:
        done = import_readings(
            asked.file,
            asked.network,
            Origin(asked.title, asked.publisher, asked.licence, asked.url),
            personal_of=body,
            now=now,
            tell=lambda line, wrong: print(_("Line {line}: {flaw}").format(line=line, flaw=say(wrong))),
        )
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi ranking readings")
        return MISUSED
    except Unreadable as reason:
        print(say(reason.words))
        return 1
    counts = _("{rows} rows were read, {new} readings are new; {wrong} rows are wrong.")
    print(counts.format(rows=done.rows, new=done.new, wrong=done.wrong))
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
        refused = _("{email} may not do this with an account @{handle} on {network}.")
        print(refused.format(email=asked.by, handle=asked.account.lstrip("@"), network=asked.network))
        return 1
    try:
        if asked.pay is None:
            told = offer(account, now=now)
            price = _("{accounts} accounts would be read, for up to ${total}: --pay {total}")
            print(price.format(accounts=len(told.accounts), total=told.total))
            return 1
        read = buy(account, asked.pay, by=member.user, now=now)
        print(_("{accounts} accounts were read.").format(accounts=read))
    except NotBought as reason:
        print(say(reason.words))
        return 1
    except NetworkTrouble as trouble:
        print(say(trouble.reason))
        return 1
    return 0


def _dollars(said: str) -> Decimal:
    try:
        amount = Decimal(said)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(_("{said} is no amount: write it as 1.20").format(said=said))
    return amount


def _body_named(said: str) -> tuple[str, str]:
    kind, _colon, code = said.partition(":")
    if not kind or not code:
        raise argparse.ArgumentTypeError(
            _("{said} is no body: write its kind and its code, as in commune:42094").format(said=said)
        )
    return kind, code


def _weight(said: str) -> tuple[str, float]:
    name, _equals, number = said.partition("=")
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if name not in MEASURES or not 0 < weight < 1e6:
        raise argparse.ArgumentTypeError(
            _("{said} is no weight: write a measure and a number, as in own-posts=2").format(said=said)
        )
    return name, weight


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("{said} is no day: write it as 2026-11-20").format(said=said)) from error
