"""Invitations, and the ends of mandates."""

from beffroi.people.models.invitation import Invitation
from beffroi.people.models.leaving import Leaving
from beffroi.people.models.owners import LastOwner, change_role

__all__ = ["Invitation", "LastOwner", "Leaving", "change_role"]
