"""What somebody asks of this room."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation
from beffroi.access.offering import offer
from beffroi.keeping.kinds import Kind, Person, circumstances, holdables
from beffroi.keeping.models import Notice
from beffroi.keeping.models.asked import WISHES

DAY = {"type": "date"}


class PeriodForm(forms.Form):
    days = forms.IntegerField(label=gettext_lazy("Days"))

    def __init__(self, kind: Kind, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["days"] = forms.IntegerField(
            label=_("Days"),
            min_value=kind.least,
            max_value=kind.most,
            help_text=_("From %(least)s to %(most)s days.") % {"least": kind.least, "most": kind.most},
        )


class HoldForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is held"))
    subject = forms.CharField(label=gettext_lazy("Which one"), max_length=255, required=False)
    first = forms.DateField(
        label=gettext_lazy("Said from the day"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Said to the day"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(
        label=gettext_lazy("Held until, the day included"),
        required=False,
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: until somebody lifts it."),
    )

    def __init__(self, organisation: Organisation, today: date, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.organisation, self.today = organisation, today
        self.row: models.Model | None = None
        known = [(each.key, each.name) for each in holdables().values()]
        offer(self, "kind", [*known, ("period", _("all that was said in a time"))])

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return until

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind == "period":
            self._check_time(said)
        elif kind:
            self.row = holdables()[kind].find(self.organisation, said.get("subject", "").strip())
            if self.row is None:
                self.add_error("subject", _("There is none here that is called so."))
        return said

    def _check_time(self, said: dict[str, Any]) -> None:
        first, last = said.get("first"), said.get("last")
        if not first or not last or first > last or not date(1990, 1, 1) <= last <= date(2200, 1, 1):
            self.add_error("first", _("Say the first and the last day, in this order."))

    def fields_of_hold(self) -> dict[str, Any]:
        """What the row of the hold gets."""
        said, kind = self.cleaned_data, self.cleaned_data["kind"]
        what: dict[str, Any] = {"kind": kind, "reason": said["reason"], "until": said["until"]}
        if kind == "period":
            zone = self.organisation.tz
            what["said_from"] = datetime.combine(said["first"], time(), zone)
            what["said_to"] = datetime.combine(said["last"] + timedelta(days=1), time(), zone)
            return {**what, "said": f"{said['first']:%Y-%m-%d} – {said['last']:%Y-%m-%d}"}
        assert self.row is not None  # noqa: S101  # for the type checker
        what["account"] = holdables()[kind].account(self.row)
        return {**what, "subject_id": str(self.row.pk), "said": str(self.row)[:200]}


class PersonForm(forms.Form):
    """At least one of the names; a handle belongs to a network."""

    network = forms.ChoiceField(label=gettext_lazy("Network"), required=False)
    handle = forms.CharField(label=gettext_lazy("Handle"), max_length=255, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)

    def __init__(self, organisation: Organisation, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.organisation = organisation
        offer(self, "network", [("", "—"), *networks(organisation)])
        for name in ("handle", "email", "name"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("handle") and not said.get("network"):
            self.add_error("network", _("On which network is this handle?"))
        if not self.errors and not any(said.get(name) for name in ("handle", "email", "name")):
            raise forms.ValidationError(_("Say at least one: a handle, an address or a name."))
        return said

    @property
    def person(self) -> Person:
        said = self.cleaned_data
        names = {name: said[name] for name in ("network", "handle", "email", "name")}
        return Person.asked(self.organisation, **names)


class AskedForm(PersonForm):
    wish = forms.ChoiceField(label=gettext_lazy("What they ask for"), choices=list(WISHES.items()))
    received_on = forms.DateField(
        label=gettext_lazy("Received on the day"), widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )

    def __init__(self, organisation: Organisation, today: date, *given: Any, **more: Any) -> None:
        super().__init__(organisation, *given, **more)
        self.today = today

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if not self.today - timedelta(days=366) <= day <= self.today:
            raise forms.ValidationError(_("A day of the last year, and not later than today."))
        return day

    @property
    def who(self) -> dict[str, str]:
        said = self.cleaned_data
        return {name: said[name] for name in ("network", "handle", "email", "name") if said[name]}


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("What was answered"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoticeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = Notice
        fields = ("contact", "officer", "host", "is_public")
        labels = {
            "contact": gettext_lazy("Where people write about their data"),
            "officer": gettext_lazy("Data protection officer"),
            "host": gettext_lazy("Who runs the machine"),
            "is_public": gettext_lazy("Everybody may read the notice"),
        }


def networks(organisation: Organisation) -> list[tuple[str, str]]:
    """The networks that are in use, by the names that the register gives them."""
    used = [said for said in circumstances(organisation) if said.heading == "networks"]
    return [(said.key, str(said.words)) for said in used]
