"""The organisation itself: its name, its clock, its services."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation, Team, User
from beffroi.engines.elections import TERRITORIES
from beffroi.journal.models import record


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    territory = forms.ChoiceField(
        label=gettext_lazy("Territory"),
        help_text=gettext_lazy("Elections are silent by its clock, and in some territories a day earlier."),
        required=False,
    )

    class Meta:
        model = Organisation
        fields = ("name", "zone", "territory", "siret", "admits_by_provider", "is_campaign")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["territory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [(territory.key, _(territory.name)) for territory in TERRITORIES.values()]

    def clean_territory(self) -> str:
        chosen: str = self.cleaned_data["territory"]
        return chosen or self.instance.territory


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = Team
        fields = ("name",)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Team.objects.filter(organisation=self.instance.organisation, name__iexact=name).exists():
            raise forms.ValidationError(_("There is a service of this name already."))
        return name


@allowed("run the organisation")
def organisation(request: DeskRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=request.organisation)
    if request.method == "POST" and form.is_valid():
        change(form, by=request.user, now=timezone.now())
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
    service = add_service(form, by=request.user, now=timezone.now())
    messages.success(request, _("Cases can be handed to %(service)s from now on.") % {"service": service})
    return redirect("organisation")


def _page(request: DeskRequest, form: OrganisationForm, service: ServiceForm) -> HttpResponse:
    teams = Team.objects.filter(organisation=request.organisation).order_by("name")
    status = 422 if form.errors or service.errors else 200
    return render(request, "organisation.html", {"form": form, "service": service, "teams": teams}, status=status)


def change(form: OrganisationForm, *, by: User, now: datetime) -> None:
    """What the form says of its organisation, from now on."""
    with transaction.atomic():
        changed: Organisation = form.save()
        said = {"changed": ", ".join(form.changed_data)}
        record("ORGANISATION_CHANGED", changed, organisation=changed, actor=by, now=now, **said)


def add_service(form: ServiceForm, *, by: User, now: datetime) -> Team:
    with transaction.atomic():
        service: Team = form.save()
        whole = service.organisation
        record("SERVICE_ADDED", whole, organisation=whole, actor=by, now=now, service=service.name)
    return service
