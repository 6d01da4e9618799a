"""What a person fills in about a fact, a source and a witness."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.clock import WallClockField
from beffroi.access.models import Organisation
from beffroi.access.offering import offer, offer_rows
from beffroi.facts.models import Fact
from beffroi.facts.models.fact import HOLD
from beffroi.sources.contract import Source
from beffroi.vocabulary import Field

KINDS = {
    "": gettext_lazy("Another"),
    "vote": gettext_lazy("A vote"),
    "adoption": gettext_lazy("An adoption"),
    "rejection": gettext_lazy("A rejection"),
    "signature": gettext_lazy("A signature"),
    "nomination": gettext_lazy("A nomination"),
    "election": gettext_lazy("An election"),
    "inauguration": gettext_lazy("An inauguration"),
    "opening": gettext_lazy("An opening"),
    "closure": gettext_lazy("A closure"),
    "result": gettext_lazy("A result"),
    "death": gettext_lazy("A death"),
    "alert_lifted": gettext_lazy("The end of an alert"),
    "decree": gettext_lazy("A decree published"),
}
HOLDS = {
    HOLD: gettext_lazy("Ten seconds after the word: until then it can be taken back, and nothing has left"),
    0: gettext_lazy("At once: what has left when the word is taken back has to be corrected"),
}
CHANNELS = {
    "link": gettext_lazy("I hand over the link myself"),
    "mail": gettext_lazy("By mail"),
    "sms": gettext_lazy("By text message"),
    "matrix": gettext_lazy("By Matrix (Tchap)"),
}
MOST_OUTCOMES = 6


class FactForm(forms.Form):
    """A fact as somebody states it."""

    statement = forms.CharField(
        label=gettext_lazy("What is to become true"),
        help_text=gettext_lazy("One sentence, as you would say it once it is so: “The Sénat has adopted article 1.”"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of fact"), choices=list(KINDS.items()), required=False)
    subject = forms.CharField(
        label=gettext_lazy("What it is about, as the source calls it"),
        help_text=gettext_lazy("Sources look for exactly this: “Article 2 bis”, “Délibération 2026-41”."),
        max_length=120,
        required=False,
    )
    outcomes = forms.CharField(
        label=gettext_lazy("How it can come out"),
        help_text=gettext_lazy(
            "One way a line, the one that the sentence says first, its contrary second. Empty: adopted or rejected for "
            "a vote, so or not so for all else."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    expected_at = WallClockField(
        label=gettext_lazy("Expected"),
        help_text=gettext_lazy("Its sources are read from two hours before. Empty: from now on."),
        required=False,
    )
    expires_at = WallClockField(
        label=gettext_lazy("Waited for until"),
        help_text=gettext_lazy("Then what waits for it does not leave. Empty: seven days after it is expected."),
        required=False,
    )
    hold = forms.TypedChoiceField(
        label=gettext_lazy("When somebody has said how it came out, what waits leaves"),
        choices=list(HOLDS.items()),
        coerce=int,
        initial=HOLD,
        widget=forms.RadioSelect,
    )
    two_people = forms.BooleanField(
        label=gettext_lazy("Two people must say the same before anything leaves"), required=False
    )
    parts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Made of other facts"),
        help_text=gettext_lazy("It then needs no source and no witness of its own."),
        queryset=Fact.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needed = forms.IntegerField(
        label=gettext_lazy("How many of them are needed"),
        help_text=gettext_lazy("Empty: all. 1: any of them."),
        min_value=1,
        required=False,
    )

    def __init__(self, organisation: Organisation, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offer_rows(self, "parts", Fact.objects.filter(organisation=organisation, needed=None).open())

    def clean_outcomes(self) -> list[str]:
        said = [line.strip() for line in self.cleaned_data["outcomes"].splitlines() if line.strip()]
        labels = list(dict.fromkeys(label[:80] for label in said))
        if labels and not 2 <= len(labels) <= MOST_OUTCOMES:
            raise forms.ValidationError(_("Write two to six ways, each on its line and each another one."))
        return labels

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ends, expected = cleaned.get("expires_at"), cleaned.get("expected_at")
        if ends is not None and ends <= (expected or timezone.now()):
            self.add_error("expires_at", _("This is over before it is expected."))
        parts, needed = cleaned.get("parts") or [], cleaned.get("needed")
        if needed is not None and needed > len(parts):
            self.add_error("needed", _("More are needed than are chosen."))
        return cleaned


class SourceForm(forms.Form):
    """What one kind of source asks for."""

    def __init__(self, source: Source, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.source = source
        for asked in source.fields:
            self.fields[asked.name] = _field(asked)

    def parameters(self) -> dict[str, str]:
        return {name: value.strip() for name, value in self.cleaned_data.items() if value.strip()}

    def address(self) -> str:
        """Where it is read; a source that is handed in is named by the account. Raises BadParameters."""
        said = self.parameters()
        return self.source.address(said) if self.source.address else f"@{said['author']}"[:900]


def _field(asked: Field) -> forms.Field:
    made: forms.Field = forms.CharField(max_length=900)
    if asked.choices:
        made = forms.ChoiceField(choices=[(value, _(label)) for value, label in asked.choices])
    made.label, made.help_text = _(asked.label), _(asked.help) if asked.help else ""
    made.initial, made.required = asked.initial, asked.required
    made.widget.is_required = asked.required
    return made


class WitnessForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    channel = forms.ChoiceField(
        label=gettext_lazy("How the link reaches them"),
        choices=list(CHANNELS.items()),
        initial="link",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=gettext_lazy("Address or number"),
        help_text=gettext_lazy("For a mail, a text message or Matrix."),
        max_length=254,
        required=False,
    )


class AttestationForm(forms.Form):
    """A word given at the desk."""

    outcome = forms.ChoiceField(label=gettext_lazy("How it came out"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("How you know it"),
        help_text=gettext_lazy("Needed when a source says the contrary: an article held over, one vote on the whole."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, fact: Fact, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offer(self, "outcome", [(each.key, _(each.label)) for each in fact.outcomes.all()])


class WaitForm(forms.Form):
    expires_at = WallClockField(label=gettext_lazy("Waited for until"))

    def clean_expires_at(self) -> Any:
        at = self.cleaned_data["expires_at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return at
