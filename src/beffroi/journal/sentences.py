"""What each event says: every room lists its own events in `events.py`, as verb -> sentence."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from beffroi.journal.models import Event


@cache
def sentences() -> Mapping[str, str]:
    """All verbs of all rooms with their sentence; a verb belongs to one room only."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.events"):
            found |= import_module(f"{config.name}.events").EVENTS
    return found


def sentence(event: Event) -> str:
    """One line a person understands. An unlisted verb is shown as it is: the ledger hides nothing."""
    said = str(sentences().get(event.verb, event.verb))
    who = event.actor.name if event.actor else event.detail.get("outside") or _("Beffroi")
    detail = {name: translated(value) if isinstance(value, dict) else value for name, value in event.detail.items()}
    return said.format_map(Said(detail, who=who))


def translated(sentence: Mapping[str, Any]) -> str:
    """A stored vocabulary.Sentence in the reader's language; empty for an empty one."""
    if not sentence:
        return ""
    said = _(sentence["say"]) if sentence["say"] else ""
    return said.format_map(Said(sentence["values"])) if "values" in sentence else said


class Said(dict[str, object]):
    """What an event remembers; a detail that an older version did not write shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
