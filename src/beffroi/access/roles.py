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
    "create organisations": {"owner"},
    "forgo needs": {"owner"},
}

SCOPES = {  # what a token may be narrowed to: each opens these acts to the program, and no others
    "read": {"see"},
    "draft": {"draft"},
    "approve": {"approve"},
    "answer": {"answer"},
    "search": {"search"},
    "guard": {"judge alarms"},
    "facts": {"state facts", "confirm facts"},
    "chronicle": {"keep the chronicle", "publish a chronicle"},
    "directory": {"connect accounts"},
    "stop": {"stop everything"},
    "run": {"run the organisation", "invite", "create organisations", "forgo needs"},
}

SCOPE_WORDS = {
    "read": _("Read everything that its person may read"),
    "draft": _("Write drafts and submit them"),
    "approve": _("Approve, refuse, and decide about what was to leave"),
    "answer": _("Answer citizens, work the inbox, moderate"),
    "search": _("Write searches, follow feeds, read alerts"),
    "guard": _("Judge alarms, freeze accounts, work playbooks"),
    "facts": _("State facts and say how they came out"),
    "chronicle": _("Keep the chronicle, and publish it"),
    "directory": _("Look after our accounts: who holds them, what is official, what is parked"),
    "stop": _("Stop everything, and let posts leave again"),
    "run": _("Run the organisation: people, targets, approval"),
}


def scope_of(act: str) -> str:
    """The one scope that opens `act` to a program."""
    return next(scope for scope, acts in SCOPES.items() if act in acts)


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
