"""The states of what stands in the calendar, in a word each: there is little room on a day."""

from django import template
from django.utils.translation import gettext_lazy as _

from beffroi.publishing.models.calendar import Band, Entry

register = template.Library()

DRAFTS = {
    "draft": ("idle", _("Draft")),
    "submitted": ("waiting", _("To approve")),
    "changes_requested": ("stopped", _("To mend")),
    "expired": ("stopped", _("Expired")),
}
PUBLICATIONS = {
    "queued": ("confirmed", _("Planned")),
    "sending": ("waiting", _("Leaving")),
    "sent": ("left", _("Left")),
    "unsure": ("alarm", _("In doubt")),
    "failed": ("alarm", _("Refused")),
    "missed": ("alarm", _("Missed")),
}
EFFECTS = {"blocks": _("Nothing leaves"), "asks": _("Leaves only with a reason"), "warns": _("Be careful")}


@register.inclusion_tag("components/state.html")
def entry_state(entry: Entry) -> dict[str, object]:
    kind, label = (PUBLICATIONS if entry.is_publication else DRAFTS)[entry.state]
    return {"kind": kind, "label": label}


@register.filter
def effect(band: Band) -> str:
    return str(EFFECTS[band.window.effect])
