"""Drafts with their versions and decisions, and the delivery ledger."""

from beffroi.publishing.models.blackout import Blackout
from beffroi.publishing.models.decisions import Approval, ChangeRequest, Waiver
from beffroi.publishing.models.delegation import Delegation
from beffroi.publishing.models.draft import Blocked, Draft, StaleForm
from beffroi.publishing.models.early import EarlyPost
from beffroi.publishing.models.outside import OutsideApprover, OutsideRequest
from beffroi.publishing.models.planning import Campaign, LinkReading, Slot, Template
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.rule import ApprovalRule
from beffroi.publishing.models.stop import Stop
from beffroi.publishing.models.version import Attachment, Version
from beffroi.publishing.models.working import WorkingCopy

__all__ = [
    "Approval",
    "ApprovalRule",
    "Attachment",
    "Blackout",
    "Blocked",
    "Campaign",
    "ChangeRequest",
    "Delegation",
    "Draft",
    "EarlyPost",
    "LinkReading",
    "OutsideApprover",
    "OutsideRequest",
    "Publication",
    "Slot",
    "StaleForm",
    "Stop",
    "Template",
    "Version",
    "Waiver",
    "WorkingCopy",
]
