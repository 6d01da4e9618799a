"""What is to be brought in from the past: how far back, from which account, from which file."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.access.offering import offer_rows
from beffroi.directory.models import Account
from beffroi.inbox.past import FARTHEST

MOST_BYTES = 2**20  # some thousands of messages: a minute


class AccountForm(forms.Form):
    account = forms.ModelChoiceField(Account.objects.none(), label=_("Account"), empty_label=None)

    def __init__(self, organisation: Organisation, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id=f"id_{type(self).__name__.lower()}_%s")
        offer_rows(self, "account", Account.objects.filter(organisation=organisation).order_by("network", "handle"))


class ReadBackForm(AccountForm):
    since = forms.DateField(
        label=_("Back to"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year."),
    )

    def clean_since(self) -> datetime:
        day: date = self.cleaned_data["since"]
        today = timezone.localdate()
        if not today - FARTHEST <= day <= today:
            raise forms.ValidationError(_("Choose a day of the last year."))
        return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


class MentionsFileForm(AccountForm):
    file = forms.FileField(label=_("File"), help_text=_("JSON Lines or CSV, in UTF-8, at most 1 MB."))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 1 MB: cut it up, or have it read by “beffroi import-mentions”.")
            )
        return file
