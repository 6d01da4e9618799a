"""Drafts with their versions and decisions, and the delivery ledger."""

from beffroi.publishing.models.decisions import Approval, ChangeRequest
from beffroi.publishing.models.draft import Blocked, Draft, StaleForm
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.version import Attachment, Version

__all__ = ["Approval", "Attachment", "Blocked", "ChangeRequest", "Draft", "Publication", "StaleForm", "Version"]
