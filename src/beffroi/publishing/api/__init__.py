"""What a program may do with drafts, with what leaves, and with what holds it back."""

from beffroi.publishing.api import delegations, departures, drafts, planning, templates

ROUTERS = [drafts.router, departures.router, planning.router, templates.router, delegations.router]
