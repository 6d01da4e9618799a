"""The registered identity of an account, as a person corrects and signs it; what a citizen says of one."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.offering import offer, offer_rows
from beffroi.directory.models import Account
from beffroi.guard.models import Baseline
from beffroi.guard.models.outside import SEEN

LONGEST = 255  # characters of a line
MOST = 50  # lines
DOMAIN = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
KINDS = {"institutional": gettext_lazy("Institutional: it speaks for the body"), "personal": gettext_lazy("Personal")}
WAYS = {
    "": gettext_lazy("Nobody has said yet: a post that Beffroi did not send rings an alarm"),
    "no": gettext_lazy("Through Beffroi only: any other post rings, and freezes the account"),
    "yes": gettext_lazy("Also from elsewhere: such posts ring nothing"),
}
ELSEWHERE = {"": None, "no": False, "yes": True}


class Lines(forms.CharField):
    """One thing a line; gives a list, each thing once, in the order in which they were written."""

    def __init__(self, **options: Any) -> None:
        rows = forms.Textarea(attrs={"rows": 3})
        super().__init__(widget=rows, max_length=MOST * LONGEST, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in (super().clean(value) or "").splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST for line in found):
            raise forms.ValidationError(_("A line has at most %(most)s characters.") % {"most": LONGEST})
        if len(found) > MOST:
            raise forms.ValidationError(_("At most %(most)s lines.") % {"most": MOST})
        return found


class IdentityForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("The civil name of a person, or the name of the body: what the account must resemble."),
        max_length=LONGEST,
    )
    office = forms.CharField(label=gettext_lazy("Office"), required=False, max_length=200)
    accepted_names = Lines(
        label=gettext_lazy("Accepted variants"),
        help_text=gettext_lazy("One a line. What resembles one of them is right too."),
        required=False,
    )
    accepted_once = Lines(
        label=gettext_lazy("Accepted to the letter"),
        help_text=gettext_lazy(
            "One a line: names of which somebody said that it was us. Nothing else than these words."
        ),
        required=False,
    )
    handles = Lines(
        label=gettext_lazy("Handles"),
        help_text=gettext_lazy("One a line: the present one first, then the former ones, which are watched for good."),
    )
    link_domains = Lines(
        label=gettext_lazy("Domains of its links"), help_text=gettext_lazy("One a line: feurs.fr"), required=False
    )
    languages = Lines(label=gettext_lazy("Languages"), help_text=gettext_lazy("One a line: fr, en, br"), required=False)
    keeps_picture = forms.BooleanField(
        label=gettext_lazy("The picture that it shows now is ours"),
        help_text=gettext_lazy("Its fingerprint is kept, to know it again where somebody else shows it."),
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    elsewhere = forms.ChoiceField(
        label=gettext_lazy("Where its posts are written"),
        choices=list(WAYS.items()),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, baseline: Baseline, data: Any = None) -> None:
        ways = {value: word for word, value in ELSEWHERE.items()}
        same = ("name", "office", "accepted_names", "accepted_once", "handles", "link_domains", "languages")
        initial = {field: getattr(baseline, field) for field in same}
        initial["version"] = baseline.number
        initial["kind"] = "institutional" if baseline.is_institutional else "personal"
        initial["elsewhere"] = ways[baseline.is_used_elsewhere]
        super().__init__(data, initial=initial)
        self._baseline = baseline

    def clean_handles(self) -> list[str]:
        return [handle.removeprefix("@") for handle in self.cleaned_data["handles"]]

    def clean_link_domains(self) -> list[str]:
        found = [line.casefold().removeprefix("www.") for line in self.cleaned_data["link_domains"]]
        for domain in found:
            if not DOMAIN.fullmatch(domain):
                raise forms.ValidationError(_("“%(said)s” is no domain, such as feurs.fr.") % {"said": domain})
        return found

    def clean_languages(self) -> list[str]:
        found = [line.casefold() for line in self.cleaned_data["languages"]]
        for language in found:
            if not LANGUAGE.fullmatch(language):
                raise forms.ValidationError(_("“%(said)s” is no code of a language, such as fr.") % {"said": language})
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "version" in said and said["version"] != self._baseline.number:
            self.stale()
        return said

    def stale(self) -> None:
        """Somebody else has signed: what was typed stays, and may be signed over theirs."""
        self.add_error(
            None,
            _(
                "Somebody signed another version while you were writing: it stands below. What you typed is still "
                "here; compare the two, then sign again."
            ),
        )
        self.data = {**{name: self.data[name] for name in self.data}, "version": self._baseline.number}

    def wishes(self) -> dict[str, Any]:
        """What is to be signed."""
        said = self.cleaned_data
        same = ("name", "office", "accepted_names", "accepted_once", "handles", "link_domains", "languages")
        return {
            **{field: said[field] for field in same},
            "is_institutional": said["kind"] == "institutional",
            "is_used_elsewhere": ELSEWHERE[said["elsewhere"]],
        }


class PeerForm(forms.Form):
    """An account of others, by the network and the exact handle."""

    network = forms.ChoiceField(label=gettext_lazy("Network"))
    handle = forms.CharField(
        label=gettext_lazy("Handle"), help_text=gettext_lazy("In full, as the network shows it."), max_length=LONGEST
    )

    def __init__(self, networks: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        offer(self, "network", networks)

    def clean_handle(self) -> str:
        handle: str = self.cleaned_data["handle"]
        return handle.strip().removeprefix("@")


class CitizenForm(forms.Form):
    """Two choices and not a word: nothing that somebody would have to keep."""

    account = forms.ModelChoiceField(
        label=gettext_lazy("Which account"),
        queryset=Account.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the account.")},
    )
    seen = forms.ChoiceField(
        label=gettext_lazy("What did you see"),
        choices=[(key, gettext_lazy(said)) for key, said in SEEN.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you saw.")},
    )

    def __init__(self, accounts: "QuerySet[Account]", data: Any = None) -> None:
        super().__init__(data)
        offer_rows(self, "account", accounts, label_from_instance=_as_citizens_know_it)


def _as_citizens_know_it(account: Account) -> str:
    return f"{account.name} · @{account.handle} ({account.network_name})"
