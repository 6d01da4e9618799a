"""What leaves next, what needs a person, what left; and the receipt of each publication."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.directory.rights import rights_of
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.forms.decisions import SightingForm
from beffroi.publishing.models import Attachment, Publication
from beffroi.publishing.views.shown import departures_of
from beffroi.work.paging import page

MANY = 60  # posts that wait, on the first page


@allowed("see")
def departures(request: DeskRequest) -> HttpResponse:
    """What leaves next, what needs a person, what left."""
    mine = Publication.objects.of(request.organisation)
    sent = page(mine.filter(state="sent"), request.GET.get("after", ""), by=["-sent_at", "-pk"])
    context = {
        "next": departures_of(list(mine.next_departures()[:MANY])) if sent.is_first else [],
        "stuck": departures_of(_stuck(mine)) if sent.is_first else [],
        "left": departures_of(list(sent.rows)),
        "page": sent,
    }
    return render(request, "publishing/departures.html", context)


def _stuck(mine: Any) -> list[Publication]:
    return list(mine.for_a_person().order_by("-leave_at", "pk").prefetch_related("account__freezes")[:MANY])


@allowed("see")
def departure(request: DeskRequest, pk: int) -> HttpResponse:
    """The receipt of one publication: what left, when, under which key, and what became of it."""
    return _receipt(request, publication_of(request, pk))


def _receipt(request: DeskRequest, shown: Publication, *, status: int = 200, **more: Any) -> HttpResponse:
    body, rights = shown.sent.encode(), rights_of(request.user, [shown.account], request.organisation)
    siblings = Publication.objects.filter(version=shown.version_id, account=shown.account_id, act=shown.act)
    context = {
        "publication": shown,
        "parts": siblings.exclude(state="withdrawn", leave_at__lt=shown.leave_at).order_by("part", "pk"),
        "amendments": shown.amendments.exclude(state="withdrawn").select_related("account").order_by("pk"),
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest() if body else "",
        "in_doubt": shown.state == "unsure" and shown.due_at is None,
        "deletes": shown.account.capabilities.deletes,
        "edits": shown.account.capabilities.edits,
        "may_be_written_again": not shown.stands and shown.act == "publish" and shown.state in OVER,
        "sighting": SightingForm(),
        "membership_may_approve": rights.may("approve"),
        "membership_may_draft": rights.may("draft"),
        **more,
    }
    return render(request, "publishing/receipt.html", context, status=status)


OVER = ("sent", "missed", "failed", "withdrawn")


@require_POST
@allowed_somewhere("approve")
def requeueing(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "send_after_all", _("It is on its way again, through the same gates."))


@require_POST
@allowed_somewhere("approve")
def withdrawal(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "withdraw", _("Withdrawn: it will not leave."))


def _decide(request: DeskRequest, pk: int, verb: str, done: str) -> HttpResponse:
    publication = publication_of(request, pk)
    try:
        getattr(publication, verb)(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Too late: it has moved on meanwhile. See where it stands below."))
    else:
        messages.success(request, done)
    if request.POST.get("from") == "receipt":
        return redirect("departure", pk=pk)
    return redirect("draft", pk=publication.draft_id)


@require_POST
@allowed_somewhere("approve")
def sighting(request: DeskRequest, pk: int) -> HttpResponse:
    """A person looked at the network and found a doubtful post there."""
    publication = publication_of(request, pk)
    form = SightingForm(request.POST)
    if not form.is_valid():
        return _receipt(request, publication, status=422, sighting=form)
    try:
        publication.say_it_left(url=form.cleaned_data["url"], by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Too late: it has moved on meanwhile. See where it stands below."))
    else:
        messages.success(request, _("It is kept as having left, at the address you gave."))
    return redirect("departure", pk=pk)


@allowed("see")
def attachment(request: DeskRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Attachment, pk=pk, version__draft__organisation=request.organisation)
    with image.file.open("rb") as stored:
        return HttpResponse(stored.read(), content_type=image.mime)


def publication_of(request: DeskRequest, pk: int) -> Publication:
    return get_object_or_404(Publication.objects.opened(request.organisation), pk=pk)
