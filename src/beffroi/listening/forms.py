"""Saving a search, and for how long what it finds is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beffroi.listening.models import SavedSearch
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
