"""What is asked about people."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.access.roles import ROLES
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
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared so above
        field.queryset = organisation.members().exclude(pk=leaving.pk)


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=160,
        help_text=gettext_lazy("As citizens know it: “Ville de Feurs”."),
    )
