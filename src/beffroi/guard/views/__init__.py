"""The pages of the guard."""

from beffroi.guard.views.playbook import closing, complaint, complaint_pdf, playbook, step, surface, way
from beffroi.guard.views.silence import silent_accounts
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
    "silent_accounts",
    "step",
    "surface",
    "verdict",
    "way",
]
