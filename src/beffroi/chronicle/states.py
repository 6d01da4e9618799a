"""The two states of an incident, what can open one, and the episodes in which it is told."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.engines.lifecycle import Lifecycle

INCIDENT = Lifecycle(name="incident", initial="open", moves={"open": ("closed",), "closed": ("open",)})

KINDS: Mapping[str, str | Promise] = {
    "too_early": _("Announced too early"),
    "alarm": _("Alarm on an account"),
    "burst": _("Burst of mentions"),
    "by_hand": _("Opened by hand"),
}

# in the order of telling; "attack" is shown under a neutral name, because a first answer may be a kind one
EPISODES: Mapping[str, str | Promise] = {
    "faulty": _("The faulty post"),
    "attack": _("The first reaction"),
    "spread": _("The spread"),
    "apology": _("The apology"),
    "reply": _("The reply"),
    "outcome": _("The outcome"),
    "other": _("Also noted"),
}
