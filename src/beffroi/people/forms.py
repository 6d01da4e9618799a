"""What is asked about people and their organisation."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, Team, User
from beffroi.access.offering import offer, offer_rows
from beffroi.access.roles import ROLES
from beffroi.engines.times.elections import TERRITORIES
from beffroi.journal.models import record
from beffroi.people.models import Invitation


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(ROLES.items()), initial="approver")

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data)
        self.organisation = organisation

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        here = User.objects.filter(memberships__organisation=self.organisation, email__iexact=email)
        if here.exists():
            raise forms.ValidationError(_("Somebody with this address is here already."))
        if Invitation.objects.of(self.organisation).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This address is invited already: send it another link below."))
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(ROLES.items()))


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label=gettext_lazy("End of the mandate"),
        help_text=gettext_lazy("You are told a month and a week before, and on the day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    suspends = forms.BooleanField(label=gettext_lazy("Close their access by itself on that day"), required=False)

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed: suspend them now instead."))
        return day


class HandForm(forms.Form):
    """To whom; only members who stay."""

    to = forms.ModelChoiceField(label=gettext_lazy("To whom"), queryset=User.objects.none(), required=False)

    def __init__(self, organisation: Organisation, leaving: User, data: Any = None) -> None:
        super().__init__(data)
        offer_rows(self, "to", organisation.members().exclude(pk=leaving.pk))


class AnotherOrganisationForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=160,
        help_text=gettext_lazy("As citizens know it: “Ville de Feurs”."),
    )


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
        offer(self, "territory", [(territory.key, _(territory.name)) for territory in TERRITORIES.values()])

    def clean_territory(self) -> str:
        chosen: str = self.cleaned_data["territory"]
        return chosen or self.instance.territory

    def change(self, *, by: User, now: datetime) -> None:
        """What it says of its organisation, from now on."""
        with transaction.atomic():
            changed: Organisation = self.save()
            said = {"changed": ", ".join(self.changed_data)}
            record("ORGANISATION_CHANGED", changed, organisation=changed, actor=by, now=now, **said)


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = Team
        fields = ("name",)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Team.objects.filter(organisation=self.instance.organisation, name__iexact=name).exists():
            raise forms.ValidationError(_("There is a service of this name already."))
        return name

    def add(self, *, by: User, now: datetime) -> Team:
        with transaction.atomic():
            service: Team = self.save()
            whole = service.organisation
            record("SERVICE_ADDED", whole, organisation=whole, actor=by, now=now, service=service.name)
        return service
