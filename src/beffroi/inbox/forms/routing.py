"""A rule, a table of places, and how a service is reached."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.access.models import Organisation, Team
from beffroi.access.offering import offer, offer_rows
from beffroi.inbox.models import Place, RoutingRule, ServiceContact
from beffroi.inbox.models.rule import ANY_QUARTER

MOST_BYTES = 5 * 1024 * 1024


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """`place` is where the rule stands among the others."""

    quarter = forms.ChoiceField(
        label=pgettext_lazy("street", "Place"),
        help_text=gettext_lazy("The message must name the quarter, or one of its streets."),
        required=False,
    )
    place = forms.TypedChoiceField(
        label=gettext_lazy("Its turn"), help_text=gettext_lazy("The first rule that finds a message wins."), coerce=int
    )
    field_order = ["theme", "text", "quarter", "follows", "team", "place"]

    class Meta:
        model = RoutingRule
        fields = ("theme", "text", "quarter", "follows", "team")
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})}
        help_texts = {
            "theme": gettext_lazy("A name for the rule, as it is shown on the cases: “Street lamps”."),
            "text": gettext_lazy("In the language of the searches. Several conditions of a rule must all hold."),
        }

    def __init__(self, organisation: Organisation, data: Any = None, *, instance: RoutingRule | None = None) -> None:
        rule = instance or RoutingRule(organisation=organisation, position=0)
        self.standing = list(RoutingRule.objects.standing(organisation))
        others = [each for each in self.standing if each.pk != rule.pk]
        place = next((nth for nth, each in enumerate(self.standing) if each.pk == rule.pk), len(others))
        super().__init__(data, instance=rule, initial={"place": place})
        offer(self, "place", [(0, _("First")), *((nth + 1, _("After “%s”") % each) for nth, each in enumerate(others))])
        quarters = [(each, each) for each in Place.quarters(organisation)]
        anywhere = [("", _("Wherever it is")), (ANY_QUARTER, _("Any street or quarter that is known"))]
        offer(self, "quarter", [*anywhere, *quarters])
        offer_rows(self, "team", Team.objects.filter(organisation=organisation).order_by("name"), label=_("Service"))


class PlacesForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV, as Excel or LibreOffice saves it, with the columns “nom” and “quartier”."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={
            "empty": gettext_lazy("There is nothing in this file."),
            "required": gettext_lazy("Choose a file first."),
        },
    )

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB: cut it up."))
        return file


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = ServiceContact
        fields = ("email", "remind_after", "deputy", "deputy_email", "escalate_after")
        help_texts = {
            "email": gettext_lazy("Links to questions go there. Nobody needs an account here to answer."),
            "deputy_email": gettext_lazy("Asked when the service was reminded and has not answered."),
        }
