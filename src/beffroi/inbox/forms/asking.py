"""Asking a service, and what it can say on its page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Team
from beffroi.access.offering import offer_rows
from beffroi.inbox.models.consultation import BODY, TEXT


class AskForm(forms.Form):
    AUTO_ID = "ask_%s"  # it stands on the page of a case beside other forms

    note = forms.CharField(
        label=gettext_lazy("A note for the service"),
        help_text=gettext_lazy("What you need from them. They see the conversation and this note, nothing else."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        error_messages={"max_length": gettext_lazy("The note has more than 2,000 characters: nobody was asked.")},
    )


class WordsForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What can be answered"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=TEXT,
        error_messages={"required": gettext_lazy("Write what can be answered, or say below that it is not yours.")},
    )


class NotOursForm(forms.Form):
    """Which other body it belongs to, in words, or which other service here; one of both is needed."""

    body = forms.CharField(
        label=gettext_lazy("To which body does it belong?"),
        help_text=gettext_lazy("For example: the département, the metropolitan council, the water company."),
        max_length=BODY,
        required=False,
    )
    other = forms.ModelChoiceField(
        label=gettext_lazy("Or to another service here"), queryset=Team.objects.none(), required=False
    )

    def __init__(self, team: Team, data: Any = None) -> None:
        super().__init__(data)
        others = Team.objects.filter(organisation=team.organisation_id).exclude(pk=team.pk)
        offer_rows(self, "other", others.order_by("name"), empty_label=_("none of them"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("body", "").strip() and not said.get("other"):
            raise forms.ValidationError(
                _("Say to whom it belongs, as far as you know: the citizen must not lose time.")
            )
        return said
