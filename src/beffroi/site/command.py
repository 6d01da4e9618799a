"""The `beffroi` command. What needs no database (`announce`, `match`, `fact`, `guard`) starts without Django."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from beffroi import __version__
from beffroi.site import terminal
from beffroi.site.commands import (
    backup,
    daily,
    directory,
    fact,
    forgetting_factors,
    keeping,
    keys,
    person,
    ranking,
    webhook,
)
from beffroi.site.commands.guard import replay
from beffroi.site.commands.imports import command as imports
from beffroi.site.commands.parser import Group, Parser
from beffroi.site.terminal import gettext as _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Act = Callable[[argparse.Namespace], int]
ELSEWHERE = ("BEFFROI_DATABASE_URL", "BEFFROI_DATABASE_URL_FILE", "BEFFROI_DATA_DIR_FILE")
LEFT_BY_A_START = ("beffroi.sqlite3", "secret.key", "encryption.key")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0 when it did what it says, 2 when it was called wrongly, 1 otherwise."""
    terminal.write_plainly()
    asked = _parser().parse_args(arguments)
    if "data" in asked and asked.data:
        os.environ["BEFFROI_DATA_DIR"] = str(Path(asked.data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")
    os.umask(0o077)  # what is written holds sessions, keys and citizens' words: for its owner only
    code: int = asked.run(asked)
    return code


def _parser() -> argparse.ArgumentParser:
    terminal.speak_through_argparse()
    says = _("The watchtower and the bell of public accounts.")
    more = _("beffroi COMMAND --help tells the options of a command.")
    parser = Parser(prog="beffroi", description=says, epilog=more, groups=_groups())
    parser.add_argument(
        "--version", action="version", version=f"beffroi {__version__}", help=_("show the version and exit")
    )
    commands = parser.add_subparsers()
    for add in (_running, _acting, daily.ask_for, _keeping, _looking, _judging):
        add(commands)
    return parser


def _groups() -> tuple[Group, ...]:
    """Every command below one title, in the order in which the help lists them."""
    daily = "post drafts approve cases reply facts attest alerts search alarms stop resume"
    care = "doctor migrate backup restore restored keys verify-journal webhook person forget-second-factor"
    carried = "import-calendar import-posts import-mentions read-mail directory archive journal events"
    return (
        (_("to run it"), "up web worker listener hearer".split()),
        (_("every day"), daily.split()),
        (_("to look after it"), care.split()),
        (_("to bring in and take out"), carried.split()),
        (_("to judge and to reckon, without a database but for ranking"), "match announce fact guard ranking".split()),
    )


def _running(commands: "Commands") -> None:
    up = commands.add_parser("up", help=_("start everything: pages, worker and listener"))
    _where(up)
    up.set_defaults(run=_up)

    for process, does in (
        ("web", _("run only the pages")),
        ("worker", _("run only the standing duties")),
        ("listener", _("run only the streams")),
        ("hearer", _("run only the matching of what the listener hands to the relay")),
    ):
        one = commands.add_parser(process, help=does)
        if process == "web":
            _where(one)
        else:
            _data(one)
            one.set_defaults(host="", port=0)  # nothing is asked of it from outside
        one.set_defaults(run=_process, process=process)

    migrate = commands.add_parser("migrate", help=_("bring the database up to date"))
    _data(migrate)
    migrate.set_defaults(run=_migrate)


def _acting(commands: "Commands") -> None:
    stop = commands.add_parser("stop", help=_("stop everything: nothing leaves any more"))
    _whose(stop)
    stop.add_argument(
        "--reason",
        type=_reason,
        required=True,
        metavar=_("TEXT"),
        help=_("in a few words; it stands on every page"),
    )
    stop.set_defaults(run=_stop)

    resume = commands.add_parser("resume", help=_("let posts leave again after a stop"))
    _whose(resume)
    resume.set_defaults(run=_resume)

    imports.add(commands, data=_data, guarded=_on_what_is_there)


def _keeping(commands: "Commands") -> None:
    register = commands.add_parser("directory", help=_("bring files into the directory, or give it out"))
    directory.ask_for(register, _data, _directory)

    person.add(commands, data=_data, guarded=_on_what_is_there)
    backup.add(commands, data=_data, guarded=_on_what_is_there)
    for one in (keys, webhook):
        one.add(commands, _data, _on_what_is_there)


def _looking(commands: "Commands") -> None:
    doctor = commands.add_parser(
        "doctor", help=_("say how this installation is: settings, what is reachable, what is late")
    )
    _data(doctor)
    doctor.set_defaults(run=_doctor)

    keeping.add(commands, data=_data, guarded=_on_what_is_there)

    match = commands.add_parser(
        "match", help=_("match posts from standard input against saved searches; needs no database")
    )
    match.add_argument("--searches", required=True, metavar=_("FILE"), help=_("one search a line: id, tab, search"))
    match.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help=_("processes that share the work (default: 1)"),
    )
    match.add_argument(
        "--detect-language",
        action="store_true",
        help=_("lang: asks for the language the text is written in, not for the declared one (slower)"),
    )
    match.set_defaults(run=_match)

    announce = commands.add_parser(
        "announce", help=_("say which posts from standard input announce an accomplished fact; needs no database")
    )
    announce.set_defaults(run=_announce)


def _judging(commands: "Commands") -> None:
    facts = commands.add_parser("fact", help=_("say what an official source says about a fact; needs no database"))
    acts = facts.add_subparsers()
    evaluate = acts.add_parser("evaluate", help=_("judge one answer of a source, from a file"))
    fact.ask_for(evaluate)
    evaluate.set_defaults(run=_evaluate)

    guard = commands.add_parser("guard", help=_("put a kept history before the detectors; needs no database"))
    replays = guard.add_subparsers()
    one = replays.add_parser("replay", help=_("one line of JSON for each alarm of a history of profiles and counters"))
    replay.ask_for(one)
    one.set_defaults(run=_replay)

    ranking.add(commands, data=_data, guarded=_on_what_is_there)
    forgetting_factors.add(commands, data=_data, guarded=_on_what_is_there)


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar=_("DIR"), help=_("the data folder (default: BEFFROI_DATA_DIR, else ./data)"))


