"""Saving a search, and for how long what it finds is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from beffroi.listening.models import SavedSearch
from beffroi.listening.models.retention import CHOICES


class SearchForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = SavedSearch
        fields = ("name", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})}


class KeepingForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Kept for"),
        coerce=int,
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in CHOICES],
    )
