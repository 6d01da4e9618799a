"""Which rankings are made, at the desk: to begin one, and to stop it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, in_earnest
from beffroi.rankings.forms import RankingForm
from beffroi.rankings.models import Ranking


@allowed("run the organisation")
@in_earnest
def rankings(request: DeskRequest) -> HttpResponse:
    """Those that are made, the next to come first."""
    form = RankingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun = Ranking.begin(request.organisation, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("“%(ranking)s” is made from now on.") % {"ranking": begun})
        return redirect("ranking_settings")
    made = Ranking.objects.exclude(due_at=None).order_by("due_at", "pk")
    context = {"form": form, "rankings": made}
    return render(request, "rankings/settings.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
@in_earnest
def stop(request: DeskRequest, number: int) -> HttpResponse:
    """No more editions of it; those that were made stay."""
    ranking = get_object_or_404(Ranking, pk=number)
    ranking.stop(request.organisation, by=request.user, now=timezone.now())
    messages.success(request, _("“%(ranking)s” is not made any more. Its editions stay.") % {"ranking": ranking})
    return redirect("ranking_settings")
