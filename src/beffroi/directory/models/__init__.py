"""Our accounts with their keys, and the register of public bodies with their official accounts."""

from beffroi.directory.models.account import Account, Connection, Freeze, network_name
from beffroi.directory.models.account_role import AccountRole
from beffroi.directory.models.body import Body, BodyWord, FormerName
from beffroi.directory.models.key_holder import KeyHolder, KeyProof
from beffroi.directory.models.official import FormerHandle, OfficialAccount
from beffroi.directory.models.person import Mandate, Person
from beffroi.directory.models.proof import Proof
from beffroi.directory.models.source import Source

__all__ = [
    "Account",
    "AccountRole",
    "Body",
    "BodyWord",
    "Connection",
    "FormerHandle",
    "FormerName",
    "Freeze",
    "KeyHolder",
    "KeyProof",
    "Mandate",
    "OfficialAccount",
    "Person",
    "Proof",
    "Source",
    "network_name",
]
