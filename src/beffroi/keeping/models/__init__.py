"""Periods, holds, and what people asked for."""

from beffroi.keeping.models.asked import Asked
from beffroi.keeping.models.hold import Hold, HoldTalk
from beffroi.keeping.models.notice import Notice
from beffroi.keeping.models.period import Period, days_of
from beffroi.keeping.models.round import Round

__all__ = ["Asked", "Hold", "HoldTalk", "Notice", "Period", "Round", "days_of"]
