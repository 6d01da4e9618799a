"""What the page of a draft shows about the approvers from outside whom its rules name."""

from typing import Any

from django import template
from django.utils import timezone

from beffroi.directory.rights import may_on
from beffroi.publishing.letters import is_mail_configured
from beffroi.publishing.models import Draft, OutsideRequest

register = template.Library()


@register.inclusion_tag("publishing/outside_asks.html", takes_context=True)
def outside_asks(context: template.Context, draft: Draft) -> dict[str, Any]:
    """Nothing while nobody outside is to be asked."""
    request = context["request"]
    outsiders = draft.outsiders() if draft.state == "submitted" else []
    asked: dict[int, OutsideRequest] = {}
    if outsiders:
        now = timezone.now()
        sent = OutsideRequest.objects.filter(version=draft.latest, decided_at=None, expires_at__gt=now)
        asked = {each.approver_id: each for each in sent.select_related("asked_by").order_by("pk")}
    have = {approval.outside_id for approval in draft.approvals} if outsiders else set()
    rows = [{"one": one, "asked": asked.get(one.pk), "agreed": one.pk in have} for one in outsiders]
    may_ask = bool(outsiders) and may_ask_outside(request, draft)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "draft": draft,
        "rows": rows,
        "may_ask": may_ask,
    }


def may_ask_outside(request: Any, draft: Draft) -> bool:
    """By mail, whoever may draft: the asker never sees the link. Without mail the link is shown, so only to somebody
    who may approve and did not write the text: no author can approve through it."""
    if is_mail_configured():
        return may_on(request.user, "draft", draft.accounts.all(), draft.organisation)
    may_approve = may_on(request.user, "approve", draft.accounts.all(), draft.organisation)
    return may_approve and request.user not in draft.writers()
