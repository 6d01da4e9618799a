"""How it stands; stopping everything, and letting posts leave again."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from beffroi.access.api import ActRouter, ProgramRequest, Refusal, Shown
from beffroi.publishing.models import Publication, Stop

router = ActRouter("Standing")
LONGEST_REASON = 300
REASON = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"reason": {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON}},
                    "required": ["reason"],
                },
                "example": {"reason": "Attaque en ville"},
            }
        },
    }
}


class Stopped(Shown):
    at: datetime
    by: str | None
    reason: str
    were_leaving: list[int]


class State(Shown):
    """`stopped` is null while posts may leave; `by` when it was done from the command line."""

    organisation: str
    stopped: Stopped | None
    waiting: int
    leaving: int
    for_a_person: int


@router.read("/state", gives=State)
def state(request: ProgramRequest) -> Any:
    """How it stands: what waits, what is leaving, what asks a person."""
    return _told(request)


@router.post("/stop", act="stop everything", gives=State, extra=REASON)
def stop(request: ProgramRequest) -> Any:
    """Stops everything; a stop in force stays as it is."""
    reason = _reason(request)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refusal(400, _('Say why, in at most 300 characters: {"reason": "…"}. Nothing was stopped.'))
    Stop.begin(request.organisation, reason=reason, by=request.user, now=request.now)
    return _told(request)


@router.post("/resume", act="stop everything", gives=State)
def resume(request: ProgramRequest) -> Any:
    """Lets posts leave again; does nothing when nothing is stopped."""
    Stop.resume(request.organisation, by=request.user, now=request.now)
    return _told(request)


def _reason(request: HttpRequest) -> str:
    """The reason in the body; empty for whatever is not such a body."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return ""
    reason = said.get("reason") if isinstance(said, dict) else None
    if not isinstance(reason, str) or any("\ud800" <= letter <= "\udfff" for letter in reason):
        return ""
    return reason.replace("\0", "").strip()


def _told(request: ProgramRequest) -> State:
    mine = Publication.objects.of(request.organisation)
    in_force = Stop.in_force(request.organisation)
    return State(
        organisation=request.organisation.name,
        stopped=_stopped(in_force) if in_force else None,
        waiting=mine.filter(state="queued").count(),
        leaving=mine.filter(state="sending").count(),
        for_a_person=mine.for_a_person().count(),
    )


def _stopped(stop: Stop) -> Stopped:
    by = stop.by.name if stop.by else None
    return Stopped(at=stop.at, by=by, reason=stop.reason, were_leaving=stop.leaving)
