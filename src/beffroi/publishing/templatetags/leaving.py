"""The states of drafts and publications as a shape and a word."""

from django import template
from django.utils.translation import gettext_lazy as _

from beffroi.publishing.models import Draft, Publication

register = template.Library()

DRAFTS = {
    "draft": ("idle", _("Draft")),
    "submitted": ("waiting", _("Waits for an approval")),
    "changes_requested": ("stopped", _("Changes requested")),
    "approved": ("confirmed", _("Approved")),
    "discarded": ("stopped", _("Discarded")),
}
PUBLICATIONS = {
    "queued": ("waiting", _("Waits for its time")),
    "sending": ("waiting", _("Is leaving now")),
    "sent": ("left", _("Left")),
    "unsure": ("alarm", _("In doubt: being looked up")),
    "failed": ("alarm", _("Refused by the network")),
    "missed": ("alarm", _("Missed its time")),
    "withdrawn": ("stopped", _("Withdrawn")),
}
HELD = ("stopped", _("Held: the account is frozen"))


@register.inclusion_tag("components/state.html")
def draft_state(draft: Draft) -> dict[str, object]:
    kind, label = DRAFTS[draft.state]
    return {"kind": kind, "label": label}


@register.inclusion_tag("components/state.html")
def publication_state(publication: Publication) -> dict[str, object]:
    held = publication.state == "queued" and any(not freeze.lifted_at for freeze in publication.account.freezes.all())
    kind, label = HELD if held else PUBLICATIONS[publication.state]
    return {"kind": kind, "label": label}
