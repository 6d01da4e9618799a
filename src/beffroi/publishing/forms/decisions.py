"""What is said when somebody decides about a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangesForm(forms.Form):
    reason = forms.CharField(label=_("What should change?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ApprovalForm(forms.Form):
    comment = forms.CharField(
        label=_("A word with your approval"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )


class WaiverForm(forms.Form):
    """`check_name` and `about` only point at a finding: what is lifted is looked up among those of this moment."""

    check_name = forms.CharField(widget=forms.HiddenInput, max_length=40, strip=False)
    about = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False, strip=False)
    reason = forms.CharField(
        label=_("Why it may leave all the same"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class SightingForm(forms.Form):
    url = forms.URLField(
        label=_("The address of the post"),
        help_text=_("Open the post on the network and copy the address that your browser shows."),
        assume_scheme="https",
        max_length=500,
    )
