"""The acts of every day from a terminal: `beffroi post`, `cases`, `approve`… They ask a running Beffroi by its API.

One form only, a server and a token, also on the machine itself: who acts is then who made the token, never somebody
named on the command line; the rights, the scopes and the gates are those of any other program; and no second process
opens the data folder. Needs neither Django nor a database.
"""

import argparse
import json
import os
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

from beffroi.site.terminal import complain, decimal, language, why
from beffroi.site.terminal import gettext as _
from beffroi.vocabulary import gettext_noop

if TYPE_CHECKING:
    from beffroi import outbound

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

TOKEN = "BEFFROI_TOKEN"  # noqa: S105  # the name of the variable
HERE = "http://127.0.0.1:8700"
LINE = 80  # characters of a text shown in a list
STATES = {  # of a draft, then of a fact
    "draft": gettext_noop("draft"),
    "submitted": gettext_noop("submitted"),
    "changes_requested": gettext_noop("changes requested"),
    "approved": gettext_noop("approved"),
    "discarded": gettext_noop("discarded"),
    "expired": gettext_noop("expired"),
    "waiting": gettext_noop("waiting"),
    "settled": gettext_noop("settled"),
    "withdrawn": gettext_noop("withdrawn"),
}


class Refused(Exception):
    """The server did not do it; the text says why."""


