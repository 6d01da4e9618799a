"""The pages of the guard."""

from beffroi.guard.views.playbook import closing, complaint, complaint_pdf, playbook, step, surface, way
from beffroi.guard.views.wall import alarm, guard, reading, recovery, verdict

__all__ = [
    "alarm",
    "closing",
    "complaint",
    "complaint_pdf",
    "guard",
    "playbook",
    "reading",
    "recovery",
    "step",
    "surface",
    "verdict",
    "way",
]
