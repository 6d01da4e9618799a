"""What leaves next, what needs a person, what left."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Attachment, Publication
from beffroi.work.paging import page


@allowed("see")
def departures(request: DeskRequest) -> HttpResponse:
    """What leaves next, what needs a person, what left."""
    mine = Publication.objects.of(request.organisation)
    sent = page(mine.filter(state="sent"), request.GET.get("after", ""), by=["-sent_at", "-pk"])
    context = {
        "next": mine.next_departures()[:50] if sent.is_first else [],
        "stuck": mine.for_a_person().order_by("-leave_at")[:50] if sent.is_first else [],
        "page": sent,
    }
    return render(request, "publishing/departures.html", context)


@require_POST
@allowed("approve")
def requeueing(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "send_after_all", _("It is on its way again, through the same gates."))


@require_POST
@allowed("approve")
def withdrawal(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "withdraw", _("Withdrawn: it will not leave."))


def _decide(request: DeskRequest, pk: int, verb: str, done: str) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.of(request.organisation), pk=pk)
    try:
        getattr(publication, verb)(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Too late: it has moved on meanwhile. See where it stands below."))
    else:
        messages.success(request, done)
    return redirect("draft", pk=publication.draft_id)


@allowed("see")
def attachment(request: DeskRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Attachment, pk=pk, version__draft__organisation=request.organisation)
    with image.file.open("rb") as stored:
        return HttpResponse(stored.read(), content_type=image.mime)
