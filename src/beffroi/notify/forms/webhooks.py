"""Which program is called, and of what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from beffroi.access.offering import offer
from beffroi.journal.sentences import translated
from beffroi.notify.channels import web_address
from beffroi.notify.channels.contract import BadAddress
from beffroi.notify.offered import OFFERS


class EventsForm(forms.Form):
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Call it when"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one: it would never be called.")},
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offer(self, "events", [(offer.type, f"{offer.label} · {offer.type}") for offer in OFFERS.values()])


class WebhookForm(EventsForm):
    address = forms.CharField(
        label=gettext_lazy("Address to call"),
        help_text=gettext_lazy(
            "It begins with https:// and is on the public internet. Example: https://si.feurs.fr/beffroi"
        ),
        max_length=1000,
        widget=forms.TextInput(attrs={"type": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("address", "events")

    def clean_address(self) -> str:
        try:
            return web_address.cleaned(self.cleaned_data["address"])
        except BadAddress as error:
            raise forms.ValidationError(translated(error.reason.as_json())) from error
