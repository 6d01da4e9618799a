"""Who may do what: one matrix, as data. What is not listed is refused."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "editor": _("Editor"),
    "contributor": _("Contributor"),
    "approver": _("Approver"),
    "agent": _("Agent"),
    "viewer": _("Viewer"),
}

_RUNS = {"owner", "manager"}

MAY = {
    "see": set(ROLES),
    "draft": _RUNS | {"editor", "contributor", "approver", "agent"},
    "approve": _RUNS | {"approver"},
    "stop everything": _RUNS | {"approver"},
    "state facts": _RUNS | {"editor", "contributor", "approver", "agent"},
    "confirm facts": _RUNS | {"approver"},
    "answer": _RUNS | {"editor", "approver", "agent"},
    "search": _RUNS | {"editor", "approver", "agent"},
    "judge alarms": _RUNS | {"approver"},
    "keep the chronicle": _RUNS | {"editor", "approver"},
    "publish a chronicle": _RUNS,
    "connect accounts": _RUNS,
    "invite": _RUNS,
    "run the organisation": _RUNS,
}


def may(role: str, act: str) -> bool:
    """Whether `role` may do `act`. An unknown act is a bug, not a refusal: it raises KeyError."""
    return role in MAY[act]
