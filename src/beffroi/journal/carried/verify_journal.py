"""Verifies an exported ledger of Beffroi: `python3 verify_journal.py journal.jsonl`. Needs Python 3.11 or later, and
nothing else.

Each event carries the hash of the one before it and its own, so that a changed, removed, moved or inserted line shows.
What was erased of an event is named by a later event. `--head HASH` also asks for a hash that was written down earlier,
from a page, an export or a mail: with it, even a ledger that was written anew from its beginning is found out.

A file that says of itself that it is an extract proves nothing of what is not in it: it is refused, unless you say
`--extract`; then each event is held against its own hash, and no more.

The exit code is 0 when all of it is true, 1 when something is not, 2 when the file cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

PLAIN, SALTED = 1, 2  # the hash covers the detail itself, or a digest of the detail
ERASED = "JOURNAL_DETAIL_ERASED"
LONGEST = 16 * 2**20  # characters of a line: no event is longer


Said = tuple[str, Mapping[str, Any]]


def _(words: str, **values: Any) -> Said:
    """A sentence with its values apart, so that Beffroi can say it in another language; this script does not."""
    return words, values


def in_english(said: Said) -> str:
    words, values = said
    return words.format(**values)


class Unreadable(ValueError):
    """This is no exported ledger; says why."""

    def __init__(self, said: Said) -> None:
        super().__init__(in_english(said))
        self.said = said


@dataclass
class Found:
    """What was seen on the way: how many events, the hash of the last one, how many were erased, and what is wrong."""

    events: int = 0
    head: str = ""
    erased: int = 0
    erased_plain: int = 0
    is_whole: bool = True
    wrong: list[Said] = field(default_factory=list)


def verify(lines: Iterable[str], head: str = "") -> Found:
    """Walks an export line by line; memory does not grow with its length. Raises Unreadable for what is none."""
    rows = _rows(lines)
    first = next(rows, None)
    if first is None or first.get("beffroi") != "journal" or first.get("version") != 1:
        raise Unreadable(_("the first line does not say that this is a ledger of Beffroi"))
    walk = _Walk(first, head)
    for row in rows:
        walk.step(row)
    return walk.end()


class _Walk:
    def __init__(self, first: Mapping[str, Any], head: str) -> None:
        self.organisation, self.is_whole = first.get("organisation"), bool(first.get("whole", True))
        self.found, self.previous, self.number = Found(is_whole=self.is_whole), "", 0
        self.claimed: dict[tuple[int, int], str] = {}  # by act and erased event: the hash that the event has
        self.named: dict[tuple[int, int], str] = {}  # the same, as the acts say it
        self.last: Mapping[str, Any] | None = None
        self.head, self.head_seen = head, not head

    def step(self, row: Mapping[str, Any]) -> None:
        if self.last is not None:
            self._wrong(_("there are lines after the last one"))
            return
        if "head" in row:
            self.last = row["head"]
            return
        try:
            self._event(row)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            which, trouble = row.get("number", "?"), f"{type(error).__name__}: {error}"
            self._wrong(_("line of event {number}: {trouble}", number=which, trouble=trouble))

    def _event(self, row: Mapping[str, Any]) -> None:
        number, hashed = int(row["number"]), str(row["hash"])
        if self.is_whole and number != self.number + 1:
            self._wrong(_("event {number} stands where event {next} belongs", number=number, next=self.number + 1))
        if self.is_whole and row["previous"] != self.previous:
            self._wrong(_("event {number} does not follow the one before it", number=number))
        if not is_true(row, self.organisation):
            self._wrong(_("event {number} is not what was written", number=number))
        elif not self.is_whole and row["form"] == PLAIN and row.get("erased_in") is not None:
            self._wrong(
                _(
                    "event {number}, of which a part was erased in the old form, is proven by a whole ledger only",
                    number=number,
                )
            )
        if row.get("erased_in") is not None:
            self._note_erased(row, number)
        if row["verb"] == ERASED:
            self.named.update({(number, int(which)): hash_ for which, hash_ in row["detail"]["erased"].items()})
        self.head_seen = self.head_seen or hashed == self.head
        self.previous, self.number, self.found.head = hashed, number, hashed
        self.found.events += 1

    def _note_erased(self, row: Mapping[str, Any], number: int) -> None:
        act = int(row["erased_in"])
        if act <= number or row["verb"] == ERASED:
            self._wrong(_("event {number} cannot have been erased by event {act}", number=number, act=act))
        self.claimed[(act, number)] = str(row["hash"])
        self.found.erased += 1
        self.found.erased_plain += row["form"] == PLAIN

    def end(self) -> Found:
        if self.is_whole:
            for (act, number), hashed in self.claimed.items():
                if self.named.get((act, number)) != hashed:
                    self._wrong(
                        _(
                            "event {number} says that event {act} erased a part of it, which does not say so",
                            number=number,
                            act=act,
                        )
                    )
        if self.last is None:
            self._wrong(_("the end is missing"))
        elif self.is_whole and (self.last.get("number"), self.last.get("hash")) != (self.number, self.previous):
            self._wrong(_("the last events are not those of the chain's end"))
        if not self.head_seen:
            self._wrong(_("the hash that you noted is nowhere in this ledger"))
        return self.found

    def _wrong(self, said: Said) -> None:
        self.found.wrong.append(said)


def is_true(row: Mapping[str, Any], organisation: Any) -> bool:
    """Whether an event is what was written; of an erased one, whether all but its detail is."""
    erased = row.get("erased_in") is not None
    form = row["form"]
    if form == PLAIN:
        return erased or row["hash"] == hash_of(row, organisation)
    if form != SALTED:
        return False
    as_written = not row["salt"] if erased else row["digest"] == digest_of(row["detail"], row["salt"])
    return bool(as_written and row["hash"] == hash_of(row, organisation))


def hash_of(row: Mapping[str, Any], organisation: Any) -> str:
    """sha256(previous hash + canonical JSON of the event), hexadecimal."""
    said = {
        "organisation": organisation,
        "number": row["number"],
        "at": datetime.fromisoformat(row["at"]).astimezone(timezone.utc).isoformat(timespec="microseconds"),  # noqa: UP017  # runs on older Pythons too
        "actor": row["actor"],
        "verb": row["verb"],
        "subject": row["subject"],
    }
    said |= {"detail": row["detail"]} if row["form"] == PLAIN else {"form": row["form"], "digest": row["digest"]}
    return hashlib.sha256((row["previous"] + canonical(said)).encode()).hexdigest()


def digest_of(detail: Mapping[str, Any], salt: str) -> str:
    return hashlib.sha256((salt + canonical(detail)).encode()).hexdigest()


def canonical(said: Mapping[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for place, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if len(line) <= LONGEST else None
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise Unreadable(_("line {number} is no line of a ledger", number=place))
        yield row


def told(found: Found) -> Iterator[tuple[str, Said]]:
    """A mark and a sentence for each thing that is to be said: `ok`, `BAD`, or none."""
    yield from (("BAD", each) for each in found.wrong)
    if found.wrong:
        return
    if not found.is_whole:
        yield (
            "",
            _(
                "an EXTRACT of {count} events: each fits its own hash; not proven that none is missing or made up",
                count=found.events,
            ),
        )
    else:
        yield (
            "ok",
            _(
                "{count} events, each follows the one before it; the last hash is {hash}",
                count=found.events,
                hash=found.head or "—",
            ),
        )
    if found.erased:
        yield "", _("parts of {count} were erased, and the ledger says so", count=found.erased)
    if found.erased_plain:
        yield (
            "",
            _(
                "of {count} of them, written in the old form, only the place in the chain is proven",
                count=found.erased_plain,
            ),
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="the exported ledger, journal.jsonl")
    parser.add_argument("--head", default="", metavar="HASH", help="a hash that you noted earlier")
    parser.add_argument("--extract", action="store_true", help="be content with an extract, which proves less")
    asked = parser.parse_args()
    try:
        with open(asked.file, encoding="utf-8") as lines:
            found = verify(lines, asked.head.strip().lower())
    except (OSError, UnicodeDecodeError, Unreadable) as error:
        print(f"{asked.file}: {error}", file=sys.stderr)
        return 2
    for mark, said in told(found):
        print(f"{mark:<3}  {in_english(said)}")
    return 1 if found.wrong or not (found.is_whole or asked.extract) else 0


if __name__ == "__main__":
    sys.exit(main())
