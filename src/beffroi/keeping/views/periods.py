"""Settings: what is kept, and how long."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.keeping.forms import PeriodForm
from beffroi.keeping.going import preview
from beffroi.keeping.kinds import all_kinds
from beffroi.keeping.models import Hold, Period, days_of


@allowed("run the organisation")
def kept(request: DeskRequest) -> HttpResponse:
    kinds = [(kind, days_of(request.organisation, kind)) for kind in all_kinds()]
    held = Hold.objects.standing(request.organisation).count()
    return render(request, "keeping/kept.html", {"kinds": kinds, "held": held})


@allowed("run the organisation")
def period(request: DeskRequest, key: str) -> HttpResponse:
    """One kind. What is asked for is shown before it is saved: nothing is saved by looking."""
    kind = next((each for each in all_kinds() if each.key == key and each.going), None)
    if kind is None:
        raise Http404
    now, days = timezone.now(), days_of(request.organisation, kind)
    form = PeriodForm(kind, request.POST or None, initial={"days": days})
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        if "save" in request.POST:
            Period.choose(request.organisation, kind, days, by=request.user, now=now)
            messages.success(request, _("Saved."))
            return redirect("kept")
    context = {
        "kind": kind,
        "form": form,
        "preview": preview(request.organisation, kind, days, now=now),
        "is_asked": request.method == "POST" and not form.errors,
    }
    return render(request, "keeping/period.html", context, status=422 if form.errors else 200)
