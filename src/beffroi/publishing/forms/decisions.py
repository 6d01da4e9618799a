"""What is said when somebody decides about a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangesForm(forms.Form):
    reason = forms.CharField(label=_("What should change?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
