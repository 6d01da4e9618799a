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

# What lets something leave, or lets others in: whoever may do it shows a second factor (site/second_factor.py).
NEEDS_SECOND_FACTOR = {"approve", "connect accounts", "run the organisation"}
# Likewise, once somebody was given a delegation: they then publish alone.
NEEDS_SECOND_FACTOR_WITH_DELEGATION = {"draft", "answer"}


def needs_second_factor(role: str, *, with_delegation: bool = False) -> bool:
    """Whether a member of this role has to show a second factor."""
    acts = NEEDS_SECOND_FACTOR | (NEEDS_SECOND_FACTOR_WITH_DELEGATION if with_delegation else set())
    return any(may(role, act) for act in acts)


def may(role: str, act: str) -> bool:
    """Whether `role` may do `act`. An unknown act is a bug, not a refusal: it raises KeyError."""
    return role in MAY[act]
