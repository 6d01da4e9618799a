"""Connecting an account, what it may spend, who holds it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.access.offering import offer_rows
from beffroi.access.roles import ROLES
from beffroi.connectors.contract import Field, Network
from beffroi.directory.models import Account
from beffroi.directory.models.key_holder import SECOND_FACTORS


class ConnectForm(forms.Form):
    """The credentials of one account on `network`."""

    def __init__(self, network: Network, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in network.fields:
            self.fields[asked.name] = _field(asked)

    @property
    def asked(self) -> list[forms.BoundField]:
        """What a person has to say."""
        return [field for field in self if not field.field.initial]

    @property
    def usual(self) -> list[forms.BoundField]:
        """What is known already, unless the account stands somewhere else."""
        return [field for field in self if field.field.initial]

    @property
    def is_elsewhere(self) -> bool:
        """Whether any of that was changed, or is wrong."""
        return any(field.errors or field.value() != field.initial for field in self.usual)

    def credentials(self) -> Mapping[str, str]:
        return {name: value.strip() for name, value in self.cleaned_data.items()}


class CeilingForm(forms.Form):
    """What an account may spend in a month."""

    ceiling = forms.DecimalField(
        label=gettext_lazy("Ceiling a month, in US dollars"),
        help_text=gettext_lazy("Empty: no ceiling. What would pass it is held back, and says so."),
        min_value=0,
        error_messages={
            "invalid": gettext_lazy("Write an amount in dollars, for example 20."),
            "min_value": gettext_lazy("A ceiling is never below zero."),
        },
        max_digits=8,
        decimal_places=2,
        required=False,
        localize=True,
    )


class KeyHolderForm(forms.Form):
    """Who holds an account. Names and telephones only: a password has no place here."""

    holder = forms.CharField(
        label=gettext_lazy("Who holds the account"),
        help_text=gettext_lazy("Whoever knows its password and opens it: one person, by name."),
        max_length=120,
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("Their account in Beffroi"),
        help_text=gettext_lazy("If they have one: they then say themselves that they opened it."),
        queryset=User.objects.none(),
        required=False,
    )
    telephone = forms.CharField(
        label=gettext_lazy("Their telephone"),
        help_text=gettext_lazy("It is called at night when an alarm rings."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    second_factor = forms.ChoiceField(label=gettext_lazy("Second factor"), choices=list(SECOND_FACTORS.items()))
    recovery_mail = forms.CharField(
        label=gettext_lazy("Recovery mailbox"),
        help_text=gettext_lazy("The address, or what you call it. Never its password."),
        max_length=200,
        required=False,
    )
    mail_keeper = forms.CharField(label=gettext_lazy("Who opens that mailbox"), max_length=120, required=False)
    mail_keeper_telephone = forms.CharField(
        label=gettext_lazy("Telephone of whoever opens the mailbox"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    phone_keeper = forms.CharField(
        label=gettext_lazy("Who has the recovery telephone in hand"), max_length=120, required=False
    )
    phone_keeper_telephone = forms.CharField(
        label=gettext_lazy("Its number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    until = forms.DateField(
        label=gettext_lazy("End of the mandate"),
        help_text=gettext_lazy("A month before, you are told to hand the account over."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "user", organisation.members())


class AccountRoleForm(forms.Form):
    user = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=User.objects.none())
    role = forms.ChoiceField(label=gettext_lazy("Role for this account"), choices=list(ROLES.items()))

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data)
        offer_rows(self, "user", account.organisation.members())


def _field(asked: Field) -> forms.CharField:
    # the secret is not written back into the page after an error, as every browser's password field
    widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if asked.secret else forms.TextInput()
    return forms.CharField(
        label=_(asked.label),
        help_text=_(asked.help) if asked.help else "",
        initial=asked.initial,
        widget=widget,
        max_length=500,
        required=asked.required,
    )
