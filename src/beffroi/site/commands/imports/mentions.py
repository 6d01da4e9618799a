"""`beffroi import-mentions`: what was said to an account before, out of a file or read back from its network."""

from datetime import date, datetime, time
from pathlib import Path
from typing import TextIO

from django.utils import timezone

from beffroi.access.models import Membership
from beffroi.directory.models import Account
from beffroi.inbox.filed import import_mentions
from beffroi.inbox.models import PastReading
from beffroi.inbox.past import FARTHEST
from beffroi.listening.filed import Row, Unreadable, rows
from beffroi.site.terminal import gettext as _


def run(file: Path | None, since: date | None, *, account: str, organisation: str, by: str, out: TextIO) -> int:
    """Brings in `file`, or has the worker read the account back to `since`. Prints the rows that are wrong; 1 when some
    row is wrong or nothing could be done."""
    member = Membership.objects.filter(organisation__name=organisation, user__email__iexact=by)
    reader = member.select_related("organisation", "user").first()
    if reader is None or not reader.may("connect accounts"):
        refused = _("{email} may not bring in the past of an organisation called {organisation}.")
        print(refused.format(email=by, organisation=organisation), file=out)
        return 1
    named = [one for one in Account.objects.filter(organisation=reader.organisation) if account in _names(one)]
    if len(named) != 1:
        known = ", ".join(
            f"{one.network}:{one.handle}" for one in Account.objects.filter(organisation=reader.organisation)
        )
        which = _("Say which account with --account: {known}.")
        print(which.format(known=known or _("none is connected")), file=out)
        return 1
    if file is not None:
        return _import(file, named[0], reader, out)
    return _ask(named[0], since, reader, out)


def _names(account: Account) -> tuple[str, ...]:
    return account.handle, f"@{account.handle}", f"{account.network}:{account.handle}"


def _import(file: Path, account: Account, reader: Membership, out: TextIO) -> int:
    def tell(row: Row) -> None:
        print(_("Line {line}: {flaw}").format(line=row.line, flaw=_(row.flaw)), file=out)

    now = timezone.now()
    try:
        done = import_mentions(rows(file), account, by=reader.user, file=file.name, now=now, tell=tell)
    except Unreadable as reason:
        print(_(str(reason)), file=out)
        return 1
    counts = _("{found} messages were brought in, {known} were here already; {wrong} rows are wrong.")
    if done.left_out:
        counts = _(
            "{found} messages were brought in, {known} were here already; {left_out} of people who asked not to be "
            "kept; {wrong} rows are wrong."
        )
    print(counts.format(found=done.found, known=done.known, left_out=done.left_out, wrong=done.wrong), file=out)
    return 1 if done.wrong else 0


def _ask(account: Account, since: date | None, reader: Membership, out: TextIO) -> int:
    now = timezone.now()
    farthest = (now - FARTHEST).date()
    day = since or farthest
    if not farthest <= day <= now.date():
        said = _("Nothing was done: a day from {day} to today can be read back to.")
        print(said.format(day=farthest), file=out)
        return 1
    begin = datetime.combine(day, time(), tzinfo=reader.organisation.tz)
    PastReading.ask(account, since=begin, by=reader.user, now=now)
    said = _("{account} is read back to {day}, a page every 20 seconds, while Beffroi runs.")
    print(said.format(account=account, day=day), file=out)
    return 0
