"""Stored sentences in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import template

from beffroi.engines.texts.direction import isolated as isolated_words
from beffroi.journal.sentences import translated

register = template.Library()


@register.filter
def isolated(words: object) -> str:
    """Somebody's name inside a sentence, where no element can stand around it."""
    return isolated_words(str(words))


@register.filter
def said(sentence: Mapping[str, Any]) -> str:
    """A stored vocabulary.Sentence in words; empty for an empty one."""
    return translated(sentence)
