"""`beffroi keys`: which keys seal the secrets of this database, and how one takes the place of another.

A key is never shown but once, when it is made; everywhere else its fingerprint stands for it.
"""

import argparse
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from beffroi.site.key_fit import misfit, said_where

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

MOST_PASSES = 20  # each seals what others wrote meanwhile


def add(commands: "Commands", data: Callable[[argparse.ArgumentParser], None], guarded: Callable[..., object]) -> None:
    keys = commands.add_parser("keys", help="the keys that seal the credentials: make one, check them, change them")
    acts = keys.add_subparsers(required=True, metavar="COMMAND")
    for name, act, told in (
        ("new", _new, "print a new key, which is shown this once"),
        ("list", _list, "the fingerprints of the keys that are set, and how many values each opens"),
        ("check", _check, "say whether the keys open everything that is sealed; 1 when not"),
        ("rotate", _rotate, "seal everything again under the first key, while everything runs"),
    ):
        one = acts.add_parser(name, help=told)
        data(one)
        one.set_defaults(run=act if name == "new" else guarded(act))
        if name == "new":
            one.add_argument(
                "--write", action="store_true", help="put it in front of those in the data folder; print nothing of it"
            )


def _new(asked: argparse.Namespace) -> int:
    key = secrets.token_urlsafe(32)
    if not asked.write:
        print(key)
        return 0
    if "BEFFROI_KEYS" in os.environ or "BEFFROI_KEYS_FILE" in os.environ:
        print("beffroi: nothing was done: the keys are in BEFFROI_KEYS, put a new one in front of them there")
        return 1
    file = Path(os.environ.get("BEFFROI_DATA_DIR", "data")).resolve() / "encryption.key"
    if not file.exists():
        print(f"beffroi: nothing was done: there is no {file}; it is made at the first start")
        return 1
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(f"{key},{file.read_text().strip()}")
    os.replace(draft, file)
    print(f"{file}: a new key stands in front. Start Beffroi again, then: beffroi keys rotate")
    return 0


def _list(_asked: argparse.Namespace) -> int:
    from beffroi.access.rotation import keys_in_use
    from beffroi.access.sealing import fingerprints

    found, lost = keys_in_use()
    print(f"from {said_where()}, the first one seals:")
    for place, name in enumerate(fingerprints()):
        print(f"  {place + 1}. {name}: opens {found[place]} sealed values")
    if lost:
        print(f"  none of them opens {lost} sealed values")
    return 0


def _check(_asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.access.rotation import keys_in_use
    from beffroi.access.sealing import fingerprints

    if trouble := misfit(timezone.now()).removesuffix("; nothing was started"):
        print(f"BAD  {trouble}")
        return 1
    found, lost = keys_in_use()
    for place, name in enumerate(fingerprints()):
        if place:
            can_go = "opens nothing: it can be taken out" if not found[place] else f"still opens {found[place]} values"
            print(f"ok   the former key {name} {can_go}")
    print(f"{'BAD' if lost else 'ok '}  {lost or 'no'} sealed values that no key opens, {found.total()} that one does")
    return 1 if lost else 0


def _rotate(_asked: argparse.Namespace) -> int:
    import sys

    from django.utils import timezone

    return rotate(sys.stdout, timezone.now())


def rotate(out: TextIO, now: datetime) -> int:
    """Seals everything again under the first key; 1 when it could not, or when something opens with no key."""
    from beffroi.access.models import KeyMark
    from beffroi.access.rotation import seal_all_again
    from beffroi.access.sealing import fingerprints

    first = fingerprints()[0]
    if trouble := _not_now(first, now):
        print(f"beffroi: nothing was done: {trouble}", file=out)
        return 1
    lost: dict[str, list[str]] = {}
    for _ in range(MOST_PASSES):
        again = False
        for count in seal_all_again():
            again |= bool(count.changed or count.overtaken)
            lost[str(count.column)] = count.lost
            if count.changed:
                print(f"{count.column}: {count.changed} sealed again under {first}", file=out, flush=True)
        if not again:
            break
    KeyMark.leave(now)
    KeyMark.remove_all_but([first])
    for column, rows in lost.items():
        for row in rows:
            print(f"BAD  {column} {row}: no key opens it", file=out)
    print(f"everything that opens stands under {first}: the other keys can be taken out", file=out)
    return 1 if any(lost.values()) else 0


def _not_now(first: str, now: datetime) -> str:
    """A process that runs with the former key alone could not open what is sealed under the new one."""
    from beffroi.access.models import KeyMark
    from beffroi.work.models import Heartbeat

    runs = any(Heartbeat.is_alive(process, now) for process in ("worker", "listener", "hearer"))
    if runs and not KeyMark.objects.filter(fingerprint=first).exists():
        return f"what runs was started before the key {first} was set: start every process again first"
    return trouble.removesuffix("; nothing was started") if (trouble := misfit(now)) else ""
