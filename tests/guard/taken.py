"""An account that was taken: a stranger renames it and posts, the guard rings, and Ana says that it was not her."""

from datetime import timedelta

from beffroi.guard.duties import poll_profiles, verify_repairs
from beffroi.guard.models import Alarm, PlaybookRun
from tests.cast import NOW, Feurs, minutes

THIEF = "Gabrielle Powell"
LURE = "Gagnez 500 € ce soir : https://gagner.example"
SOON = minutes(1)


def take_over(feurs: Feurs) -> Alarm:
    """The thief's hand at NOW, seen by the reading at NOW."""
    poll_profiles(NOW - minutes(10))
    feurs.sandbox.rename("feurs", THIEF)
    feurs.sandbox.say("feurs", LURE, at=NOW - minutes(2))
    poll_profiles(NOW)
    return Alarm.objects.get()


def not_us(feurs: Feurs, *, at: timedelta = SOON) -> PlaybookRun:
    alarm = take_over(feurs)
    alarm.judge(ours=False, by=feurs.ana, now=NOW + at)
    return alarm.runs.get()


def read_again(run: PlaybookRun, *, at: timedelta) -> dict[str, str]:
    """Reads every place at that time; the state of each."""
    run.surfaces.exclude(due_at=None).update(due_at=NOW + at)
    verify_repairs(NOW + at)
    return dict(run.surfaces.values_list("surface", "state"))


def put_back(feurs: Feurs) -> None:
    """The name is ours again, and what the thief posted is deleted."""
    feurs.sandbox.rename("feurs", "Ville de Feurs")
    for native_id, post in feurs.sandbox.read().posts.items():
        if post["text"] == LURE:
            feurs.sandbox.delete(native_id)
