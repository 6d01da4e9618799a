"""An account of ours is in somebody else's hands: the statement that is proposed, on the others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.models import proposing


@require_POST
@allowed("draft")
def incident_statement(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a statement in words to be changed, on every other account that may speak; agreed like any other draft."""
    incident = get_object_or_404(proposing.takeovers(request.organisation), pk=pk)
    account, others = incident.account, proposing.others_than(incident.account, request.organisation)
    if account is None or not others:
        messages.warning(request, _("You have no other account here that may speak: tell people on your site."))
        return redirect("incident", pk=pk)
    draft, new = proposing.statement(account, incident, others, by=request.user, now=timezone.now())
    if new:
        messages.info(request, _("A proposal: read it, change it, and submit it. It leaves once it is approved."))
    return redirect("draft_edit", pk=draft.pk)
