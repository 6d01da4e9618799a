"""`beffroi import-calendar`, `import-posts`, `import-mentions` and `read-mail`: what comes in as a file."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from beffroi.site.terminal import complain, why
from beffroi.site.terminal import gettext as _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Act = Callable[[argparse.Namespace], int]
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the mail and tries again later


def add(
    commands: "Commands", *, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]
) -> None:
    planning = commands.add_parser("import-calendar", help=_("make drafts of a CSV file, one per row"))
    data(planning)
    planning.add_argument("file", type=Path, metavar=_("FILE"), help=_("the columns are those of the page"))
    planning.add_argument("--organisation", required=True, metavar=_("NAME"), help=_("whose planning it is"))
    planning.add_argument("--by", required=True, metavar=_("EMAIL"), help=_("who writes the drafts: a member"))
    planning.set_defaults(run=guarded(_import_planning))

    posts = commands.add_parser("import-posts", help=_("put the posts of a file through the saved searches"))
    data(posts)
    rows = _("JSON Lines or CSV: id, text, published_at")
    posts.add_argument("file", type=Path, metavar=_("FILE"), help=rows)
    posts.add_argument("--organisation", required=True, metavar=_("NAME"), help=_("whose searches"))
    posts.add_argument("--by", required=True, metavar=_("EMAIL"), help=_("who does it: a member"))
    posts.set_defaults(run=guarded(_import_posts))

    past = commands.add_parser("import-mentions", help=_("bring in what was said to an account before"))
    data(past)
    past.add_argument("file", type=Path, nargs="?", metavar=_("FILE"), help=rows)
    past.add_argument(
        "--since", type=_day, metavar=_("DAY"), help=_("without a file: read the account back to this day")
    )
    past.add_argument("--account", required=True, metavar=_("HANDLE"), help=_("to which account it was said"))
    past.add_argument("--organisation", required=True, metavar=_("NAME"), help=_("whose account"))
    past.add_argument("--by", required=True, metavar=_("EMAIL"), help=_("who does it: a member"))
    past.set_defaults(run=guarded(_import_mentions))

    mail = commands.add_parser(
        "read-mail", help=_("read a mail of a network from standard input, as a mail server pipes it")
    )
    data(mail)
    mail.add_argument("--organisation", metavar=_("NAME"), help=_("whose accounts only; otherwise those of all"))
    mail.set_defaults(run=_once_more_later(guarded(_read_this_mail)))


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("{said} is no day: write it as 2026-11-20").format(said=said)) from error


def _import_planning(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.imports.planning import run

    try:
        return run(asked.file, organisation=asked.organisation, by=asked.by, out=sys.stdout)
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi import-calendar")
        return 2


def _import_posts(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.imports.posts import run

    try:
        return run(asked.file, organisation=asked.organisation, by=asked.by, out=sys.stdout)
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi import-posts")
        return 2


def _import_mentions(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.imports.mentions import run

    where = {"account": asked.account, "organisation": asked.organisation, "by": asked.by}
    try:
        return run(asked.file, asked.since, out=sys.stdout, **where)
    except OSError as error:
        complain(f"{asked.file}: {why(error)}", of="beffroi import-mentions")
        return 2


def _once_more_later(act: Act) -> Act:
    return lambda asked: TRY_AGAIN if (code := act(asked)) == 1 else code


def _read_this_mail(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.imports.mail import run

    return run(sys.stdin.buffer, organisation=asked.organisation, out=sys.stdout)
