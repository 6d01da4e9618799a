"""The file of a planning."""

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from beffroi.publishing.importing import MOST_BYTES


class PlanningForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, as Excel or LibreOffice saves it: at most 5 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("There is nothing in this file."), "required": _("Choose a file first.")},
    )

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB: cut it up."))
        return file
