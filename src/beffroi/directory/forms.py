"""A form made from what a network asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.connectors.contract import Field, Network


class ConnectForm(forms.Form):
    """The credentials of one account on `network`."""

    def __init__(self, network: Network, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in network.fields:
            self.fields[asked.name] = _field(asked)

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
