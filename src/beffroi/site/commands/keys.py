"""`beffroi keys`: which keys seal the secrets of this database, and how one takes the place of another.

A key is never shown but once, when it is made; everywhere else its fingerprint stands for it.
"""

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from beffroi.site.key_fit import misfit, said_where
from beffroi.site.terminal import complain, look, ngettext
from beffroi.site.terminal import gettext as _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

MOST_PASSES = 20  # each seals what others wrote meanwhile


def add(commands: "Commands", data: Callable[[argparse.ArgumentParser], None], guarded: Callable[..., object]) -> None:
    keys = commands.add_parser("keys", help=_("the keys that seal the credentials: make one, check them, change them"))
    acts = keys.add_subparsers()
    for name, act, told in (
        ("new", _new, _("print a new key, which is shown this once")),
        ("list", _list, _("the fingerprints of the keys that are set, and how many values each opens")),
        ("check", _check, _("say whether the keys open everything that is sealed; 1 when not")),
        ("rotate", _rotate, _("seal everything again under the first key, while everything runs")),
    ):
        one = acts.add_parser(name, help=told)
        data(one)
        one.set_defaults(run=act if name == "new" else guarded(act))
        if name == "new":
            one.add_argument(
                "--write",
                action="store_true",
                help=_("put it in front of those in the data folder; print nothing of it"),
            )


def _new(asked: argparse.Namespace) -> int:
    key = secrets.token_urlsafe(32)
    if not asked.write:
        print(key)
        return 0
    if "BEFFROI_KEYS" in os.environ or "BEFFROI_KEYS_FILE" in os.environ:
        elsewhere = _("nothing was done: the keys are in BEFFROI_KEYS, put a new one in front of them there")
        complain(elsewhere, out=sys.stdout)
        return 1
    file = Path(os.environ.get("BEFFROI_DATA_DIR", "data")).resolve() / "encryption.key"
    if not file.exists():
        missing = _("nothing was done: there is no {file}; it is made at the first start").format(file=file)
        complain(missing, out=sys.stdout)
        return 1
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(f"{key},{file.read_text().strip()}")
    os.replace(draft, file)
    done = _("{file}: a new key stands in front. Start Beffroi again, then: beffroi keys rotate")
    print(done.format(file=file))
    return 0


def _list(_asked: argparse.Namespace) -> int:
    from beffroi.access.rotation import keys_in_use
    from beffroi.access.sealing import fingerprints

    found, lost = keys_in_use()
    print(_("from {place}, the first one seals:").format(place=said_where()))
    for place, name in enumerate(fingerprints()):
        opens = ngettext("opens {count} sealed value", "opens {count} sealed values", found[place])
        print(f"  {place + 1}. {name}: {opens.format(count=found[place])}")
    if lost:
        shut = ngettext("none of them opens {count} sealed value", "none of them opens {count} sealed values", lost)
        print(f"  {shut.format(count=lost)}")
    return 0


def _check(_asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.access.rotation import keys_in_use
    from beffroi.access.sealing import fingerprints

    if trouble := misfit(timezone.now()):
        look(False, trouble)
        return 1
    found, lost = keys_in_use()
    for place, name in enumerate(fingerprints()):
        if place:
            look(True, _former(name, found[place]))
    said = _("sealed values that no key opens: {lost}; that one opens: {found}")
    look(not lost, said.format(lost=lost, found=found.total()))
    return 1 if lost else 0


def _former(name: str, opens: int) -> str:
    if not opens:
        return _("the former key {name} opens nothing: it can be taken out").format(name=name)
    still = ngettext(
        "the former key {name} still opens {count} value", "the former key {name} still opens {count} values", opens
    )
    return still.format(name=name, count=opens)


def _rotate(_asked: argparse.Namespace) -> int:
    from django.utils import timezone

    return rotate(sys.stdout, timezone.now())


def rotate(out: TextIO, now: datetime) -> int:
    """Seals everything again under the first key; 1 when it could not, or when something opens with no key."""
    from beffroi.access.models import KeyMark
    from beffroi.access.rotation import seal_all_again
    from beffroi.access.sealing import fingerprints

    first = fingerprints()[0]
    if trouble := _not_now(first, now):
        complain(_("nothing was done: {why}").format(why=trouble), out=out)
        return 1
    lost: dict[str, list[str]] = {}
    for _pass in range(MOST_PASSES):
        again = False
        for count in seal_all_again():
            again |= bool(count.changed or count.overtaken)
            lost[str(count.column)] = count.lost
            if count.changed:
                done = _("{column}: {count} sealed again under {key}")
                print(done.format(column=count.column, count=count.changed, key=first), file=out, flush=True)
        if not again:
            break
    KeyMark.leave(now)
    KeyMark.remove_all_but([first])
    for column, rows in lost.items():
        for row in rows:
            look(False, _("{column} {row}: no key opens it").format(column=column, row=row), out)
    done = _("everything that opens stands under {key}: the other keys can be taken out")
    print(done.format(key=first), file=out)
    return 1 if any(lost.values()) else 0


def _not_now(first: str, now: datetime) -> str:
    """A process that runs with the former key alone could not open what is sealed under the new one."""
    from beffroi.access.models import KeyMark
    from beffroi.work.models import Heartbeat

    runs = any(Heartbeat.is_alive(process, now) for process in ("worker", "listener", "hearer"))
    if runs and not KeyMark.objects.filter(fingerprint=first).exists():
        early = _("what runs was started before the key {key} was set: start every process again first")
        return early.format(key=first)
    return misfit(now)
