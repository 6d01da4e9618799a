"""Incidents, their entries with the evidence, and the audience of each voice."""

from beffroi.chronicle.models.entry import Entry
from beffroi.chronicle.models.incident import Incident
from beffroi.chronicle.models.voice import Voice

__all__ = ["Entry", "Incident", "Voice"]
