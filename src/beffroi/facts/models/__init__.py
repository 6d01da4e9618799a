"""Facts with the outcomes they can have, the sources and witnesses that tell, and what was settled."""

from beffroi.facts.models.attestation import Attestation, NeedsReason
from beffroi.facts.models.fact import Fact, Outcome
from beffroi.facts.models.settlement import Settlement
from beffroi.facts.models.source import Evidence, Reading, Source
from beffroi.facts.models.witness import Witness, WitnessLink

__all__ = [
    "Attestation",
    "Evidence",
    "Fact",
    "NeedsReason",
    "Outcome",
    "Reading",
    "Settlement",
    "Source",
    "Witness",
    "WitnessLink",
]
