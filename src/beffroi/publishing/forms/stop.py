"""Why is everything stopped? One tap must do: a reason is chosen already, words of one's own are not needed."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASONS = {
    "event": _("Something serious has happened"),
    "text": _("A wrong text is about to leave"),
    "account": _("An account may be in other hands"),
    "other": _("Another reason"),
}


class StopForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why?"), choices=list(REASONS.items()), initial="event", widget=forms.RadioSelect, required=False
    )
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)

    def reason(self) -> str:
        """What everybody reads on every page: the words that were typed, else the reason that was chosen."""
        words: str = self.cleaned_data["words"]
        return words or str(REASONS[self.cleaned_data["why"] or "event"])
