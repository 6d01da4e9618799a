"""What a person shows to come in, where they are signed in, and who must wait."""

from beffroi.door.models.attempt import Attempt
from beffroi.door.models.code_app import CodeApp
from beffroi.door.models.passkey import Passkey
from beffroi.door.models.person import (
    factors,
    forget_second_factor,
    has_factor,
    has_second_factor,
    is_protected,
    note,
)
from beffroi.door.models.provider_link import ProviderLink
from beffroi.door.models.recovery_code import RecoveryCode
from beffroi.door.models.session import OpenSession

__all__ = [
    "Attempt",
    "CodeApp",
    "OpenSession",
    "Passkey",
    "ProviderLink",
    "RecoveryCode",
    "factors",
    "forget_second_factor",
    "has_factor",
    "has_second_factor",
    "is_protected",
    "note",
]
