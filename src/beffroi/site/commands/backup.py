"""The commands `backup`, `restore` and `restored`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from beffroi.site.terminal import complain
from beffroi.site.terminal import gettext as _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Act = Callable[[argparse.Namespace], int]


def add(
    commands: "Commands", *, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]
) -> None:
    """`data` adds the option of the data folder; `guarded` lets an act run only where Beffroi was started before."""
    backup = commands.add_parser(
        "backup",
        help=_("write everything but the keys into one file while everything runs; or verify such a file"),
        usage=_("beffroi backup FILE | beffroi backup verify FILE [--scratch DIR]"),
    )
    data(backup)
    backup.add_argument(
        "file",
        nargs="+",
        metavar=_("FILE"),
        help=_("the file to write, which must not exist; after `verify`, the one to try"),
    )
    backup.add_argument(
        "--scratch", type=Path, metavar=_("DIR"), help=_("where there is room to restore it for the trial")
    )
    backup.set_defaults(run=guarded(_backup))

    restore = commands.add_parser("restore", help=_("put a backup back so that nothing leaves twice"))
    data(restore)
    restore.add_argument("file", type=Path, metavar=_("FILE"), help=_("what `beffroi backup` wrote"))
    restore.set_defaults(run=_restore)

    restored = commands.add_parser(
        "restored", help=_("after a restore by other means: put in doubt what may have left since the copy was made")
    )
    data(restored)
    restored.set_defaults(run=guarded(_restored))


def _backup(asked: argparse.Namespace) -> int:
    from beffroi.site.backup.rehearsal import verify
    from beffroi.site.backup.whole import backup

    match asked.file:
        case ["verify", file]:
            return verify(Path(file), sys.stdout, scratch=asked.scratch)
        case [file] if file != "verify":
            return backup(Path(file), sys.stdout)
    complain(_("say beffroi backup FILE, or beffroi backup verify FILE"))
    return 2


def _restore(asked: argparse.Namespace) -> int:
    from beffroi.site.starting import setup

    setup()
    from beffroi.site.backup.whole import restore

    return restore(asked.file, sys.stdout)


def _restored(_asked: argparse.Namespace) -> int:
    from beffroi.site.backup.whole import restored

    return restored(sys.stdout)
