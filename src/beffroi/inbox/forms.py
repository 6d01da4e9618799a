"""Answering."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Our answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)