def _whose(parser: argparse.ArgumentParser) -> None:
    _data(parser)
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--organisation", metavar=_("NAME"), help=_("its name; not needed where there is only one"))
    whose.add_argument("--all", action="store_true", help=_("every organisation of this installation"))


def _where(parser: argparse.ArgumentParser) -> None:
    _data(parser)
    parser.add_argument(
        "--port", type=_port, default=8700, metavar=_("PORT"), help=_("the port of the pages (default: 8700)")
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=_("ADDRESS"),
        help=_("the address to listen on (default: this machine only)"),
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(_("{said} is not a number from 1 to 256").format(said=repr(text)))
    return int(text)


def _port(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise argparse.ArgumentTypeError(_("{said} is no port: choose a number from 1 to 65535").format(said=said))
    return int(said)


def _reason(said: str) -> str:
    if not 0 < len(said.strip()) <= 300:
        raise argparse.ArgumentTypeError(_("say why, in at most 300 characters; nothing was stopped"))
    return said.strip()


def _on_what_is_there(act: Act) -> Act:
    """Only where Beffroi was started before. A mistyped folder is told and stays as it is: nobody who stops
    everything in a hurry may believe that it was the town."""

    @wraps(act)
    def guarded(asked: argparse.Namespace) -> int:
        folder = Path(os.environ.get("BEFFROI_DATA_DIR", "data")).resolve()
        if not (
            any(name in os.environ for name in ELSEWHERE) or any((folder / one).exists() for one in LEFT_BY_A_START)
        ):
            missing = _("nothing was done: there is no Beffroi in {folder}; say where with --data")
            terminal.complain(missing.format(folder=folder))
            return 1
        from beffroi.site.starting import setup

        setup()
        terminal.speak_through_django()
        from django.db.utils import DatabaseError

        try:
            return act(asked)
        except DatabaseError as error:
            failed = _("nothing was done: {error} (beffroi doctor says more)")
            terminal.complain(failed.format(error=error))
            return 1

    return guarded


def _up(asked: argparse.Namespace) -> int:
    from beffroi.site.processes import up

    return up(host=asked.host, port=asked.port)


def _process(asked: argparse.Namespace) -> int:
    from beffroi.site.processes import run

    return run(asked.process, host=asked.host, port=asked.port)


def _migrate(_asked: argparse.Namespace) -> int:
    from beffroi.site.starting import migrate

    return migrate()


@_on_what_is_there
def _doctor(_asked: argparse.Namespace) -> int:
    from beffroi.site.doctor import examine

    return examine(sys.stdout)


@_on_what_is_there
def _stop(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.stopping import stop

    return stop(asked.organisation, everyone=asked.all, reason=asked.reason, out=sys.stdout)


@_on_what_is_there
def _resume(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.stopping import resume

    return resume(asked.organisation, everyone=asked.all, out=sys.stdout)


@_on_what_is_there
def _directory(asked: argparse.Namespace) -> int:
    return directory.run(asked, sys.stdout, sys.stderr)


def _match(asked: argparse.Namespace) -> int:
    from beffroi.site.commands.match.command import run

    try:
        with Path(asked.searches).open(encoding="utf-8") as searches:
            return run(
                searches,
                sys.stdin.buffer,
                sys.stdout,
                sys.stderr,
                workers=asked.workers,
                detects_language=asked.detect_language,
            )
    except OSError as error:
        terminal.complain(f"{asked.searches}: {terminal.why(error)}", of="beffroi match")
        return 2
    except UnicodeDecodeError as error:
        garbled = _("{file} is not UTF-8 text (byte {number})").format(file=asked.searches, number=error.start + 1)
        terminal.complain(garbled, of="beffroi match")
        return 2


def _announce(_asked: argparse.Namespace) -> int:
    from beffroi.site.commands.announce import run

    return run(sys.stdin.buffer, sys.stdout, sys.stderr)


def _evaluate(asked: argparse.Namespace) -> int:
    return fact.run(asked, sys.stdin.buffer, sys.stdout, sys.stderr)


def _replay(asked: argparse.Namespace) -> int:
    return replay.run(asked, sys.stdout, sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
