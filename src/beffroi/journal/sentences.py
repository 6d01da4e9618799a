"""What each event says: every room lists its own events in `events.py`, as verb -> sentence."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from beffroi.access.dates import dated
from beffroi.engines.texts.direction import isolated
from beffroi.journal.counted import Counted
from beffroi.journal.models import Event
from beffroi.vocabulary import Sentence

MOMENTS = ("day", "ends", "since", "until")
KEPT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")


@cache
def sentences() -> Mapping[str, str | Counted]:
    """All verbs of all rooms with their sentence; a verb belongs to one room only."""
    found: dict[str, str | Counted] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.events"):
            found |= import_module(f"{config.name}.events").EVENTS
    return found


def sentence(event: Event) -> str:
    """One line a person understands. An unlisted verb is shown as it is: the ledger hides nothing."""
    words = sentences().get(event.verb, event.verb)
    said = words.of(event.detail) if isinstance(words, Counted) else str(words)
    who = event.actor.name if event.actor else event.detail.get("outside") or _("Beffroi")
    return said.format_map(Said(_inside(event.detail), who=isolated(who)))


def kinds() -> list[tuple[str, str]]:
    """Every verb with its sentence, without what differs each time, in the order of the sentences."""
    said = {verb: str(words).format_map(Said()) for verb, words in sentences().items()}
    return sorted(said.items(), key=lambda each: each[1].removeprefix("… ").casefold())


def kept(verb: str, detail: Mapping[str, Any]) -> Sentence:
    """What an event says, as it is kept to be said in a reader's language later."""
    words = sentences().get(verb, verb)
    if isinstance(words, Counted):
        return words.kept(detail)
    with override("en"):
        return Sentence(str(words), detail)


def translated(sentence: Mapping[str, Any]) -> str:
    """A stored vocabulary.Sentence in the reader's language, with those inside it; empty for an empty one."""
    if not sentence:
        return ""
    said = _in_words(sentence) if sentence["say"] else ""
    return said.format_map(Said(_inside(sentence["values"]))) if "values" in sentence else said


def _in_words(sentence: Mapping[str, Any]) -> str:
    """With its places; the form that its number asks for."""
    if "many" not in sentence:
        return _(sentence["say"])
    return ngettext(sentence["say"], sentence["many"], sentence["values"][sentence["by"]])


def _inside(values: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever is named or quoted must not turn the words of the sentence."""
    return {name: _moment(value) if name in MOMENTS else _shown(value) for name, value in values.items()}


def _moment(value: Any) -> Any:
    """A day, or a moment on the organisation's clock, is kept as ISO 8601 and read as the reader writes it."""
    if not isinstance(value, str) or not (kept := KEPT.fullmatch(value)):
        return _shown(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return _shown(value)
    return dated(moment, _("l j F Y, H:i") if kept[1] else _("j F Y"))


def _shown(value: Any) -> Any:
    if isinstance(value, dict) and (not value or "say" in value):
        return translated(value)
    return isolated(value) if isinstance(value, str) else value


class Said(dict[str, object]):
    """What an event remembers; a detail that an older version did not write shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
