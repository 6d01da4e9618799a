"""What a program may do with drafts, with what leaves, and with what holds it back."""

from beffroi.publishing.api import delegations, departures, drafts, planning, proposals, rules, templates

ROUTERS = [
    drafts.router,
    proposals.router,
    departures.router,
    planning.router,
    templates.router,
    rules.router,
    delegations.router,
]
