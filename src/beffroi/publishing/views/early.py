"""A post that announced too early: the correction that is proposed, tied to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.models import EarlyPost, proposing


@require_POST
@allowed("draft")
def early_correction(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a correction that answers the faulty post, in words to be changed; it is agreed like any other draft."""
    early = get_object_or_404(EarlyPost.objects.of(request.organisation), incident=pk)
    draft = proposing.correction(early, by=request.user, now=timezone.now())
    messages.info(request, _("A proposal: read it, change it, and submit it. It answers the faulty post."))
    return redirect("draft_edit", pk=draft.pk)
