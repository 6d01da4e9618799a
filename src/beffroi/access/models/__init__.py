"""People, the organisations they work in, and what lets them or their programs in."""

from beffroi.access.models.incoming import IncomingCall, IncomingWebhook
from beffroi.access.models.key_mark import KeyMark
from beffroi.access.models.organisation import Membership, Organisation, Team, validate_siret, validate_zone
from beffroi.access.models.token import ApiToken, KeptAnswer
from beffroi.access.models.user import User, Users

__all__ = [
    "ApiToken",
    "IncomingCall",
    "IncomingWebhook",
    "KeptAnswer",
    "KeyMark",
    "Membership",
    "Organisation",
    "Team",
    "User",
    "Users",
    "validate_siret",
    "validate_zone",
]
