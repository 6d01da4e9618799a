"""Saving a search, for how long what it finds is kept, who asked not to be, following a feed."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.access.offering import offer
from beffroi.directory.models import Account
from beffroi.listening.models import SavedSearch
from beffroi.listening.models.optout import bare
from beffroi.listening.models.retention import CHOICES


class SearchForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = SavedSearch
        fields = ("name", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})}


def _times() -> list[tuple[int, str]]:
    """In the reader's language: asked for with each form."""
    return [(days, ngettext("%d day", "%d days", days) % days) for days in CHOICES]


class KeepingForm(forms.Form):
    days = forms.TypedChoiceField(label=_("Kept for"), coerce=int, choices=_times)


class OptOutForm(forms.Form):
    network = forms.ChoiceField(label=_("Network"))
    handle = forms.CharField(
        label=_("Handle"),
        max_length=255,
        help_text=_("As the network writes it. It is forgotten once you have pressed the button."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, organisation: Organisation, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offer(self, "network", Account.objects.of(organisation).networks())

    def clean_handle(self) -> str:
        handle = bare(self.cleaned_data["handle"])
        if not handle or " " in handle or "/" in handle:
            words = gettext("Write the handle alone, without spaces and without an address: ana.example.org")
            raise forms.ValidationError(words)
        return handle


FEED_SCHEME = re.compile(r"^feed:(?://)?(?!//)", re.IGNORECASE)  # what some sites put before the address of their feed
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class LookForm(forms.Form):
    """The address of a site, or of its feed, as somebody types or pastes it."""

    address = forms.CharField(
        label=_("Address of the site, or of its feed"),
        help_text=_("As it stands in your browser: “www.le-pays.example”. The feeds of the page are looked up."),
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_address(self) -> str:
        typed = FEED_SCHEME.sub("", self.cleaned_data["address"].strip())
        return typed if SCHEME.match(typed) else f"https://{typed}"


class FollowForm(forms.Form):
    """One of the feeds that were found."""

    address = forms.CharField(max_length=1000)
    title = forms.CharField(max_length=300)
    site = forms.CharField(max_length=1000, required=False)

    def clean_site(self) -> str:
        """It becomes a link: one that would run a script is none."""
        site: str = self.cleaned_data["site"]
        return site if site.lower().startswith(("https://", "http://")) else ""
