"""One person in several organisations: going from one to another, and creating one more."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Membership
from beffroi.people.forms import AnotherOrganisationForm
from beffroi.people.models.owners import found_another


@require_POST
@allowed("see")
def switch(request: DeskRequest, pk: int) -> HttpResponse:
    """The next page is that of another organisation of this person; nobody else's is found."""
    chosen = get_object_or_404(Membership.objects.select_related("organisation"), organisation=pk, user=request.user)
    request.session["organisation"] = chosen.organisation_id
    messages.success(request, _("You work for %(organisation)s now.") % {"organisation": chosen.organisation})
    return redirect("today")


@allowed("create organisations")
def organisation_new(request: DeskRequest) -> HttpResponse:
    """Another organisation in this instance; whoever creates it is its owner. Neither sees anything of the other."""
    if not settings.SEVERAL_ORGANISATIONS or request.organisation.is_demo:
        raise Http404
    form = AnotherOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = found_another(form.cleaned_data["name"], by=request.user, now=timezone.now())
        request.session["organisation"] = made.pk
        messages.success(request, _("%(organisation)s stands. You are its owner.") % {"organisation": made})
        return redirect("settings")
    return render(request, "people/organisation_new.html", {"form": form}, status=422 if form.errors else 200)
