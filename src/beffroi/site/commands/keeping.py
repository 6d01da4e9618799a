"""`beffroi journal`, `verify-journal` and `archive`: what leaves the house as files, and whether anybody touched it."""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from beffroi.site.terminal import complain, why
from beffroi.site.terminal import gettext as _

if TYPE_CHECKING:
    from beffroi.access.models import Organisation
    from beffroi.directory.models import Account
    from beffroi.journal.carried.verify_journal import Said

Act = Callable[[argparse.Namespace], int]
Data = Callable[[argparse.ArgumentParser], None]
Guarded = Callable[[Act], Act]


def add(commands: Any, *, data: Data, guarded: Guarded) -> None:
    """Adds the commands; `data` adds their --data, `guarded` lets an act run only where there is a Beffroi."""
    journal = commands.add_parser("journal", help=_("take the ledger of acts along, as a file"))
    acts = journal.add_subparsers()
    export = acts.add_parser("export", help=_("write the ledger as JSON Lines, or as a zip with what verifies it"))
    data(export)
    export.add_argument(
        "file", metavar=_("FILE"), help=_("must not exist; a zip if it ends in .zip; - is standard output")
    )
    export.add_argument("--organisation", metavar=_("NAME"), help=_("whose; not needed where there is only one"))
    export.set_defaults(run=guarded(_export))

    _add_archive(commands, data, guarded)
    verify = commands.add_parser("verify-journal", help=_("check that nobody touched the ledger"))
    data(verify)
    verify.add_argument(
        "files", nargs="*", type=Path, metavar=_("FILE"), help=_("exported ledgers; without one, our own")
    )
    verify.add_argument("--head", default="", metavar=_("HASH"), help=_("of a file: a hash that you noted earlier"))
    verify.add_argument("--extract", action="store_true", help=_("be content with extracts, which prove less"))
    own = guarded(_verify)
    verify.set_defaults(run=lambda asked: _verify_files(asked) if asked.files else own(asked))


def _add_archive(commands: Any, data: Data, guarded: Guarded) -> None:
    archive = commands.add_parser(
        "archive", help=_("an account's year: out for the archives service, or in from elsewhere")
    )
    acts = archive.add_subparsers()
    out = acts.add_parser("export", help=_("write a year of an account"))
    out.add_argument("--year", type=int, required=True, metavar=_("YEAR"), help=_("which one: 2026"))
    out.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("must not exist; a zip if it ends in .zip, else a folder")
    )
    out.set_defaults(run=guarded(_export_year))
    bring = acts.add_parser("import", help=_("bring in what `archive export` wrote elsewhere; rings nobody"))
    bring.add_argument("file", type=Path, metavar=_("FILE"), help=_("the zip or the folder"))
    bring.add_argument("--by", required=True, metavar=_("EMAIL"), help=_("who does it: a member"))
    bring.set_defaults(run=guarded(_import_year))
    for one in (out, bring):
        data(one)
        one.add_argument(
            "--account", required=True, metavar=_("HANDLE"), help=_("which account: its handle, or NETWORK:HANDLE")
        )
        one.add_argument("--organisation", metavar=_("NAME"), help=_("whose; not needed where there is only one"))


def chosen(name: str | None) -> "Organisation | None":
    """The organisation of that name, or the only one; None is told on standard error."""
    from beffroi.access.models import Organisation

    found = Organisation.objects.filter(is_demo=False)
    found = found.filter(name=name) if name else found
    if len(found) == 1:
        return found[0]
    said = _("there is no organisation of this name") if name else _("say which organisation, with --organisation")
    complain(_("nothing was done: {why}").format(why=said))
    return None


def _export(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.journal.exporting import lines, pack

    if (organisation := chosen(asked.organisation)) is None:
        return 1
    now = timezone.now()
    try:
        with ExitStack() as stack:
            file: IO[bytes] = sys.stdout.buffer if asked.file == "-" else stack.enter_context(open(asked.file, "xb"))
            if asked.file.endswith(".zip"):
                pack(file, organisation, now=now)
            else:
                file.writelines(line.encode() for line in lines(organisation, now=now))
            file.flush()
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi journal export")
        return 2
    return 0


def _account(asked: argparse.Namespace) -> "Account | None":
    from beffroi.directory.models import Account

    if (organisation := chosen(asked.organisation)) is None:
        return None
    mine = list(Account.objects.filter(organisation=organisation))
    named = [one for one in mine if asked.account.removeprefix("@") in (one.handle, f"{one.network}:{one.handle}")]
    if len(named) == 1:
        return named[0]
    known = ", ".join(f"{one.network}:{one.handle}" for one in mine) or _("none is connected")
    complain(_("nothing was done: say which account with --account: {known}").format(known=known))
    return None


def _export_year(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.site.year.telling import write

    if not 1990 <= asked.year <= 2200:
        complain(_("{said} is no year").format(said=asked.year), of="beffroi archive export")
        return 2
    if (account := _account(asked)) is None:
        return 1
    try:
        counts = write(asked.file, account, asked.year, now=timezone.now())
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi archive export")
        return 2
    said = _("posts: {posts}, messages: {messages}, cases: {cases}, media: {media}")
    print(said.format(**counts))
    return 0


def _import_year(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.access.models import Membership
    from beffroi.site.year.reading import Refused, bring_in

    if (account := _account(asked)) is None:
        return 1
    member = Membership.objects.filter(organisation=account.organisation, user__email__iexact=asked.by)
    who = member.select_related("user").first()
    if who is None or not who.may("run the organisation"):
        complain(_("nothing was done: {email} may not bring an archive in").format(email=asked.by))
        return 1
    try:
        done = bring_in(asked.file, account, by=who.user, now=timezone.now())
    except Refused as reason:
        complain(_("nothing was done: {why}").format(why=_(str(reason))), of="beffroi archive import")
        return 1
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi archive import")
        return 2
    again, new = _("this archive had come before"), _("{new} posts brought in, {known} were here")
    print(again if done.again else new.format(new=done.new, known=done.known))
    return 0


def _verify(_asked: argparse.Namespace) -> int:
    from beffroi.site.doctor import verify_journal

    return verify_journal(sys.stdout)


def _verify_files(asked: argparse.Namespace) -> int:
    """As the script that goes with an export does; needs no database."""
    from beffroi.journal.carried.verify_journal import Unreadable, told, verify

    codes = []
    for file in asked.files:
        try:
            with file.open(encoding="utf-8") as lines:
                found = verify(lines, asked.head.strip().lower())
        except (OSError, UnicodeDecodeError, Unreadable) as error:
            complain(f"{file}: {_unread(error)}", of="beffroi verify-journal")
            codes.append(2)
            continue
        for mark, said in told(found):
            print(f"{mark:<3}  {_in_words(said)}")
        codes.append(1 if found.wrong or not (found.is_whole or asked.extract) else 0)
    return max(codes)


def _unread(error: Exception) -> str:
    from beffroi.journal.carried.verify_journal import Unreadable

    if isinstance(error, OSError):
        return why(error)
    return _in_words(error.said) if isinstance(error, Unreadable) else _("This is not UTF-8 text.")


def _in_words(said: "Said") -> str:
    """What the script says that goes with an export, and that by itself says it in English."""
    words, values = said
    return _(words).format(**values)
