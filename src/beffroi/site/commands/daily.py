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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

from beffroi import outbound

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

TOKEN = "BEFFROI_TOKEN"  # noqa: S105  # the name of the variable
HERE = "http://127.0.0.1:8700"
LINE = 80  # characters of a text shown in a list


class Refused(Exception):
    """The server did not do it; the text says why."""


class Server:
    """A running Beffroi. `over` replaces the network in tests."""

    def __init__(self, address: str, token: str, *, over: Any = None) -> None:
        host = urlsplit(address).hostname or ""
        policy = outbound.Policy(allow=(host,)) if host else outbound.Policy()
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self._http = outbound.client(policy, base_url=f"{address.rstrip('/')}/api/v1", headers=headers, over=over)

    def get(self, path: str, **asked: Any) -> Any:
        params = {name: value for name, value in asked.items() if value is not None}
        return _told(self._http.get(path, params=params))

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Sent once more where nobody can tell whether it arrived: its key makes that do nothing twice."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        try:
            answer = self._http.post(path, json=body or {}, headers=headers)
        except (outbound.TooSlow, outbound.Unreachable):
            answer = self._http.post(path, json=body or {}, headers=headers)
        return _told(answer)


def _told(answer: outbound.Response) -> Any:
    try:
        said = answer.json()
    except ValueError:
        raise Refused(f"There is no Beffroi at this address (status {answer.status_code}).") from None
    if answer.status_code < 400:
        return said
    lines = [str(said.get("error", answer.status_code))]
    lines += [f"  {place['at']}: {place['error']}" for place in said.get("places", [])]
    lines += [f"  {found['place']}: {found['words']}" for found in said.get("findings", [])]
    raise Refused("\n".join(lines))


def ask_for(commands: "Commands") -> None:
    post = _command(commands, "post", "write a draft, and submit it where asked to", _post)
    post.add_argument("text", nargs="?", help="what is to leave; without it standard input is read")
    post.add_argument("--account", action="append", default=[], metavar="@HANDLE", help="from which accounts; else all")
    post.add_argument("--at", metavar="TIME", help="2027-03-27T10:00:00+01:00; else as soon as it is approved")
    post.add_argument("--lang", default="fr", help="of the text")
    post.add_argument("--submit", action="store_true", help="hand it to the approvers at once")

    drafts = _command(commands, "drafts", "the drafts, the newest first", _drafts)
    drafts.add_argument("--state", help="draft, submitted, changes_requested, approved, discarded or expired")

    approve = _command(commands, "approve", "agree to a draft of somebody else", _approve)
    approve.add_argument("draft", type=int)
    approve.add_argument("--version", type=int, required=True, help="the one that you read")
    approve.add_argument("--comment", default="")

    cases = _command(commands, "cases", "who waits for an answer", _cases)
    cases.add_argument(
        "--show", default="waiting", help="waiting, mine, service, nobody, snoozed, answered, closed, all"
    )
    reply = _command(commands, "reply", "answer a case", _reply)
    reply.add_argument("case", type=int)
    reply.add_argument("text", nargs="?", help="without it standard input is read")

    _command(commands, "facts", "the facts that are waited for", _facts)
    attest = _command(commands, "attest", "say how a fact came out", _attest)
    attest.add_argument("fact", type=int)
    attest.add_argument("outcome", help="yes, no, or the key of another outcome")
    attest.add_argument("--reason", default="", help="needed when a source says the contrary")

    _command(commands, "alerts", "what searches rang for", _alerts)
    search = _command(commands, "search", "try a search, or save it", _search)
    search.add_argument("text", help="in the language of the searches")
    search.add_argument("--save", metavar="NAME", help="hear it from now on")
    _command(commands, "alarms", "alarms that nobody has judged", _alarms)
    events = _command(commands, "events", "the lines of the journal, the oldest first", _events)
    events.add_argument("--since", type=int, default=0, metavar="NUMBER", help="only what came after this line")


def _command(
    commands: "Commands", name: str, words: str, act: Callable[[Server, argparse.Namespace, TextIO], None]
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=words, description=f"{words}; by the API, with the token in BEFFROI_TOKEN.")
    one.add_argument("--server", default=os.environ.get("BEFFROI_SERVER", HERE), metavar="URL", help="where it runs")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.set_defaults(run=lambda asked: run(act, asked, sys.stdout, sys.stderr))
    return one


