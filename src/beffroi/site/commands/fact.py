"""The work of `beffroi fact evaluate`: what one answer of an official source says about a fact, from a file.

Prints one line of JSON. Needs no database and no settings, and asks no server.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, TextIO

from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import say, why

EXIT_UNTRUSTED = 1
EXIT_MISUSED = 2

# Those of engines.procedure, which is imported by whoever judges only: every command lists what commands there are.
KINDS = (
    "senat",
    "senat-amendments",
    "senat-dossier",
    "eliasse",
    "derouleur",
    "assemblee-document",
    "assemblee-ballot",
    "assemblee-dossier",
    "assemblee-list",
    "jorf",
    "json-path",
    "css-selector",
    "feed",
    "csv",
    "calendar",
    "trusted-post",
)


class Misused(ValueError):
    """The command was called wrongly; says how in words."""


def ask_for(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("the answer as it came; - for the standard input"))
    parser.add_argument("--source", required=True, metavar=_("KIND"), choices=KINDS, help=", ".join(KINDS))
    parser.add_argument(
        "--division", default="", metavar=_("TEXT"), help=_('what it is about, for example "Article 2 bis"')
    )
    parser.add_argument(
        "--now", metavar=_("TIME"), help=_("the moment of judging: 2018-11-23T18:45:00Z (default: now)")
    )
    parser.add_argument(
        "--max-age", type=float, default=15, metavar=_("MINUTES"), help=_("how old it may be (default: 15)")
    )
    for option, kept, shape, says in (
        ("--with", "given", _("NAME=VALUE"), _("what the source asks for; can be repeated")),
        ("--header", "headers", _("NAME:VALUE"), _("a header of the HTTP answer; can be repeated")),
    ):
        parser.add_argument(option, dest=kept, action="append", default=[], metavar=shape, help=says)


def run(asked: argparse.Namespace, stdin: BinaryIO, out: TextIO, complaints: TextIO) -> int:
    """0 with a judgement; 1 with {"error": …} for an answer that cannot be believed; 2 when it was called wrongly."""
    from beffroi.engines.procedure import BadQuestion, Question, Untrusted, judge

    try:
        judgement = judge(
            asked.source,
            stdin.read() if asked.file == "-" else Path(asked.file).read_bytes(),
            Question(asked.division, _pairs(asked.given, "=", "--with")),
            now=_moment(asked.now),
            headers=_headers(asked.headers),
            max_age=_minutes(asked.max_age),
        )
    except Untrusted as untrusted:
        _write({"error": str(untrusted.reason)}, out)
        return EXIT_UNTRUSTED
    except OSError as error:
        complaints.write(f"beffroi fact evaluate: {asked.file}: {why(error)}\n")
        return EXIT_MISUSED
    except BadQuestion as error:
        complaints.write(f"beffroi fact evaluate: {say(error.reason)}\n")
        return EXIT_MISUSED
    except Misused as error:
        complaints.write(f"beffroi fact evaluate: {error}\n")
        return EXIT_MISUSED
    outcome = {"outcome": judgement.outcome} if judgement.outcome else {}
    reasons = [str(reason) for reason in judgement.reasons]
    _write({"state": judgement.state, **outcome, "reasons": reasons, "evidence": judgement.evidence}, out)
    return 0


def _write(said: Mapping[str, object], out: TextIO) -> None:
    """In plain letters where the terminal can show them."""
    readable = (getattr(out, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"
    out.write(json.dumps(said, ensure_ascii=not readable) + "\n")


def _pairs(given: Iterable[str], mark: str, option: str) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, found, value = each.partition(mark)
        if not found or not name.strip():
            raise Misused(
                _("{option} {said}: write a name, {mark} and a value").format(option=option, said=repr(each), mark=mark)
            )
        pairs[name.strip()] = value.strip()
    return pairs


def _headers(given: Iterable[str]) -> dict[str, str] | None:
    """None without any: a file that was kept without its headers has none to check."""
    headers = {name.lower(): value for name, value in _pairs(given, ":", "--header").items()}
    return headers or None


def _moment(written: str | None) -> datetime:
    if written is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise Misused(_("--now {said}: write it as 2018-11-23T18:45:00Z").format(said=repr(written))) from error
    if moment.tzinfo is None:
        raise Misused(
            _("--now {said}: say in which time zone: Z at the end for UTC, or +01:00").format(said=repr(written))
        )
    return moment


def _minutes(number: float) -> timedelta:
    try:
        if number >= 0:
            return timedelta(minutes=number)
    except OverflowError:
        pass
    raise Misused(_("--max-age is a number of minutes, and not less than none"))
