"""What every view of the chronicle needs: the incident, and what its template shows."""

from typing import Any

from django.shortcuts import get_object_or_404

from beffroi.access.desk import DeskRequest
from beffroi.chronicle.drawing import Drawing, Frame
from beffroi.chronicle.models import Incident
from beffroi.chronicle.reports import words
from beffroi.chronicle.states import KINDS
from beffroi.chronicle.telling import Telling

FRAMES = (Frame("wide", 880, 240), Frame("narrow", 400, 220))  # for a desk, for a phone
LOUDEST = 20


def chosen(request: DeskRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.of(request.organisation).select_related("organisation"), pk=pk)


def shown(telling: Telling) -> dict[str, Any]:
    """The telling with its numbers and its curve in words and lines."""
    voices = [(heard, words.audience(heard)) for heard in telling.voices[:LOUDEST]]
    return {
        "incident": telling.incident,
        "telling": telling,
        "kind": KINDS[telling.incident.kind],
        "has_outcome": any(episode.key == "outcome" for episode in telling.episodes),
        "lateness": words.lateness(telling),
        "figures": words.figures(telling),
        "curve": telling.curve,
        "drawings": [Drawing(telling.curve, frame) for frame in FRAMES],
        "unit": words.per_bin(telling.curve),
        "paces": [words.pace(stretch) for stretch in telling.curve.paces],
        "voices": voices,
        "more_voices": words.others(len(telling.voices) - LOUDEST),
    }
