"""The states of drafts and publications as a shape and a word."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.publishing.models import Approval, Draft, Publication
from beffroi.publishing.models.decisions import GROUNDS

register = template.Library()

DRAFTS = {
    "draft": ("idle", _("Draft")),
    "submitted": ("waiting", _("Waits for an approval")),
    "changes_requested": ("stopped", _("Changes requested")),
    "expired": ("stopped", _("Expired")),
    "approved": ("confirmed", _("Approved")),
    "discarded": ("stopped", _("Discarded")),
}
PARTLY = ("waiting", _("Partly approved"))
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
SLEEPS = ("waiting", _("Waits for its fact"))
DONE = {"edit": ("left", _("Text changed")), "delete": ("stopped", _("Deleted"))}
LEFT_TO_A_PERSON = ("alarm", _("In doubt: somebody must look"))
ACTS = {"edit": _("Change of the text"), "delete": _("Deletion")}


@register.inclusion_tag("components/state.html")
def draft_state(draft: Draft) -> dict[str, object]:
    partly = draft.state == "submitted" and draft.approvals
    kind, label = PARTLY if partly else DRAFTS[draft.state]
    return {"kind": kind, "label": label}


@register.inclusion_tag("components/state.html")
def publication_state(publication: Publication) -> dict[str, object]:
    kind, label = _state_of(publication)
    return {"kind": kind, "label": label}


@register.filter
def act(publication: Publication) -> str | Promise:
    """What a publication does, when it does not publish."""
    return ACTS.get(publication.act, "")


@register.filter
def ground(approval: Approval) -> str | Promise:
    """On which ground an approval stands, in words."""
    return GROUNDS[approval.ground]


def _state_of(publication: Publication) -> tuple[str, str | Promise]:
    if publication.gone_at is not None:
        return DONE["delete"]
    if publication.state == "sent":
        return DONE.get(publication.act, PUBLICATIONS["sent"])
    if publication.state == "unsure" and publication.due_at is None:
        return LEFT_TO_A_PERSON
    held = publication.state == "queued" and publication.account.frozen_because is not None
    if publication.state == "queued" and publication.due_at is None and not held:
        return SLEEPS
    return HELD if held else PUBLICATIONS[publication.state]
