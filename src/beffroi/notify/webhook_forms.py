"""Which program is called, and of what."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi import outbound
from beffroi.notify.offered import OFFERS


class EventsForm(forms.Form):
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Call it when"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one: it would never be called.")},
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)  # noqa: S101  # declared so above
        events.choices = [(offer.type, f"{offer.label} · {offer.type}") for offer in OFFERS.values()]


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
        return checked_address(self.cleaned_data["address"])


def checked_address(typed: str) -> str:
    """The address as it is called; where it leads is judged at each call. Raises ValidationError.

    Without TLS only to a host that the administrator let through by its name: what is said would be read on the way.
    """
    address = typed.strip()
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("https", "http") or not host or port == 0 or any(sign.isspace() for sign in address):
        raise forms.ValidationError(_("This is not a web address. Example: https://si.feurs.fr/beffroi"))
    if parts.username is not None or parts.password is not None:
        raise forms.ValidationError(_("An address with a user name or a password in it is not called."))
    if parts.scheme == "http" and host not in outbound.Policy.from_environment().for_typed_addresses().allow:
        raise forms.ValidationError(_("Only an address that begins with https:// is called."))
    return address
