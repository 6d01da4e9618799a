"""What a program may do with drafts, with what leaves, and with what holds it back."""

from beffroi.publishing.api import delegations, departures, drafts, planning, templates

DOORS = [drafts.door, departures.door, planning.door, templates.door, delegations.door]
