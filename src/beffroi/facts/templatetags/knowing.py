"""What is known of a fact, as a shape and a word."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi import sources
from beffroi.facts.models import Outcome, Settlement
from beffroi.facts.models.settlement import GROUNDS

register = template.Library()

STATES: dict[str, tuple[str, str | Promise]] = {
    "": ("idle", gettext_lazy("Nothing was read yet")),
    "CONTRADICTED": ("stopped", gettext_lazy("Not so, at this moment")),
    "PENDING_VOTE": ("waiting", gettext_lazy("The vote may still be to come")),
    "NO_DATA": ("idle", gettext_lazy("It says nothing of it")),
    "COMPATIBLE": ("waiting", gettext_lazy("It may be so: somebody must say it")),
    "CONFIRMED": ("confirmed", gettext_lazy("Proved")),
}
FACTS: dict[str, tuple[str, str | Promise]] = {
    "waiting": ("waiting", gettext_lazy("Is waited for")),
    "settled": ("confirmed", gettext_lazy("Settled")),
    "expired": ("stopped", gettext_lazy("Waited for long enough")),
    "withdrawn": ("stopped", gettext_lazy("Given up")),
}


@register.inclusion_tag("components/state.html")
def known_state(name: str) -> dict[str, object]:
    """One of the five states of a reading; empty: none was made."""
    kind, label = STATES[str(name)]
    return {"kind": kind, "label": label}


@register.inclusion_tag("components/state.html")
def fact_state(name: str) -> dict[str, object]:
    kind, label = FACTS[name]
    return {"kind": kind, "label": label}


@register.filter
def outcome(shown: Outcome) -> str:
    """The name of an outcome in the reader's language; a person's own word as it was written."""
    return _(shown.label)


@register.filter
def source_label(kind: str) -> str:
    known = sources.SOURCES.get(kind)
    return _(known.label) if known else kind


@register.filter
def on_ground(settlement: Settlement) -> str | Promise:
    return GROUNDS[settlement.ground]
