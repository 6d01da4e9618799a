"""A form made from what a network asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from beffroi.connectors.contract import Field, Network


class ConnectForm(forms.Form):
    """The credentials of one account on `network`."""

    def __init__(self, network: Network, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in network.fields:
            self.fields[asked.name] = _field(asked)

    def credentials(self) -> Mapping[str, str]:
        return {name: value.strip() for name, value in self.cleaned_data.items()}


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
