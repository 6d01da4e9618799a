"""How a search tells people, and for how long it is muted."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.access.models import Organisation
from beffroi.engines.times.wallclock import next_at
from beffroi.listening.models import Policy
from beffroi.listening.models.policy import RINGS
from beffroi.notify.forms.choices import check_quiet_hours

MUTES = {
    "hour": gettext_lazy("for an hour"),
    "morning": gettext_lazy("until eight in the morning"),
    "day": gettext_lazy("for a day"),
    "week": gettext_lazy("for a week"),
}
MORNING = time(8)
_SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PolicyForm(forms.Form):
    rings = forms.ChoiceField(
        label=pgettext_lazy("search", "It rings"), choices=list(RINGS.items()), widget=forms.RadioSelect, initial="each"
    )
    posts = forms.IntegerField(
        label=gettext_lazy("So many posts"),
        help_text=gettext_lazy("For many posts in a short time."),
        min_value=1,
        max_value=10_000,
        required=False,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Within so many minutes"), min_value=1, max_value=7 * 24 * 60, required=False
    )
    digest_at = forms.TimeField(
        label=gettext_lazy("Every day at"),
        help_text=gettext_lazy("For a fixed time, on the organisation’s clock. Left empty, it is once an hour."),
        widget=_clock(),
        required=False,
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Only the person on call is told from"),
        help_text=gettext_lazy(
            "And at once, in their own quiet hours too. If nobody is on call, everybody is told when these hours end."
        ),
        widget=_clock(),
        required=False,
    )
    quiet_until = forms.TimeField(label=gettext_lazy("until"), widget=_clock(), required=False)
    is_urgent = forms.BooleanField(label=gettext_lazy("It tells people in their own quiet hours too"), required=False)

    def __init__(self, policy: Policy, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(policy, name) for name in self.base_fields})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("posts", "minutes"):
            if said.get("rings") == "threshold" and name in said and said[name] is None:
                self.add_error(name, _("Say how many."))
        check_quiet_hours(self, said)
        return said

    def wishes(self) -> dict[str, Any]:
        """What `Policy.choose` takes; a number that was left out keeps its usual value."""
        usual = Policy()
        said = self.cleaned_data
        return {**said, "posts": said["posts"] or usual.posts, "minutes": said["minutes"] or usual.minutes}


class MuteForm(forms.Form):
    until = forms.ChoiceField(label=gettext_lazy("Mute it"), choices=list(MUTES.items()), initial="hour")

    def ends_at(self, organisation: Organisation, now: datetime) -> datetime:
        chosen = self.cleaned_data["until"]
        return now + _SPANS[chosen] if chosen in _SPANS else next_at(MORNING, organisation.tz, now)
