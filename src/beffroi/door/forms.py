"""What is asked of people at the door."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class CodeForm(forms.Form):
    """A code of the application, or one on paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your application shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs=ONE_TIME),
    )


class NewAppForm(forms.Form):
    code = forms.CharField(
        label=_("Code that the application shows"),
        max_length=12,
        widget=forms.TextInput(attrs=ONE_TIME | {"inputmode": "numeric"}),
    )


class NewPasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of this passkey"), max_length=60, help_text=_("By which you know it again: “My telephone”.")
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)


class PasswordForm(forms.Form):
    """The password once more, of somebody who is in, or of whom the account is."""

    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(PasswordChangeForm):
    """Django's, without a field that takes the keyboard away from whoever reads the page from its top."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
