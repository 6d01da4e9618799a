"""Answering."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Our answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)


class ElsewhereForm(ReplyForm):
    """`seen` is when the words that the writer had before them were saved, empty for a new answer."""

    address = forms.URLField(label=_("Address where it stands"), max_length=500, required=False, assume_scheme="https")
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput, input_formats=["iso-8601"])
