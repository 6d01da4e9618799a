"""`beffroi stop` and `beffroi resume`: for who has a terminal and no time."""

from collections.abc import Callable, Sequence
from typing import TextIO

from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.publishing.models import Publication, Stop
from beffroi.site.terminal import gettext as _


def stop(name: str | None, *, everyone: bool, reason: str, out: TextIO) -> int:
    """Stops everything of the organisation called `name`, or of all of them."""
    return _on_each(name, everyone, lambda organisation: _stop(organisation, reason), out)


def resume(name: str | None, *, everyone: bool, out: TextIO) -> int:
    return _on_each(name, everyone, _resume, out)


def _on_each(name: str | None, everyone: bool, act: Callable[[Organisation], str], out: TextIO) -> int:
    """Prints one line for each organisation meant; 1, and nothing is done, when none is."""
    meant = _meant(name, everyone)
    for organisation in meant:
        print(f"{organisation}: {act(organisation)}", file=out)
    if not meant:
        _ask_back(out)
    return 0 if meant else 1


def _ask_back(out: TextIO) -> None:
    known = list(Organisation.objects.order_by("name"))
    if known:
        print(_("Nothing was done. Say which one, with --organisation NAME or --all:"), file=out)
    else:
        print(_("Nothing was done. There is no organisation here yet."), file=out)
    for organisation in known:
        print(f"  {organisation}", file=out)


def _meant(name: str | None, everyone: bool) -> Sequence[Organisation]:
    """Without a name the only one that is real; the demonstration is no reason to ask back."""
    if everyone:
        return list(Organisation.objects.order_by("pk"))
    if name is not None:
        return list(Organisation.objects.filter(name=name).order_by("pk"))
    real = list(Organisation.objects.filter(is_demo=False))
    return real if len(real) == 1 else []


def _stop(organisation: Organisation, reason: str) -> str:
    begun = Stop.begin(organisation, reason=reason, by=None, now=timezone.now())
    waiting = Publication.objects.of(organisation).filter(state="queued").count()
    done = _("stopped since {at} UTC; {waiting} wait, {leaving} were leaving already")
    at = f"{begun.at:%Y-%m-%d %H:%M:%S}"
    return done.format(at=at, waiting=waiting, leaving=len(begun.leaving))


def _resume(organisation: Organisation) -> str:
    resumed = Stop.resume(organisation, by=None, now=timezone.now())
    return _("posts leave again") if resumed else _("nothing was stopped")
