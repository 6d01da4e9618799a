"""To give a draft another time."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.clock import WallClockField
from beffroi.publishing.models import Draft

PAST = gettext_lazy("This moment has passed: choose one to come.")


class MoveForm(forms.Form):
    """`undated` is pressed to take the time away."""

    at = WallClockField(label=gettext_lazy("Leaves at"), required=False)
    undated = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, draft: Draft, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.now = draft, now

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at < self.now - timedelta(minutes=1):
            raise forms.ValidationError(PAST)
        if at is not None and self.draft.leave_at is None and self.draft.not_after and at >= self.draft.not_after:
            last = timezone.localtime(self.draft.not_after)
            raise forms.ValidationError(_("It must not leave after %(last)s.") % {"last": f"{last:%d/%m/%Y %H:%M}"})
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("undated"):
            cleaned["at"] = None
        elif cleaned.get("at") is None and "at" not in self.errors:
            self.add_error("at", _("Say when it leaves."))
        return cleaned
