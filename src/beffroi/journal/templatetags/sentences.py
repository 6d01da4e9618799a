"""Stored sentences in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import template

from beffroi.journal.sentences import translated

register = template.Library()


@register.filter
def said(sentence: Mapping[str, Any]) -> str:
    """A stored vocabulary.Sentence in words; empty for an empty one."""
    return translated(sentence)
