"""The `beffroi` command. What needs no database (`match`, `--help`) starts without Django."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from beffroi import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0 when it did what it says, 2 when it was called wrongly, 1 otherwise."""
    asked = _parser().parse_args(arguments)
    if "data" in asked and asked.data:
        os.environ["BEFFROI_DATA_DIR"] = str(Path(asked.data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")
    os.umask(0o077)  # what is written holds sessions, keys and citizens' words: for its owner only
    code: int = asked.run(asked)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="beffroi", description="The watchtower and the bell of public accounts.")
    parser.add_argument("--version", action="version", version=f"beffroi {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    up = commands.add_parser("up", help="start everything: pages, worker and listener")
    _where(up)
    up.set_defaults(run=_up)

    for process, does in {"web": "the pages", "worker": "the standing duties", "listener": "the streams"}.items():
        one = commands.add_parser(process, help=f"run only {does}")
        _where(one)
        one.set_defaults(run=_process, process=process)

    migrate = commands.add_parser("migrate", help="bring the database up to date")
    _data(migrate)
    migrate.set_defaults(run=_migrate)

    doctor = commands.add_parser(
        "doctor", help="say how this installation is: settings, what is reachable, what is late"
    )
    _data(doctor)
    doctor.set_defaults(run=_doctor)

    verify = commands.add_parser("verify-journal", help="check that nobody touched the ledger")
    _data(verify)
    verify.set_defaults(run=_verify)

    match = commands.add_parser(
        "match", help="match posts from standard input against saved searches; needs no database"
    )
    match.add_argument("--searches", required=True, metavar="FILE", help="one search a line: id, tab, search")
    match.set_defaults(run=_match)
    return parser


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the data folder (default: BEFFROI_DATA_DIR, else ./data)")


def _where(parser: argparse.ArgumentParser) -> None:
    _data(parser)
    parser.add_argument("--port", type=int, default=8700, help="the port of the pages (default: 8700)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")


def _up(asked: argparse.Namespace) -> int:
    from beffroi.site.processes import up

    return up(host=asked.host, port=asked.port)


def _process(asked: argparse.Namespace) -> int:
    from beffroi.site.processes import run

    return run(asked.process, host=asked.host, port=asked.port)


def _migrate(_asked: argparse.Namespace) -> int:
    from beffroi.site.processes import migrate

    return migrate()


def _doctor(_asked: argparse.Namespace) -> int:
    from beffroi.site.processes import setup

    setup()
    from beffroi.site.doctor import examine

    return examine(sys.stdout)


def _verify(_asked: argparse.Namespace) -> int:
    from beffroi.site.processes import setup

    setup()
    from beffroi.site.doctor import verify_journal

    return verify_journal(sys.stdout)


def _match(asked: argparse.Namespace) -> int:
    from beffroi.site.match import run

    try:
        with Path(asked.searches).open(encoding="utf-8") as searches:
            return run(searches, sys.stdin.buffer, sys.stdout, sys.stderr)
    except OSError as error:
        print(f"beffroi match: {asked.searches}: {error.strerror}", file=sys.stderr)
        return 2
    except UnicodeDecodeError as error:
        print(f"beffroi match: {asked.searches} is not UTF-8 text (byte {error.start + 1})", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
