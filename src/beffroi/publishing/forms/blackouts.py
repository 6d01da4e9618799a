"""A window of the organisation's own, in which nothing leaves or a warning is given."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.clock import WallClockField
from beffroi.access.models import Organisation
from beffroi.access.offering import offer_rows
from beffroi.directory.models import Account
from beffroi.publishing.models.blackout import CALENDARS

EFFECTS = {
    "blocks": gettext_lazy("Nothing leaves"),
    "warns": gettext_lazy("Whoever writes is warned"),
}


class BlackoutForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Everybody whose text is held back reads it. Example: National mourning."),
        max_length=160,
    )
    calendar = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        choices=list(CALENDARS.items()),
        initial="custom",
        widget=forms.RadioSelect,
    )
    starts_at = WallClockField(label=gettext_lazy("Begins"))
    ends_at = WallClockField(label=gettext_lazy("Ends"))
    effect = forms.ChoiceField(
        label=gettext_lazy("Meanwhile"), choices=list(EFFECTS.items()), initial="blocks", widget=forms.RadioSelect
    )
    accounts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Only for these accounts"),
        help_text=gettext_lazy("None chosen: for all of them."),
        queryset=Account.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The decree, the circular or the decision, so that others can check."),
        max_length=500,
        required=False,
    )

    def __init__(self, organisation: Organisation, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offer_rows(self, "accounts", Account.objects.of(organisation))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("It ends before it begins."))
        return cleaned

    def what(self) -> dict[str, Any]:
        """What `Blackout.add` takes."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "effect"}
        return {**said, "blocks": self.cleaned_data["effect"] == "blocks"}
