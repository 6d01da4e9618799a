"""A result in bytes, and back from the files of an archive: the same facts give the same bytes, anywhere."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from beffroi.engines.ranking.placing import Place, ranked
from beffroi.engines.ranking.record import Account
from beffroi.engines.ranking.summing import summed
from beffroi.engines.ranking.window import Window
from beffroi.vocabulary import Sentence

ACCOUNTS = (
    "account",
    "network",
    "handle",
    "body",
    "population",
    "class",
    "counterparts",
    "outside",
    "last_post",
    "excluded",
)
RESULT = ("rank", "best", "worst", "of", "account", "network", "handle", "body", "class")
FIGURES = ("value", "low", "high", "sample", "unranked_because")


def recomputed(manifest: Mapping[str, Any], accounts: Iterable[str], daily: Iterable[str]) -> dict[str, bytes]:
    """The files of the result, by name, from the manifest and the lines of accounts.csv and daily.csv."""
    window = Window(date.fromisoformat(manifest["first"]), date.fromisoformat(manifest["until"]))
    every = [_account(row) for row in csv.DictReader(accounts)]
    sums = dict(summed(csv.DictReader(daily), window))
    return result(ranked(manifest["measure"], every, sums, window, manifest["weights"]))


def result(places: Sequence[Place]) -> dict[str, bytes]:
    rows = [_row(place) for place in places]
    return {"result.csv": _csv((*RESULT, *FIGURES), rows), "result.json": _json(rows)}


def accounts_file(accounts: Iterable[Account]) -> bytes:
    """accounts.csv, in the order of the keys."""
    rows = [_said(account) for account in sorted(accounts, key=lambda account: account.key)]
    return _csv(ACCOUNTS, rows)


def as_json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _json(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One row a line: an indented list of 35,000 takes ten times as long."""
    lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _row(place: Place) -> dict[str, Any]:
    account, figure = place.account, place.figure
    bounds = {"value": figure.value, "low": figure.low, "high": figure.high, "sample": figure.sample} if figure else {}
    return {
        "rank": place.rank,
        "best": place.best,
        "worst": place.worst,
        "of": place.of or None,
        "account": account.key,
        "network": account.network,
        "handle": account.handle,
        "body": account.body,
        "class": account.bound,
        **bounds,
        "unranked_because": str(place.why) if place.why else "",
    }


def _said(account: Account) -> dict[str, Any]:
    return {
        "account": account.key,
        "network": account.network,
        "handle": account.handle,
        "body": account.body,
        "population": account.population,
        "class": account.bound,
        "counterparts": account.counterparts,
        "outside": account.outside,
        "last_post": account.last_post,
        "excluded": json.dumps(account.excluded.as_json(), ensure_ascii=False) if account.excluded else "",
    }


def _account(row: Mapping[str, str]) -> Account:
    return Account(
        int(row["account"]),
        row["network"],
        row["handle"],
        row["body"],
        population=_number(row["population"]),
        bound=_number(row["class"]),
        counterparts=int(row["counterparts"]),
        outside=int(row["outside"]),
        last_post=date.fromisoformat(row["last_post"]) if row["last_post"] else None,
        excluded=_sentence(row["excluded"]),
    )


def _sentence(said: str) -> Sentence | None:
    if not said:
        return None
    told = json.loads(said)
    return Sentence(told["say"], told.get("values", {}))


def _number(text: str) -> int | None:
    return int(text) if text else None
