"""The recurring slots of an organisation: on which days, at what time, posts may be queued."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.forms.slots import SlotForm
from beffroi.publishing.models import Slot
from beffroi.publishing.models.slots import next_free


@allowed("run the organisation")
def slots(request: DeskRequest) -> HttpResponse:
    form, now = SlotForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        slot = Slot.add(request.organisation, said["weekday"], said["time"], by=request.user, now=now)
        messages.success(request, _("%(slot)s is a slot from now on.") % {"slot": slot})
        return redirect("slots")
    context = {
        "form": form,
        "slots": Slot.objects.filter(organisation=request.organisation),
        "next": next_free(request.organisation, [], now),
    }
    return render(request, "publishing/slots.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    slot = get_object_or_404(Slot.objects.filter(organisation=request.organisation), pk=pk)
    slot.remove(by=request.user, now=timezone.now())
    messages.success(request, _("%(slot)s is no slot any more. What is planned then stays.") % {"slot": slot})
    return redirect("slots")
