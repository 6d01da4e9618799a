"""What a person wants to be told by one channel."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Membership
from beffroi.journal.sentences import translated
from beffroi.notify.channels.contract import BadAddress, Channel
from beffroi.notify.kinds import KINDS
from beffroi.notify.models import Choice

ADDRESSES = {
    "sms": (gettext_lazy("Mobile number"), "tel", "tel"),
    "matrix": (gettext_lazy("Room on Matrix or Tchap"), "text", "off"),
    "push": (gettext_lazy("This browser"), "hidden", "off"),
    "webhook": (gettext_lazy("Address of my webhook"), "url", "off"),
    "apprise": (gettext_lazy("Address of the service"), "text", "off"),
}


class ChoiceForm(forms.Form):
    """`choice` is what counts now. Kinds that are not this member's business are not offered, and stay as they were."""

    address = forms.CharField(max_length=1000)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Tell me when"), widget=forms.CheckboxSelectMultiple, required=False
    )
    on_call = forms.BooleanField(
        label=gettext_lazy("Here too while I am on call"),
        help_text=gettext_lazy("Everything urgent then, at once, whatever is chosen above."),
        required=False,
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        help_text=gettext_lazy("On the organisation’s clock. What is urgent is told all the same."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )

    def __init__(self, channel: Channel, choice: Choice, membership: Membership, data: Any = None) -> None:
        offered = [kind for kind in KINDS.values() if membership.may(kind.act)]
        chosen = {
            "address": "" if channel.shown else choice.address,
            "kinds": choice.kinds if choice.pk or channel.name == "mail" else [kind.name for kind in offered],
            "on_call": choice.on_call,
            "quiet_from": choice.quiet_from,
            "quiet_until": choice.quiet_until,
        }
        super().__init__(data, prefix=channel.name, initial=chosen)
        self.channel, self.choice, self.offered = channel, choice, offered
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)  # noqa: S101  # declared so above
        kinds.choices = [(kind.name, _urgent(kind.label) if kind.urgent else kind.label) for kind in offered]
        self._ask_for_the_address(channel.name)

    def _ask_for_the_address(self, channel: str) -> None:
        if channel not in ADDRESSES:
            del self.fields["address"]
            return
        address = self.fields["address"]
        address.label, kind, remembered = ADDRESSES[channel]
        address.widget.attrs |= {"type": kind, "autocomplete": remembered, "spellcheck": "false"}
        if self.channel.shown and self.choice.address:
            address.required = False
            address.help_text = _("It is kept sealed and not shown again. Leave this empty to keep the present one.")

    def clean_address(self) -> str:
        if not self.cleaned_data["address"] and self.channel.shown:
            return ""
        try:
            return self.channel.cleaned(self.cleaned_data["address"])
        except BadAddress as error:
            raise forms.ValidationError(translated(error.reason.as_json())) from error

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        check_quiet_hours(self, said)
        return said

    def wishes(self) -> dict[str, Any]:
        """What `Choice.keep` takes."""
        said = self.cleaned_data
        offered = {kind.name for kind in self.offered}
        return {
            "address": said.get("address", ""),
            "kinds": [*said["kinds"], *(kind for kind in self.choice.kinds if kind not in offered)],
            "on_call": said["on_call"],
            "quiet_from": said["quiet_from"],
            "quiet_until": said["quiet_until"],
        }


class ProofForm(forms.Form):
    """The code that was sent to the address."""

    code = forms.CharField(
        label=gettext_lazy("The code that was sent to it"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


def _urgent(label: Any) -> str:
    return _("%(kind)s (urgent: in quiet hours too)") % {"kind": label}


def check_quiet_hours(form: forms.Form, said: Mapping[str, Any]) -> None:
    """Says at its field what is wrong with `quiet_from` and `quiet_until`: both or neither, and not the same."""
    if form.errors.keys() & {"quiet_from", "quiet_until"}:
        return
    begins, ends = said.get("quiet_from"), said.get("quiet_until")
    if (begins is None) != (ends is None):
        form.add_error("quiet_from" if begins is None else "quiet_until", _("Give both hours, or neither."))
    elif begins is not None and begins == ends:
        form.add_error("quiet_until", _("These hours are the same: nothing lies between them."))
