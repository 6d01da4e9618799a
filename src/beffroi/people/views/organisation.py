"""The organisation itself: its name, its clock, its services."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Team
from beffroi.people.forms import OrganisationForm, ServiceForm


@allowed("run the organisation")
def organisation(request: DeskRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=request.organisation)
    if request.method == "POST" and form.is_valid():
        form.change(by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("organisation")
    return _page(request, form, ServiceForm(prefix="service"))


@require_POST
@allowed("run the organisation")
def services(request: DeskRequest) -> HttpResponse:
    """Adds a service to which cases can be handed."""
    form = ServiceForm(request.POST, prefix="service", instance=Team(organisation=request.organisation))
    if not form.is_valid():
        return _page(request, OrganisationForm(instance=request.organisation), form)
    service = form.add(by=request.user, now=timezone.now())
    messages.success(request, _("Cases can be handed to %(service)s from now on.") % {"service": service})
    return redirect("organisation")


def _page(request: DeskRequest, form: OrganisationForm, service: ServiceForm) -> HttpResponse:
    teams = Team.objects.filter(organisation=request.organisation).order_by("name")
    status = 422 if form.errors or service.errors else 200
    context = {"form": form, "service": service, "teams": teams}
    return render(request, "people/organisation.html", context, status=status)
