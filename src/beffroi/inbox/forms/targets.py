"""Opening hours and response targets, as they are set."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, validate_zone
from beffroi.access.offering import offer, offer_rows
from beffroi.directory.models import Account
from beffroi.engines.worktime import TERRITORIES, NeverPasses, Unusable, hours_of
from beffroi.engines.worktime.writing import read
from beffroi.inbox.models import Calendar, Label, ResponseTarget
from beffroi.inbox.models.case import PRIORITIES
from beffroi.inbox.models.target import AIMS, MOST, network_named
from beffroi.journal.sentences import translated

DAYS = tuple(f"day_{number}" for number in range(7))
UNITS = {"hours": gettext_lazy("hours"), "minutes": gettext_lazy("minutes")}
HOUR = 60  # minutes


class CalendarForm(forms.Form):
    """A week of seven texts; what cannot be reckoned with is told at the day or the line where it stands."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    closures = forms.CharField(
        label=gettext_lazy("Closures"),
        help_text=gettext_lazy(
            "One a line: a day, or the first and the last of several. 24/12/2026 - 02/01/2027 Christmas"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=10_000,
    )
    nights = forms.CharField(
        label=gettext_lazy("Nights on call"),
        help_text=gettext_lazy(
            "One a line, opened on holidays and in closures too. 24/12/2026 - 02/01/2027 20:00-8:00"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=10_000,
    )
    territory = forms.ChoiceField(
        label=gettext_lazy("Public holidays"),
        help_text=gettext_lazy("Those of the law. What is only a custom where you are is a closure."),
    )
    zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=60, validators=[validate_zone])
    field_order = ["name", *DAYS, "territory", "closures", "nights", "zone"]

    def __init__(self, calendar: Calendar, data: Any = None, *, now: datetime) -> None:
        said = {name: getattr(calendar, name) for name in self.base_fields}
        super().__init__(data, initial={**said, **dict(zip(DAYS, calendar.week, strict=True))})
        self._calendar, self._now = calendar, now
        for number, name in enumerate(DAYS):
            self.fields[name] = forms.CharField(label=capfirst(WEEKDAYS[number]), required=False, max_length=200)
        self.order_fields(self.field_order)
        offer(self, "territory", [(key, _(place.name)) for key, place in TERRITORIES.items()])

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAYS]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Calendar.objects.of(self._calendar.organisation).exclude(pk=self._calendar.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("There are opening hours of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number, name in enumerate(DAYS):
            if said.get(name):
                self._check(said, [said[name] if number == day else "" for day in range(7)])
        if not self.errors:
            self._check(said, [said[name] for name in DAYS], closures=said["closures"], nights=said["nights"])
        return said

    def _check(self, said: dict[str, Any], week: list[str], **more: str) -> None:
        """All of it, or one day alone: so that each day that is wrong is told at once."""
        try:
            zone = ZoneInfo(said.get("zone") or "UTC")
            hours_of(read(week, zone, territory=said.get("territory") or "none", **more)).next_opening(self._now)
        except Unusable as wrong:
            field = f"day_{wrong.day or 0}" if wrong.about == "week" else wrong.about
            self.add_error(field, translated(wrong.words.as_json()))
        except NeverPasses:
            self.add_error("nights", _("These nights are over, and nothing else is ever opened."))

    def wishes(self) -> dict[str, Any]:
        """What `Calendar.keep` takes."""
        said = self.cleaned_data
        return {"week": [said[name].strip() for name in DAYS], **{name: said[name] for name in self.base_fields}}


class TargetForm(forms.Form):
    aim = forms.ChoiceField(
        label=gettext_lazy("What is promised"), choices=list(AIMS.items()), widget=forms.RadioSelect
    )
    amount = forms.IntegerField(label=gettext_lazy("Within"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=list(UNITS.items()), initial="hours")
    calendar = forms.ModelChoiceField(
        label=gettext_lazy("Hours that count"),
        queryset=Calendar.objects.none(),
        empty_label=gettext_lazy("Every hour, day and night"),
        required=False,
    )
    network = forms.ChoiceField(label=gettext_lazy("Only on this network"), required=False)
    priority = forms.ChoiceField(
        label=gettext_lazy("Only with this priority"),
        choices=[("", gettext_lazy("any")), *((word, gettext_lazy(name)) for word, name in PRIORITIES.items())],
        required=False,
    )
    label = forms.ChoiceField(label=gettext_lazy("Only with this label"), required=False)
    warned_percent = forms.IntegerField(
        label=gettext_lazy("People are told after so many percent of the time"), min_value=1, max_value=100, initial=80
    )

    def __init__(self, organisation: Organisation, target: ResponseTarget | None, data: Any = None) -> None:
        super().__init__(data, initial=_of(target) if target else {"aim": "first"})
        self._organisation, self._target = organisation, target
        offer_rows(self, "calendar", Calendar.objects.of(organisation))
        ours = Account.objects.of(organisation).order_by("network").values_list("network", flat=True).distinct()
        known = dict.fromkeys([*ours, "feed", *([target.network] if target and target.network else [])])
        offer(self, "network", [("", _("any")), *((name, network_named(name)) for name in known)])
        names = Label.objects.filter(organisation=organisation).values_list("name", flat=True)
        standing = dict.fromkeys([*names, *([target.label] if target and target.label else [])])
        offer(self, "label", [("", _("any")), *((name, name) for name in standing)])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        same = {name: said.get(name, "") for name in ("aim", "network", "priority", "label")}
        others = ResponseTarget.objects.of(self._organisation)
        if self._target is not None:
            others = others.exclude(pk=self._target.pk)
        if said.get("aim") and others.filter(**same).exists():
            self.add_error("aim", _("There is a target for the same cases already: change that one."))
        if said.get("amount") and said.get("unit") == "hours" and said["amount"] * HOUR > MOST:
            self.add_error("amount", _("More than a year is no promise."))
        if said.get("amount") and not self.errors:
            self._check_it_comes(said)
        return said

    def _check_it_comes(self, said: dict[str, Any]) -> None:
        calendar: Calendar | None = said["calendar"]
        target = ResponseTarget(organisation=self._organisation, **self.wishes())
        if calendar is not None:
            try:
                target.hours.due(calendar.set_at, target.length)
            except NeverPasses:
                self.add_error("amount", _("So many opening hours do not pass in ten years."))

    def wishes(self) -> dict[str, Any]:
        """What `ResponseTarget.keep` takes."""
        said = self.cleaned_data
        minutes = said["amount"] * (HOUR if said["unit"] == "hours" else 1)
        names = ("aim", "calendar", "network", "priority", "label", "warned_percent")
        return {"minutes": minutes, **{name: said[name] for name in names}}


def _of(target: ResponseTarget) -> dict[str, Any]:
    names = ("aim", "calendar", "network", "priority", "label", "warned_percent")
    whole, rest = divmod(target.minutes, HOUR)
    amount = {"amount": target.minutes, "unit": "minutes"} if rest else {"amount": whole, "unit": "hours"}
    return {**amount, **{name: getattr(target, name) for name in names}}
