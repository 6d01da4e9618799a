"""Signing the registered identity of an account: what a person says, with what the account shows at that moment."""

from datetime import datetime
from typing import Any

from beffroi.access.models import User
from beffroi.archive.models import ProfileSnapshot
from beffroi.engines.takeover.pictures import same
from beffroi.guard.models import Baseline
from beffroi.guard.pictures import fingerprint_at

MOST_PICTURES = 10


def sign(baseline: Baseline, *, keeps_picture: bool, by: User, now: datetime, **wishes: Any) -> bool:
    """A new version after `baseline`. False where the picture shown now was to be kept and could not be read; the rest
    is signed then. Raises Stale."""
    shown = ProfileSnapshot.latest_of(baseline.account)
    as_shown: dict[str, Any] = {"shown_name": shown.name, "description": shown.summary} if shown else {}
    pictures = _pictures(baseline, shown) if keeps_picture else None
    if pictures is not None:
        as_shown["pictures"] = pictures
    baseline.revise(by=by, now=now, **as_shown, **wishes)
    return pictures is not None or not keeps_picture


def _pictures(baseline: Baseline, shown: ProfileSnapshot | None) -> list[str] | None:
    """The registered fingerprints with that of the picture shown now; None where it cannot be read."""
    found = fingerprint_at(shown.icon) if shown else ""
    if not found:
        return None
    known = any(same(found, each) for each in baseline.pictures)
    return baseline.pictures if known else [*baseline.pictures, found][-MOST_PICTURES:]