class Server:
    """A running Beffroi, which answers in `lang`. `over` replaces the network in tests."""

    def __init__(self, address: str, token: str, *, lang: str = "en", over: Any = None) -> None:
        from beffroi import outbound  # here: it takes longer to load than all other commands together

        host = urlsplit(address).hostname or ""
        policy = outbound.Policy(allow=(host,)) if host else outbound.Policy()
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": lang}
        self._http = outbound.client(policy, base_url=f"{address.rstrip('/')}/api/v1", headers=headers, over=over)

    def get(self, path: str, **asked: Any) -> Any:
        params = {name: value for name, value in asked.items() if value is not None}
        return _told(self._http.get(path, params=params))

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Sent once more where nobody can tell whether it arrived: its key makes that do nothing twice."""
        from beffroi import outbound

        headers = {"Idempotency-Key": str(uuid.uuid4())}
        try:
            answer = self._http.post(path, json=body or {}, headers=headers)
        except (outbound.TooSlow, outbound.Unreachable):
            answer = self._http.post(path, json=body or {}, headers=headers)
        return _told(answer)


def _told(answer: "outbound.Response") -> Any:
    try:
        said = answer.json()
    except ValueError:
        raise Refused(
            _("There is no Beffroi at this address (status {status}).").format(status=answer.status_code)
        ) from None
    if answer.status_code < 400:
        return said
    lines = [str(said.get("error", answer.status_code))]
    lines += [f"  {place['at']}: {place['error']}" for place in said.get("places", [])]
    lines += [f"  {found['place']}: {found['words']}" for found in said.get("findings", [])]
    raise Refused("\n".join(lines))


def ask_for(commands: "Commands") -> None:
    _publishing(commands)
    _answering(commands)
    _facts_and_searches(commands)


def _publishing(commands: "Commands") -> None:
    text, draft = _("TEXT"), _("DRAFT")
    post = _command(commands, "post", _("write a draft, and submit it where asked to"), _post)
    post.add_argument("text", nargs="?", metavar=text, help=_("what is to leave; without it standard input is read"))
    post.add_argument(
        "--account", action="append", default=[], metavar=_("@HANDLE"), help=_("from which accounts; else all")
    )
    post.add_argument("--at", metavar=_("TIME"), help=_("2027-03-27T10:00:00+01:00; else as soon as it is approved"))
    post.add_argument("--lang", default="fr", metavar=_("LANGUAGE"), help=_("of the text (default: fr)"))
    post.add_argument("--submit", action="store_true", help=_("hand it to the approvers at once"))

    drafts = _command(commands, "drafts", _("the drafts, the newest first"), _drafts)
    drafts.add_argument(
        "--state",
        metavar=_("STATE"),
        help=_("draft, submitted, changes_requested, approved, discarded or expired"),
    )

    approve = _command(commands, "approve", _("agree to a draft of somebody else"), _approve)
    approve.add_argument("draft", type=int, metavar=draft, help=_("its number"))
    approve.add_argument("--version", type=int, required=True, metavar=_("NUMBER"), help=_("the one that you read"))
    approve.add_argument("--comment", default="", metavar=text, help=_("for whoever wrote it"))


def _answering(commands: "Commands") -> None:
    cases = _command(commands, "cases", _("who waits for an answer"), _cases)
    cases.add_argument(
        "--show",
        default="waiting",
        metavar=_("WHICH"),
        help=_("waiting, mine, service, nobody, snoozed, answered, closed, all (default: waiting)"),
    )
    reply = _command(commands, "reply", _("answer a case"), _reply)
    reply.add_argument("case", type=int, metavar=_("CASE"), help=_("its number"))
    reply.add_argument("text", nargs="?", metavar=_("TEXT"), help=_("without it standard input is read"))


def _facts_and_searches(commands: "Commands") -> None:
    _command(commands, "facts", _("the facts that are waited for"), _facts)
    attest = _command(commands, "attest", _("say how a fact came out"), _attest)
    attest.add_argument("fact", type=int, metavar=_("FACT"), help=_("its number"))
    attest.add_argument("outcome", metavar=_("OUTCOME"), help=_("yes, no, or the key of another outcome"))
    attest.add_argument("--reason", default="", metavar=_("TEXT"), help=_("needed when a source says the contrary"))

    _command(commands, "alerts", _("what searches rang for"), _alerts)
    search = _command(commands, "search", _("try a search, or save it"), _search)
    search.add_argument("text", metavar=_("SEARCH"), help=_("in the language of the searches"))
    search.add_argument("--save", metavar=_("NAME"), help=_("hear it from now on"))
    _command(commands, "alarms", _("alarms that nobody has judged"), _alarms)
    events = _command(commands, "events", _("the lines of the journal, the oldest first"), _events)
    events.add_argument("--since", type=int, default=0, metavar=_("NUMBER"), help=_("only what came after this line"))


def _command(
    commands: "Commands", name: str, does: str, act: Callable[[Server, argparse.Namespace, TextIO], None]
) -> argparse.ArgumentParser:
    how = _("{does}; by the API, with the token in BEFFROI_TOKEN.").format(does=f"{does[0].upper()}{does[1:]}")
    one = commands.add_parser(name, help=does, description=how)
    one.add_argument(
        "--server",
        default=os.environ.get("BEFFROI_SERVER", HERE),
        metavar=_("ADDRESS"),
        help=_("where it runs (default: BEFFROI_SERVER, else this machine)"),
    )
    one.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    one.set_defaults(run=lambda asked: run(act, asked, sys.stdout, sys.stderr))
    return one


def run(act: Callable[..., None], asked: argparse.Namespace, out: TextIO, err: TextIO, *, over: Any = None) -> int:
    """0 when it was done, 1 when it was refused or nobody answered, 2 when it was called wrongly."""
    from beffroi import outbound

    try:
        token = _token()
    except OSError as error:
        complain(f"{error.filename}: {why(error)}", out=err)
        return 2
    if not token:
        complain(_("put a token into {name}, or its file into {name}_FILE.").format(name=TOKEN), out=err)
        return 2
    if not _is_address(asked.server):
        complain(_("--server begins with https:// or http://."), out=err)
        return 2
    lang = "en" if asked.json else language()  # what programs read is the same everywhere
    try:
        act(Server(asked.server, token, lang=lang, over=over), asked, out)
    except Refused as refused:
        complain(str(refused), out=err)
        return 1
    except outbound.OutboundError as trouble:
        silent = _("nobody answers at {server}: {why}")
        complain(silent.format(server=asked.server, why=_(trouble.reason)), out=err)
        return 1
    return 0


def _is_address(said: str) -> bool:
    try:
        return urlsplit(said).scheme in ("http", "https")
    except ValueError:  # a bracket that is not closed
        return False


def _token() -> str:
    """Never an argument: whoever is on the machine sees those. Raises OSError."""
    if file := os.environ.get(f"{TOKEN}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get("BEFFROI_TOKEN", "").strip()


def _say(asked: argparse.Namespace, out: TextIO, rows: Iterable[dict[str, Any]], line: Callable[[Any], str]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if asked.json else line(row), file=out)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LINE else f"{flat[: LINE - 1]}…"


def _text(asked: argparse.Namespace) -> str:
    return asked.text if asked.text is not None else sys.stdin.read()


def _draft(row: dict[str, Any]) -> str:
    accounts = " ".join(f"@{account['handle']}" for account in row["accounts"])
    return f"{row['id']} v{row['version']} {_state(row['state'])} {accounts}: {_short(row['text'])}"


def _state(said: str) -> str:
    """As a person reads it; one of a newer server stays as it is."""
    return _(STATES.get(said, said))


def _post(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    body = {"text": _text(asked).rstrip("\n"), "accounts": _accounts(server, asked.account), "lang": asked.lang}
    draft = server.post("/drafts", {**body, "leave_at": asked.at})
    if asked.submit:
        draft = server.post(f"/drafts/{draft['id']}/submission")
    _say(asked, out, [draft], _draft)


def _accounts(server: Server, wanted: list[str]) -> list[int]:
    """The numbers of the accounts that are meant: by handle, with its network where several have it, or all of them.
    Raises Refused."""
    known = list(_every(server, "/accounts"))
    if not wanted:
        return [account["id"] for account in known]
    meant = {said: [account for account in known if said.lstrip("@") in _named(account)] for said in wanted}
    if unknown := [said for said, accounts in meant.items() if not accounts]:
        raise Refused(_("You have no account {handles}.").format(handles=", ".join(unknown)))
    if unclear := [_named(account)[1] for accounts in meant.values() if len(accounts) > 1 for account in accounts]:
        which = _("nothing was done: say which account with --account: {known}")
        raise Refused(which.format(known=", ".join(unclear)))
    return [accounts[0]["id"] for accounts in meant.values()]


def _named(account: dict[str, Any]) -> tuple[str, str]:
    """As it can be typed: its handle, and NETWORK:HANDLE."""
    return account["handle"], f"{account['network']}:{account['handle']}"


def _every(server: Server, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
    """All there is, page after page."""
    after = ""
    while True:
        page = server.get(path, limit=100, after=after, **asked)
        yield from page["items"]
        if not (after := page["after"]):
            return


def _drafts(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    _say(asked, out, server.get("/drafts", state=asked.state)["items"], _draft)


def _approve(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    said = {"version": asked.version, "comment": asked.comment}
    _say(asked, out, [server.post(f"/drafts/{asked.draft}/approval", said)], _draft)


def _cases(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/cases", show=asked.show)["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {row['latest']['author']}: {_short(row['latest']['text'])}")


def _reply(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    said = server.post(f"/cases/{asked.case}/replies", {"text": _text(asked).rstrip("\n")})
    _say(asked, out, [said], lambda row: "\n".join([_replied(row), *row["findings"]]))


def _replied(row: dict[str, Any]) -> str:
    return _("draft {number} {state}").format(number=row["draft"], state=_state(row["state"]))


def _facts(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/facts", state="waiting")["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {row['statement']} ({', '.join(_keys(row))})")


def _keys(fact: dict[str, Any]) -> list[str]:
    return [f"{outcome['key']}: {outcome['label']}" for outcome in fact["outcomes"]]


def _attest(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    said = {"outcome": asked.outcome, "reason": asked.reason}
    fact = server.post(f"/facts/{asked.fact}/attestations", said)
    _say(asked, out, [fact], lambda row: f"{row['id']} {_state(row['state'])}: {row['statement']}")


def _alerts(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/alerts")["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {row['search_name']}: {row['found']} {row['reason']}".rstrip())


def _search(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    if asked.save:
        saved = server.post("/searches", {"name": asked.save, "text": asked.text})
        _say(asked, out, [saved], lambda row: f"{row['id']} {row['name']}: {row['text']}")
        return
    tried = server.post("/searches/trial", {"text": asked.text})
    _say(asked, out, [tried], lambda row: "\n".join([f"{row['reading']}: {_pace(row)}", *_examples(row)]))


def _pace(tried: dict[str, Any]) -> str:
    if tried["a_day"] is None:
        return _("too little was heard to tell")
    return _("about {number} a day").format(number=decimal(tried["a_day"]))


def _examples(tried: dict[str, Any]) -> list[str]:
    return [f"  {_short(example['text'])}" for example in tried["examples"]]


def _alarms(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/alarms")["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {_grade(row)}: {row['headline']}")


def _grade(alarm: dict[str, Any]) -> str:
    return _("severe") if alarm["severe"] else _("warning")


def _events(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = _every(server, "/journal", since=asked.since)
    _say(asked, out, found, lambda row: f"{row['number']} {row['at']} {row['sentence']}")
