"""The pages of the chronicle."""

from beffroi.chronicle.views.entries import entry, episode, evidence, removal
from beffroi.chronicle.views.incidents import chronicle, closure, incident, notes, opening, reopening, summary
from beffroi.chronicle.views.publication import public, publication, withdrawal
from beffroi.chronicle.views.reports import report

__all__ = [
    "chronicle",
    "closure",
    "entry",
    "episode",
    "evidence",
    "incident",
    "notes",
    "opening",
    "public",
    "publication",
    "removal",
    "reopening",
    "report",
    "summary",
    "withdrawal",
]
