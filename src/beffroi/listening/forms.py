"""Saving a search."""

from django import forms

from beffroi.listening.models import SavedSearch


class SearchForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = SavedSearch
        fields = ("name", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})}