def run(act: Callable[..., None], asked: argparse.Namespace, out: TextIO, err: TextIO, *, over: Any = None) -> int:
    """0 when it was done, 1 when it was refused or nobody answered, 2 when it was called wrongly."""
    token = _token()
    if not token:
        print(f"beffroi: put a token into {TOKEN}, or its file into {TOKEN}_FILE.", file=err)
        return 2
    if urlsplit(asked.server).scheme not in ("http", "https"):
        print("beffroi: --server begins with https:// or http://.", file=err)
        return 2
    try:
        act(Server(asked.server, token, over=over), asked, out)
    except Refused as refused:
        print(f"beffroi: {refused}", file=err)
        return 1
    except outbound.OutboundError as trouble:
        print(f"beffroi: nobody answers at {asked.server}: {trouble}", file=err)
        return 1
    return 0


def _token() -> str:
    """Never an argument: whoever is on the machine sees those."""
    if file := os.environ.get(f"{TOKEN}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get("BEFFROI_TOKEN", "").strip()


def _say(asked: argparse.Namespace, out: TextIO, rows: list[dict[str, Any]], line: Callable[[Any], str]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if asked.json else line(row), file=out)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LINE else f"{flat[: LINE - 1]}…"


def _text(asked: argparse.Namespace) -> str:
    return asked.text if asked.text is not None else sys.stdin.read()


def _draft(row: dict[str, Any]) -> str:
    accounts = " ".join(f"@{account['handle']}" for account in row["accounts"])
    return f"{row['id']} v{row['version']} {row['state']} {accounts}: {_short(row['text'])}"


def _post(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    body = {"text": _text(asked).rstrip("\n"), "accounts": _accounts(server, asked.account), "lang": asked.lang}
    draft = server.post("/drafts", {**body, "leave_at": asked.at})
    if asked.submit:
        draft = server.post(f"/drafts/{draft['id']}/submission")
    _say(asked, out, [draft], _draft)


def _accounts(server: Server, wanted: list[str]) -> list[int]:
    """The numbers of the accounts that are meant: by handle, or all of them. Raises Refused."""
    known = server.get("/accounts", limit=100)["items"]
    if not wanted:
        return [account["id"] for account in known]
    by_handle = {account["handle"]: account["id"] for account in known}
    unknown = [handle for handle in wanted if handle.lstrip("@") not in by_handle]
    if unknown:
        raise Refused(f"You have no account {', '.join(unknown)}.")
    return [by_handle[handle.lstrip("@")] for handle in wanted]


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
    _say(asked, out, [said], lambda row: "\n".join([f"draft {row['draft']} {row['state']}", *row["findings"]]))


def _facts(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/facts", state="waiting")["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {row['statement']} ({', '.join(_keys(row))})")


def _keys(fact: dict[str, Any]) -> list[str]:
    return [f"{outcome['key']}: {outcome['label']}" for outcome in fact["outcomes"]]


def _attest(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    said = {"outcome": asked.outcome, "reason": asked.reason}
    fact = server.post(f"/facts/{asked.fact}/attestations", said)
    _say(asked, out, [fact], lambda row: f"{row['id']} {row['state']}: {row['statement']}")


def _alerts(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/alerts")["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {row['search_name']}: {row['found']} {row['reason']}".rstrip())


def _search(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    if asked.save:
        saved = server.post("/searches", {"name": asked.save, "text": asked.text})
        _say(asked, out, [saved], lambda row: f"{row['id']} {row['name']}: {row['text']}")
        return
    tried = server.post("/searches/trial", {"text": asked.text})
    pace = "too little was heard to tell" if tried["a_day"] is None else f"about {tried['a_day']:.1f} a day"
    _say(asked, out, [tried], lambda row: "\n".join([f"{row['reading']}: {pace}", *_examples(row)]))


def _examples(tried: dict[str, Any]) -> list[str]:
    return [f"  {_short(example['text'])}" for example in tried["examples"]]


def _alarms(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    found = server.get("/alarms")["items"]
    _say(asked, out, found, lambda row: f"{row['id']} {'severe' if row['severe'] else 'warning'}: {row['headline']}")


def _events(server: Server, asked: argparse.Namespace, out: TextIO) -> None:
    after = ""
    while True:
        page = server.get("/journal", since=asked.since, limit=100, after=after)
        _say(asked, out, page["items"], lambda row: f"{row['number']} {row['at']} {row['sentence']}")
        if not (after := page["after"]):
            return
