"""What a person wants to be told by one channel."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Membership
from beffroi.journal.sentences import translated
from beffroi.notify.channels.contract import BadAddress, Channel
from beffroi.notify.kinds import KINDS, Kind
from beffroi.notify.models import Choice

ADDRESSES = {
    "sms": (gettext_lazy("Mobile number"), "tel", "tel"),
    "matrix": (gettext_lazy("Room on Matrix or Tchap"), "text", "off"),
    "push": (gettext_lazy("This browser"), "hidden", "off"),
    "webhook": (gettext_lazy("Address of my webhook"), "url", "off"),
    "apprise": (gettext_lazy("Address of the service"), "text", "off"),
}


WHEN = {
    "at_once": gettext_lazy("At once"),
    "digest": gettext_lazy("In the digest"),
    "never": gettext_lazy("Not at all"),
}


class ChoiceForm(forms.Form):
    """`choice` is what counts now. Kinds that are not this member's business are not offered, and stay as they were.
    Each kind is asked for by itself: at once, in the digest, or not at all."""

    address = forms.CharField(max_length=1000)
    digest_at = forms.TimeField(
        label=gettext_lazy("The digest comes at"),
        help_text=gettext_lazy("Each day, on the organisation’s clock; none comes when there is nothing to say."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    digest_again_at = forms.TimeField(
        label=gettext_lazy("And again at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    on_call = forms.BooleanField(
        label=gettext_lazy("Here too while I am on call"),
        help_text=gettext_lazy("Everything urgent then, at once, whatever is chosen above."),
        required=False,
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        help_text=gettext_lazy(
            "On the organisation’s clock. What is urgent is told all the same, unless somebody else is on call."
        ),
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
            "digest_at": choice.digest_at,
            "digest_again_at": choice.digest_again_at,
            "on_call": choice.on_call,
            "quiet_from": choice.quiet_from,
            "quiet_until": choice.quiet_until,
        }
        super().__init__(data, prefix=channel.name, initial=chosen)
        self.channel, self.choice, self.offered = channel, choice, offered
        self._ask_of_each_kind()
        if channel.is_short:
            del self.fields["digest_at"], self.fields["digest_again_at"]
        self._ask_for_the_address(channel.name)

    def _ask_of_each_kind(self) -> None:
        for kind in self.offered:
            self.fields[f"tell_{kind.name}"] = forms.ChoiceField(
                label=_urgent(kind.label) if kind.urgent else str(kind.label),
                choices=[(when, words) for when, words in WHEN.items() if when != "digest" or self._can_wait(kind)],
                initial=self._when(kind.name),
                required=False,
            )

    def _when(self, kind: str) -> str:
        """What counts now; where nothing was chosen yet, everything is proposed."""
        if self.choice.digests(kind):
            return "digest"
        is_new = self.choice.pk is None and self.channel.name != "mail"
        return "at_once" if is_new or kind in self.choice.kinds else "never"

    @property
    def told(self) -> list[tuple[Any, int]]:
        """How many kinds are told in which way."""
        chosen = Counter(self[f"tell_{kind.name}"].value() for kind in self.offered)
        return [(words, chosen[when]) for when, words in WHEN.items() if chosen[when]]

    @property
    def asked_kinds(self) -> list[forms.BoundField]:
        return [self[f"tell_{kind.name}"] for kind in self.offered]

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
        return {
            "address": said.get("address", ""),
            "kinds": self._chosen("at_once", self.choice.kinds),
            "digest_kinds": self._chosen("digest", self.choice.digest_kinds),
            "digest_at": said.get("digest_at") or self.choice.digest_at,
            "digest_again_at": said.get("digest_again_at"),
            "on_call": said["on_call"],
            "quiet_from": said["quiet_from"],
            "quiet_until": said["quiet_until"],
        }

    def _chosen(self, when: str, before: list[str]) -> list[str]:
        offered = [kind.name for kind in self.offered]
        chosen = [kind.name for kind in self.offered if self._wish(kind) == when]
        return [*chosen, *(kind for kind in before if kind not in offered)]

    def _wish(self, kind: Kind) -> str:
        """What was chosen; `gather` is the button that puts in the digest all that can wait."""
        said = str(self.cleaned_data[f"tell_{kind.name}"])
        return "digest" if said == "at_once" and "gather" in self.data and self._can_wait(kind) else said

    def _can_wait(self, kind: Kind) -> bool:
        return not kind.urgent and not self.channel.is_short


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
