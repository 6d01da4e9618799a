"""Is an account still in the hands of those who registered it? What was registered, and its history, against what is
shown."""

from beffroi.engines.takeover.breaks import breaks, former_handle
from beffroi.engines.takeover.detectors import Detector, Finding, Rate
from beffroi.engines.takeover.identity import THRESHOLD, Break, Identity, compare
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.names import match
from beffroi.engines.takeover.paragraphs import access_lost, gone
from beffroi.engines.takeover.rates import DETECTORS, WARNINGS
from beffroi.engines.takeover.reading import OutOfOrder, Reading
from beffroi.engines.takeover.watch import Watch
from beffroi.engines.takeover.words import TEMPLATES, explain

__all__ = [
    "DETECTORS",
    "TEMPLATES",
    "THRESHOLD",
    "WARNINGS",
    "Break",
    "Detector",
    "Finding",
    "Identity",
    "Lists",
    "OutOfOrder",
    "Rate",
    "Reading",
    "Watch",
    "access_lost",
    "breaks",
    "compare",
    "explain",
    "former_handle",
    "gone",
    "match",
]
