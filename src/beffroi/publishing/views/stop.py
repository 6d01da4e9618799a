"""Stop everything, and let posts leave again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.forms.stop import StopForm
from beffroi.publishing.models import Publication, Stop


@allowed("stop everything")
def stop(request: DeskRequest) -> HttpResponse:
    """What a stop would hold back; or, while one is in force, what it held back and what had left before."""
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        Stop.begin(request.organisation, reason=form.reason(), by=request.user, now=timezone.now())
        return redirect("stop")
    mine = Publication.objects.of(request.organisation)
    in_force = Stop.in_force(request.organisation)
    context = {
        "form": form,
        "in_force": in_force,
        "waiting": mine.filter(state="queued").count(),
        "leaving": mine.that_were_leaving(in_force) if in_force else mine.filter(state="sending").order_by("pk"),
    }
    return render(request, "publishing/stop.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("stop everything")
def resume(request: DeskRequest) -> HttpResponse:
    if Stop.resume(request.organisation, by=request.user, now=timezone.now()):
        messages.success(
            request, _("Posts leave again. What missed its time meanwhile does not leave by itself: it asks you below.")
        )
    else:
        messages.info(request, _("Nothing was stopped: posts leave."))
    return redirect("departures")
