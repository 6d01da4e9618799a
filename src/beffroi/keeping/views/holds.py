"""Settings: what must not go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.keeping.forms import HoldForm
from beffroi.keeping.kinds import holdables
from beffroi.keeping.models import Hold


@allowed("run the organisation")
def holds(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    form = HoldForm(request.organisation, timezone.localdate(now, request.organisation.tz), request.POST or None)
    if request.method == "POST" and form.is_valid():
        what = form.fields_of_hold()
        talks = holdables()[what["kind"]].covers(form.row) if form.row is not None else ()
        Hold.place(request.organisation, talks=talks, by=request.user, now=now, **what)
        messages.success(request, _("Held. Nothing of it goes, whatever the periods say and whoever asks."))
        return redirect("holds")
    mine = Hold.objects.filter(organisation=request.organisation).select_related("by", "lifted_by")
    context = {"form": form, "standing": mine.standing().order_by("-at"), "lifted": mine.exclude(lifted_at=None)}
    return render(request, "keeping/holds.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def lifting(request: DeskRequest, pk: int) -> HttpResponse:
    hold = get_object_or_404(Hold.objects.filter(organisation=request.organisation), pk=pk)
    hold.lift(by=request.user, now=timezone.now())
    messages.success(request, _("Lifted. What was held goes once its time is over."))
    return redirect("holds")
