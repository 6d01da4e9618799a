"""The charter, and an act that needs one of its motives."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.offering import offer, offer_rows
from beffroi.directory.models import Account
from beffroi.inbox.models import ModerationCharter, Motive
from beffroi.inbox.models.moderation import ACTS

LONGEST = timedelta(days=366)
SOON = timedelta(days=90)


class CharterForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The charter"),
        help_text=gettext_lazy("What may be said on your accounts, what is taken away, and how one can complain."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
    )
    motives = forms.CharField(
        label=gettext_lazy("Motives, one per line"),
        help_text=gettext_lazy("Only for these can a message be hidden or reported, or its author blocked."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4_000,
    )

    def clean_motives(self) -> list[str]:
        lines = dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["motives"].splitlines())
        lines.pop("", None)
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("A motive has at most 200 characters: one per line."))
        return list(lines)


class ModerationForm(forms.Form):
    act = forms.ChoiceField(label=gettext_lazy("What is to be done"), widget=forms.RadioSelect)
    motive = forms.ModelChoiceField(
        label=gettext_lazy("Motive of the charter"), queryset=Motive.objects.none(), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it holds for this message"),
        help_text=gettext_lazy("In your own words. Criticism alone, however sharp, is no motive."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    review_on = forms.DateField(
        label=gettext_lazy("To be looked at again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_weighed = forms.BooleanField(required=False)

    def __init__(self, charter: ModerationCharter, account: Account, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"review_on": today + SOON})
        self._account, self._today = account, today
        offer(self, "act", [(name, _(label)) for name, label in ACTS.items()])
        offer_rows(self, "motive", charter.motives.all(), empty_label=None)

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if not self._today < day <= self._today + LONGEST:
            raise forms.ValidationError(_("Choose a day in the coming year: nothing of this stands unlooked at."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        blocks = said.get("act") == "block"
        if blocks and self._account.is_institutional and not said.get("is_weighed"):
            self.add_error(
                "is_weighed", _("This account is institutional: confirm that a lesser measure is not enough.")
            )
        return said
