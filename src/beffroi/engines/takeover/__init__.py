"""Is an account still in the hands of those who registered it? The registered identity against what is shown."""

from beffroi.engines.takeover.identity import THRESHOLD, Break, Identity, compare
from beffroi.engines.takeover.names import match
from beffroi.engines.takeover.words import TEMPLATES, explain

__all__ = ["TEMPLATES", "THRESHOLD", "Break", "Identity", "compare", "explain", "match"]
