"""What may be done about a post that has left: correct it, change its text, delete it, write it again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Publication, amending
from beffroi.publishing.views.decisions import draft_of
from beffroi.publishing.views.departures import publication_of


@require_POST
@allowed_somewhere("draft")
def correction(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a correction of what was sent of a draft."""
    return _begin(request, lambda **who: amending.correct(draft_of(request, pk), **who), pk)


@require_POST
@allowed_somewhere("draft")
def text_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a change of the text of what was sent of a draft, where the networks let one."""
    return _begin(request, lambda **who: amending.change_text(draft_of(request, pk), **who), pk)


@require_POST
@allowed_somewhere("draft")
def rewriting(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a draft with the text of a post that did not leave, or no longer stands."""
    publication = publication_of(request, pk)
    return _begin(request, lambda **who: amending.write_again(publication, **who), publication.draft_id)


def _begin(request: DeskRequest, begin: Callable[..., Any], pk: int) -> HttpResponse:
    try:
        begun = begin(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("This cannot be done any more: see how the posts stand below."))
        return redirect("draft", pk=pk)
    return redirect("draft_edit", pk=begun.pk)


@allowed_somewhere("approve")
def deletion(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks before a post is deleted from its network, because that cannot be undone; then it is queued."""
    publication = publication_of(request, pk)
    standing = list(Publication.objects.standing_with(publication))
    if request.method != "POST":
        context = {"publication": publication, "standing": standing}
        return render(request, "publishing/deletion.html", context)
    chosen = standing if request.POST.get("which") == "thread" else [publication]
    now = timezone.now()
    try:
        with transaction.atomic():
            for post in reversed(chosen):
                post.take_away(by=request.user, now=now)
    except NotAllowed:
        messages.warning(request, _("This cannot be deleted, or is being deleted already: see how it stands below."))
    else:
        messages.success(request, _("The deletion is on its way; its receipt will stand here."))
    return redirect("departure", pk=pk)
