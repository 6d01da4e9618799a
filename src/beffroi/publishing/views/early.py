"""A post that announced too early: the correction that is proposed, tied to it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import User
from beffroi.publishing.models import Draft, EarlyPost


@require_POST
@allowed("draft")
def early_correction(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a correction that answers the faulty post, in words to be changed; it is agreed like any other draft."""
    draft = begin_correction(early_post(request, pk), by=request.user, now=timezone.now())
    messages.info(request, _("A proposal: read it, change it, and submit it. It answers the faulty post."))
    return redirect("draft_edit", pk=draft.pk)


def early_post(request: DeskRequest, incident: int) -> EarlyPost:
    mine = EarlyPost.objects.filter(incident__organisation=request.organisation)
    return get_object_or_404(
        mine.select_related("post", "incident__account", "incident__organisation"), incident=incident
    )


def begin_correction(early: EarlyPost, *, by: User, now: datetime) -> Draft:
    account, at = early.incident.account, localtime(early.post.published_at)
    words = _("Our message of %(time)s left too early: it is not so yet. We apologise, and will tell you when it is.")
    return Draft.begin(
        organisation=early.incident.organisation,
        by=by,
        accounts=[account] if account else [],
        text=words % {"time": f"{at:%H:%M}"},
        in_reply_to=early.post,
        now=now,
    )
