"""How each service is reached, and who is asked when it does not answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation, Team
from beffroi.inbox.forms.routing import ContactForm
from beffroi.inbox.models import ServiceContact
from beffroi.notify.channels import CHANNELS


@allowed("run the organisation")
def contacts(request: DeskRequest) -> HttpResponse:
    context = {"services": reached(request.organisation), "mail_is_set": CHANNELS["mail"].is_set()}
    return render(request, "inbox/contacts.html", context)


@allowed("run the organisation")
def contact(request: DeskRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("organisation"), pk=pk, organisation=request.organisation)
    form = ContactForm(request.POST or None, instance=ServiceContact.of(team))
    if request.method == "POST" and form.is_valid():
        form.save(commit=False).keep(by=request.user, now=timezone.now())
        messages.success(request, _("%(service)s is reached so from now on.") % {"service": team})
        return redirect("service_contacts")
    return render(request, "inbox/contact.html", {"team": team, "form": form}, status=422 if form.errors else 200)


def reached(organisation: Organisation) -> list[dict[str, Any]]:
    """Each service with its contact, None where nobody has said how it is reached."""
    known = {each.pk: each for each in ServiceContact.objects.filter(team__organisation=organisation)}
    teams = Team.objects.filter(organisation=organisation).order_by("name")
    return [{"team": team, "contact": known.get(team.pk)} for team in teams]
