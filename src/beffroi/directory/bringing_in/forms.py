"""The file to bring in, and under which licence it may be given on."""

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from beffroi.directory.bringing_in.accounts import LICENCES, OPEN_LICENCE

MOST_BYTES = 5 * 2**20


class AccountsForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, as Excel or LibreOffice saves it: at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("There is nothing in this file."), "required": _("Choose a file first.")},
    )
    licence = forms.ChoiceField(
        label=_("Its licence"),
        help_text=_("The directory is given on as open data: what this file says carries its licence there."),
        choices=[(licence, licence or _("Another licence, or none")) for licence in LICENCES],
        initial=OPEN_LICENCE,
        required=False,
    )

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB: cut it up."))
        return file
