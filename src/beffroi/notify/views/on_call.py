"""Who is on call, from when to when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.notify.forms.on_call import WatchForm
from beffroi.notify.models import Watch
from beffroi.notify.telling import ways_of


@allowed("answer")
def on_call(request: DeskRequest) -> HttpResponse:
    organisation, now = request.organisation, timezone.now()
    form = WatchForm(organisation, now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        watch = Watch.give(organisation, said.pop("user"), by=request.user, now=now, **said)
        messages.success(request, _("%(name)s is on call.") % {"name": watch.user.name})
        return redirect("on_call")
    watches = list(Watch.objects.of(organisation).still_to_come(now))
    ways = ways_of(organisation, [watch.user for watch in watches])
    reached = {choice.user_id for choice in ways if choice.on_call and choice.rings}
    context = {
        "form": form,
        "watches": [(watch, watch.user_id in reached or organisation.is_demo) for watch in watches],
        "now": now,
    }
    return render(request, "notify/on_call.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("answer")
def watch_removal(request: DeskRequest, pk: int) -> HttpResponse:
    watch = get_object_or_404(Watch.objects.of(request.organisation).select_related("organisation"), pk=pk)
    watch.remove(by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is not called then.") % {"name": watch.user.name})
    return redirect("on_call")
